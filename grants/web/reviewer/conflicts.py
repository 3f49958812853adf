"""One's own conflicts in a call: declared by number, whether one was asked already or not."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.applications import actions as applications
from grants.applications.model import ConflictKind
from grants.calls.model import Call
from grants.reviews import actions
from grants.reviews.queries import assignment_of, judged_as, own_conflicts
from grants.rules.refusal import Refused
from grants.web.desk import Door
from grants.web.forms.review import OwnConflictForm
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.reviewer.desk import desk
from grants.web.transaction import attempt, session
from grants.words import say


@desk.page("/calls/<uuid:id>/conflicts", Door(Call, "call papers"), "coi.any.declare_own", post=True)
def conflicts(call: Call) -> ResponseReturnValue:
    """What one has declared, and the form: a reviewer or chair in conflict sees that application nowhere."""
    form = OwnConflictForm(number=request.args.get("number", type=int))
    if form.validate_on_submit():
        with attempt(form) as it:
            declare(call, form.number.data, form.reason.data or "")
        if not it.refused:
            flash(reader().say(say("Your conflict is on record. You will not see this application again.")), "good")
            return redirect(url_for("reviewer.conflicts", id=call.id), 303)
    mine = own_conflicts(session(), visitor(), call)
    return page("reviewer/conflicts.html", call=call, form=form, mine=mine), 422 if form.errors else 200


def declare(call: Call, number: int, reason: str) -> None:
    """Put the conflict on record, and end the assignment if there is one."""
    by, at = visitor(), clock.now()
    application = judged_as(session(), call, number)
    if application is None:
        raise Refused(say("No application of this call has this number."), "number")
    assignment = assignment_of(session(), by, application)
    if assignment is not None:
        actions.declare_conflict(assignment, reason, by, at)
    applications.record_conflict(application, by, (ConflictKind.DECLARED, reason), by, at)
