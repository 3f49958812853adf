"""The places of a side's own part on its page: three facts, and as many budget lines as there are."""

from datetime import datetime
from typing import Any

from flask import request

from grants.applications import actions
from grants.applications.actions import BudgetRow
from grants.applications.model import BudgetLine, Part
from grants.applications.places import INSTITUTION, fact_of, place_of_line
from grants.web.forms.built import figures
from grants.web.forms.checks import tidy_line, tidy_text
from grants.web.forms.part import FIELDS, costs_of
from grants.web.reader import reader, visitor
from grants.web.writing import Place


def fact_place(part: Part, name: str, at: datetime) -> Place:
    """University, unit or position."""
    return Place(
        name,
        standing=lambda: {name: fact_of(part, name)},
        version=lambda: part.fact_versions.get(name, 0),
        sent=lambda: {name: request.form[name]} if name in request.form else None,
        write=lambda sent, seen: actions.write_fact(part, (name, tidy_line(sent[name]) or "", seen), visitor(), at),
        fault_in=lambda _field: name,
        labels=lambda _name: dict(universities(part)) if name == INSTITUTION else {},
    )


def line_place(part: Part, key: str, at: datetime) -> Place:
    """One line of the budget, with its reason."""
    return Place(
        place_of_line(key),
        standing=lambda: named(standing_line(part, key), key),
        version=lambda: next((line.version for line in part.budget if line.key == key), 0),
        sent=lambda: sent_line(part, key),
        write=lambda sent, seen: actions.write_line(part, key, (row_of(sent, key), seen), visitor(), at),
        fault_in=lambda field: f"{field}-{key}",
        labels=lambda name: labels(part, name.partition("-")[0]),
    )


def named(values: dict[str, str], key: str) -> dict[str, Any]:
    """The values of a line by the names of its fields."""
    return {f"{name}-{key}": value for name, value in values.items()}


def standing_line(part: Part, key: str) -> dict[str, str]:
    """A line as its fields show it; one that is not there yet is blank, and of the first kind and year."""
    line = next((one for one in part.budget if one.key == key), None)
    if line is not None:
        return kept_line(line)
    costs = costs_of(part)
    kind = costs.kinds[0][0] if costs.kinds else ""
    return dict.fromkeys(FIELDS, "") | {"category": kind, "year": str(costs.years[0].code)}


def kept_line(line: BudgetLine) -> dict[str, str]:
    """A line that is kept, in figures as people write them."""
    return {
        "category": line.category,
        "purpose": line.purpose,
        "quantity": str(line.quantity) if line.quantity > 1 else "",
        "amount": figures(line.each) if line.each else "",
        "year": str(line.year or ""),
        "beneficiary": line.beneficiary,
        "justification": line.justification,
    }


def sent_line(part: Part, key: str) -> dict[str, Any] | None:
    """A line as it was sent; a field that the form did not have stays as it is."""
    names = [f"{name}-{key}" for name in FIELDS]
    if not any(name in request.form for name in names):
        return None
    if request.form.get("remove") == key:
        return dict.fromkeys(names, "")
    standing = named(standing_line(part, key), key)
    return {name: request.form.get(name, standing[name]) for name in names}


def row_of(sent: dict[str, Any], key: str) -> BudgetRow:
    """A line as the law reads it."""
    values = {name: sent[f"{name}-{key}"] for name in FIELDS}
    texts = {name: tidy_line(values[name]) or "" for name in FIELDS if name != "justification"}
    return BudgetRow(**texts, justification=tidy_text(values["justification"]) or "")


def labels(part: Part, field: str) -> dict[str, str]:
    """What the codes in a field of a line are called."""
    costs = costs_of(part)
    return {"category": dict(costs.kinds), "year": dict(costs.year_choices)}.get(field, {})


def universities(part: Part) -> list[tuple[str, str]]:
    """The member universities of a side, by name."""
    lang = reader()
    members = [
        (str(member.institution_id), lang.texts(member.institution.name))
        for member in part.application.call.programme.members
        if member.side == part.side
    ]
    return [("", lang.gettext("Choose")), *sorted(members, key=lambda one: one[1])]
