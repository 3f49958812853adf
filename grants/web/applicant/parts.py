"""One side's own part: where its investigator works, and its budget in its own currency."""

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from grants import clock
from grants.applications import actions
from grants.applications.actions import BudgetRow
from grants.applications.budgets import fiscal_years, side_of
from grants.applications.model import Application, Part
from grants.rules.applications import WRITE
from grants.rules.budget import understood
from grants.rules.refusal import Refused
from grants.rules.relations import side_written_by
from grants.web.applicant.applications import OWN
from grants.web.applicant.desk import desk
from grants.web.forms.application import PartForm
from grants.web.forms.built import figures
from grants.web.forms.shape import offer
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.transaction import attempt
from grants.words import Sentence

SPARE_ROWS = 3
MOST_ROWS = 60


@desk.page("/applications/<uuid:id>/sides/<side>", OWN, "budget.draft.read_both_sides", "budget.draft.edit_side_a",
           "budget.draft.edit_side_b", post=True)  # fmt: skip
def part(application: Application, side: str) -> ResponseReturnValue:
    """One side's university and budget; the other side reads it and cannot write it."""
    here = next((one for one in application.parts if one.side == side), None)
    if here is None:
        raise NotFound
    form = PartForm(obj=here)
    form.institution_id.choices = offer(universities(application, side))
    rows = typed_rows() if request.method == "POST" else stored_rows(here)
    if form.validate_on_submit():
        with attempt(form) as it:
            save(here, form, rows)
        if not it.refused:
            return redirect(way_on(here), 303)
    return shown(here, form, rows), 422 if form.errors else 200


def save(part: Part, form: PartForm, rows: list[BudgetRow]) -> None:
    """Save the whole part: both halves or none."""
    by, at = visitor(), clock.now()
    chosen = form.institution_id.data
    facts: dict[str, Any] = {
        "institution_id": chosen or "",
        "unit": form.unit.data or "",
        "position_held": form.position_held.data or "",
    }
    actions.describe_part(part, facts, by, at)
    if rows != [row for row in stored_rows(part) if row.amount]:
        actions.set_budget(part, rows, by, at)


def shown(part: Part, form: PartForm, rows: list[BudgetRow]) -> str:
    """The page, with a few empty lines at the foot of the budget."""
    application = part.application
    is_writer = part.side in side_written_by(visitor(), application)
    writable = is_writer and WRITE.is_open_to(visitor(), application, clock.now())
    blank = [BudgetRow("", "", "")] * SPARE_ROWS if writable else []
    return page(
        "applicant/part.html", application=application, part=part, side=application.call.side(part.side), form=form,
        rows=[*rows, *blank], writable=writable, is_writer=is_writer, faults=faults_of(part, rows, form),
    )  # fmt: skip


def faults_of(part: Part, rows: list[BudgetRow], form: PartForm) -> dict[int, Sentence]:
    """What is wrong with each line of a budget that was refused, by its number."""
    if not form.errors:
        return {}
    found = {number: fault_of(part, row) for number, row in enumerate(rows, start=1)}
    return {number: fault for number, fault in found.items() if fault is not None}


def fault_of(part: Part, row: BudgetRow) -> Sentence | None:
    """What is wrong with one line."""
    try:
        understood(row, side_of(part), fiscal_years(part))
    except Refused as refusal:
        return refusal.reason
    return None


def universities(application: Application, side: str) -> list[tuple[str, str]]:
    """The member universities of a side, by name."""
    lang = reader()
    members = [
        (str(member.institution_id), lang.texts(member.institution.name))
        for member in application.call.programme.members
        if member.side == side
    ]
    return [("", lang.gettext("Choose")), *sorted(members, key=lambda one: one[1])]


def stored_rows(part: Part) -> list[BudgetRow]:
    """The budget as it is kept, in figures as people write them."""
    return [BudgetRow(line.category, line.purpose, figures(line.amount) if line.amount else "") for line in part.budget]


def typed_rows() -> list[BudgetRow]:
    """The budget as it was sent, without the lines left empty."""
    sent = zip(
        request.form.getlist("category"), request.form.getlist("purpose"), request.form.getlist("amount"), strict=False,
    )  # fmt: skip
    rows = [BudgetRow(category[:40], purpose.strip(), amount.strip()) for category, purpose, amount in sent]
    return [row for row in rows if row.purpose or row.amount][:MOST_ROWS]


def way_on(part: Part) -> str:
    """More lines: stay; else back to the task list."""
    if request.form.get("then") == "more":
        return url_for("applicant.part", id=part.application_id, side=part.side, _anchor="budget")
    return url_for("applicant.application", id=part.application_id)
