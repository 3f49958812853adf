"""Being asked: title and people only, until the reviewer has said whether there is a conflict."""

from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.applications import actions as applications
from grants.applications.model import ConflictKind
from grants.reviews import actions
from grants.reviews.model import Assignment
from grants.reviews.queries import ground_told, queue
from grants.rules.relations import is_in_conflict, judges_blind
from grants.rules.reviews import ASSIGNMENT, AssignmentState
from grants.web.desk import Door
from grants.web.forms.review import ConflictForm, DeclineForm
from grants.web.forms.shape import Sheet
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.reviewer.desk import desk
from grants.web.reviewer.home import address_of
from grants.web.transaction import attempt, session
from grants.words import Sentence, say

ANSWERED = {
    AssignmentState.DECLINED: say("You declined this application."),
}
ASKED = Door(Assignment, "assignment")


@desk.page("/assignments/<uuid:id>", ASKED, "assignment.any.read_own", "application.any.read_team")
def assignment(assignment: Assignment) -> ResponseReturnValue:
    """Title and people, and three answers: no conflict, a conflict, not this one."""
    return asked_page(assignment)


@desk.deed("/assignments/<uuid:id>/accept", ASKED, "assignment.any.answer")
def accept(assignment: Assignment) -> ResponseReturnValue:
    """No conflict: the application opens."""
    form = Sheet()
    if form.validate_on_submit():
        with attempt(form) as it:
            review = actions.accept(assignment, visitor(), clock.now())
        if not it.refused:
            return redirect(url_for("reviewer.review", id=review.id), 303)
    return asked_page(assignment, plain=form), 422


@desk.deed("/assignments/<uuid:id>/decline", ASKED, "assignment.any.answer")
def decline(assignment: Assignment) -> ResponseReturnValue:
    """Not this one; the officers are told."""
    form = DeclineForm(prefix="decline")
    if form.validate_on_submit():
        with attempt(form) as it:
            actions.decline(assignment, (form.reason.data or "", form.suggestion.data or ""), visitor(), clock.now())
        if not it.refused:
            return onward(assignment, say("Thank you for saying so. The officers will ask somebody else."))
    return asked_page(assignment, declining=form), 422


@desk.deed("/assignments/<uuid:id>/conflict", ASKED, "coi.any.declare_own")
def declare_conflict(assignment: Assignment) -> ResponseReturnValue:
    """A conflict: on record at once, the application closes, what was written is void."""
    form = ConflictForm(prefix="conflict")
    if form.validate_on_submit():
        by, at, reason = visitor(), clock.now(), form.reason.data or ""
        with attempt(form) as it:
            actions.declare_conflict(assignment, reason, by, at)
            applications.record_conflict(assignment.application, by, (ConflictKind.DECLARED, reason), by, at)
        if not it.refused:
            return onward(assignment, say("Your conflict is on record. You will not see this application again."))
    return asked_page(assignment, declaring=form), 422


def onward(assignment: Assignment, said: Sentence) -> ResponseReturnValue:
    """On to the next one that waits, else home."""
    flash(reader().say(said), "good")
    session().flush()
    waiting = [line for line in queue(session(), visitor(), assignment.application.call) if line.is_waiting]
    return redirect(address_of(waiting[0]) if waiting else url_for("reviewer.home"), 303)


def asked_page(assignment: Assignment, **forms: Any) -> str:
    """The page, with whatever was refused standing where it was typed."""
    by, at, application = visitor(), clock.now(), assignment.application
    if is_in_conflict(by, application):
        return page("reviewer/closed.html", number=application.ref, call=application.call)
    review = assignment.review if assignment.state is AssignmentState.ACCEPTED else None
    refused = next((form for form in forms.values() if form.errors), None)
    return page(
        "reviewer/assignment.html", assignment=assignment, application=application, review=review,
        steps={step.name for step in ASSIGNMENT.open_to(by, assignment, at)},
        blind=judges_blind(by, application.call), found=ground_told(session(), by, application),
        answered=ANSWERED.get(assignment.state), form=refused,
        plain=forms.get("plain") or Sheet(),
        declining=forms.get("declining") or DeclineForm(prefix="decline"),
        declaring=forms.get("declaring") or ConflictForm(prefix="conflict"),
    )  # fmt: skip
