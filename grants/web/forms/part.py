"""The form of a side's own part: where its investigator works, and its budget, some fields for each line."""

import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wtforms import Form, SelectField

from grants.applications.budgets import fiscal_years, side_of
from grants.applications.model import Part
from grants.rules.fiscal import FiscalYear
from grants.web.forms.shape import Lines, OneLine, offer
from grants.web.reader import reader
from grants.words import say

FIELDS = ("category", "purpose", "quantity", "amount", "year", "beneficiary", "justification")
FIELD = re.compile(rf"({'|'.join(FIELDS)})-([0-9a-f]{{32}})")
MOST_KEYS = 100
SPARE = 3


@dataclass(frozen=True)
class Costs:
    """What a line of this part may name: its kinds of cost, the fiscal years of its payer, the people of its team."""

    kinds: list[tuple[str, str]]
    years: list[FiscalYear]
    currency: str

    @property
    def year_choices(self) -> list[tuple[str, str]]:
        """The fiscal years to choose from."""
        return [(str(year.code), reader().say(year.label)) for year in self.years]


def costs_of(part: Part) -> Costs:
    """What may be named in the budget of a part."""
    kinds = part.application.call.costs(side_of(part))
    return Costs([(code, reader().say(label)) for code, label in kinds], fiscal_years(part), part.currency)


def part_form(
    universities: list[tuple[str, str]], costs: Costs, keys: Iterable[str], values: Mapping[str, Any]
) -> Form:
    """The whole form, filled with what is kept or was typed; what it means is for the law to say, line by line."""
    fields: dict[str, Any] = {
        "institution_id": one_of(say("University"), universities),
        "unit": written(say("Department or unit")),
        "position_held": written(say("Position")),
    }
    for key in keys:
        fields |= {f"{name}-{key}": field for name, field in line_fields(costs).items()}
    return filled(fields, values)


def line_fields(costs: Costs) -> dict[str, Any]:
    """The fields of one line; the fiscal year is asked only where there is more than one."""
    fields: dict[str, Any] = {
        "category": one_of(say("Kind of cost"), costs.kinds),
        "purpose": written(say("What for")),
        "quantity": written(say("How many")),
        "amount": written(say("Amount each")),
        "beneficiary": written(say("For whom (a person, where the money is for one)")),
        "justification": written(say("Why it is needed"), lines=True),
    }
    if len(costs.years) > 1:
        fields["year"] = one_of(say("Fiscal year"), costs.year_choices)
    return fields


def one_of(label: Any, choices: list[tuple[str, str]]) -> Any:
    """One of what is offered; what was typed instead is for the law to refuse."""
    return SelectField(label, choices=offer(choices), validate_choice=False)


def written(label: Any, *, lines: bool = False) -> Any:
    """What is written by hand."""
    return Lines(label) if lines else OneLine(label)


def filled(fields: Mapping[str, Any], values: Mapping[str, Any]) -> Form:
    """Fields bound to a form of their own, filled."""
    form: Form = type("Filled", (Form,), {})()
    for name, unbound in fields.items():
        field = unbound.bind(form=form, name=name)
        field.process(None, values.get(name))
        field.data = values.get(name) or ""
        field.errors = []
        form._fields[name] = field
    return form


def keys_in(names: Iterable[str]) -> list[str]:
    """The keys of the lines that fields of a form belong to, in their order."""
    found = dict.fromkeys(one[2] for name in names if (one := FIELD.fullmatch(name)))
    return list(found)[:MOST_KEYS]


def spare_keys() -> list[str]:
    """Keys for empty lines at the foot of a budget; nobody else's are the same."""
    return [uuid.uuid4().hex for _ in range(SPARE)]
