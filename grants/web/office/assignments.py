"""Who judges what: the grid of applications and reviewers, and one assignment."""

import uuid

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.calls.model import Call
from grants.history.queries import of_subject
from grants.reviews import actions
from grants.reviews.actions import Asked
from grants.reviews.model import Assignment
from grants.reviews.queries import asked_of, cases, member_of, pool, unsettled
from grants.rules.assignment import proposes
from grants.rules.refusal import Refused
from grants.rules.reviews import ASSIGNMENT
from grants.web.desk import Door
from grants.web.forms.cases import AskForm, TakeOffForm
from grants.web.office.applications import VERDICT_TONES, sort, sought_form, sought_in
from grants.web.office.desk import desk
from grants.web.office.reviewers import as_choice
from grants.web.office.tabs import tabs, trail
from grants.web.paper import page
from grants.web.past import past
from grants.web.reader import reader, visitor
from grants.web.transaction import attempt, session
from grants.words import Sentence, say

GRID = Door(Call, "call figures")
RECORD = Door(Assignment, "assignment record")


@desk.page("/calls/<uuid:id>/assignments", GRID, "assignment.any.read_all", "assignment.any.create",
           "reviewer_identity.any.read", "eligibility.submitted.read", post=True)  # fmt: skip
def assignments(call: Call) -> ResponseReturnValue:
    """The grid; a chosen reviewer is asked for every application that is ticked."""
    by, at = visitor(), clock.now()
    members = pool(session(), by, call, at)
    form, seeks = AskForm(), sought_form(call)
    form.reviewer.choices = [("", say("Choose")), *(as_choice(call, one) for one in members)]
    if form.validate_on_submit():
        with attempt(form) as it:
            number = ask_for_all(call, uuid.UUID(form.reviewer.data))
        if not it.refused:
            flash(reader().say(say("Asked for %(count)s applications, by one mail.", count=number)), "good")
            return redirect(request.full_path.rstrip("?"), 303)
    found = cases(session(), by, call, sought_in(seeks))
    return page(
        "office/assignments.html", call=call, tabs=tabs(call), trail=trail(call), found=found, form=form, seeks=seeks,
        sorted=sort(), asked=asked_of(session(), [row.id for row in found.rows]), may_assign=proposes(by, call),
        verdict_tones=VERDICT_TONES,
    ), 422 if form.errors else 200  # fmt: skip


def ask_for_all(call: Call, person_id: uuid.UUID) -> int:
    """Ask one reviewer for everything that is ticked; all of it or nothing."""
    by, at = visitor(), clock.now()
    member = member_of(session(), call, person_id, at)
    chosen = [uuid.UUID(one) for one in request.form.getlist("chosen") if is_id(one)]
    found = unsettled(session(), by, call, chosen)
    if member is None or not found:
        raise Refused(say("Tick the applications, and choose a reviewer of the pool."), "reviewer")
    actions.assign([Asked(one, member) for one in found], by, at)
    return len(found)


def is_id(text: str) -> bool:
    """Whether a text names a row at all."""
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


@desk.page("/assignments/<uuid:id>", RECORD, "assignment.any.read_all", "reviewer_identity.any.read")
def assignment(assignment: Assignment) -> ResponseReturnValue:
    """One reviewer of one application: how far it is; remind, take off, with what that does."""
    return record_page(assignment, TakeOffForm())


@desk.deed("/assignments/<uuid:id>/remind", RECORD, "assignment.any.create")
def remind(assignment: Assignment) -> ResponseReturnValue:
    """Remind the reviewer by mail."""
    actions.remind(assignment, visitor(), clock.now())
    flash(reader().say(say("The reminder is on its way.")), "good")
    return redirect(url_for("office.assignment", id=assignment.id), 303)


@desk.deed("/assignments/<uuid:id>/remove", RECORD, "assignment.any.remove")
def remove(assignment: Assignment) -> ResponseReturnValue:
    """Take the reviewer off: access ends at once, what was written is void but kept."""
    form = TakeOffForm()
    if form.validate_on_submit():
        with attempt(form) as it:
            actions.remove(assignment, form.reason.data or "", visitor(), clock.now())
        if not it.refused:
            flash(reader().say(say("Taken off. The reviewer has been told.")), "good")
            return redirect(url_for("office.assignments", id=assignment.call_id), 303)
    return record_page(assignment, form), 422


def record_page(assignment: Assignment, form: TakeOffForm) -> str:
    """One assignment with its history."""
    by, at = visitor(), clock.now()
    entries = [*of_subject(session(), assignment.id)]
    if assignment.review is not None:
        entries.extend(entry for entry in of_subject(session(), assignment.review.id) if entry.step != "score")
    entries.sort(key=lambda entry: entry.at, reverse=True)
    rows = [{**row, "at": reader().moment(row["at"], by.zone)} for row in past(entries)]
    return page(
        "office/assignment.html", assignment=assignment, application=assignment.application, form=form, entries=rows,
        steps={step.name for step in ASSIGNMENT.open_to(by, assignment, at)},
        standing=standing(assignment),
    )  # fmt: skip


def standing(assignment: Assignment) -> tuple[Sentence, str]:
    """How far it is, in a word with its tone."""
    lines = asked_of(session(), [assignment.application_id]).get(assignment.application_id, [])
    found = next((line for line in lines if line.id == assignment.id), None)
    return found.standing if found else (assignment.state.label, "neutral")
