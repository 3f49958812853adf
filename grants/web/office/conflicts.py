"""The conflict desk of a call: possible conflicts with their reasons, to be settled; those on record, to be lifted."""

import uuid
from collections.abc import Iterable
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.applications import actions as applications
from grants.applications.model import Conflict, ConflictKind
from grants.calls.model import Call
from grants.reviews import actions
from grants.reviews.queries import (
    Possible,
    assignment_of,
    conflicts_in,
    counted_conflicts,
    judged_by_key,
    possible_conflicts,
)
from grants.rules.applications import LIFT, PROPOSE_LIFTING
from grants.rules.assignment import proposes
from grants.rules.conflicts import REASONS
from grants.rules.refusal import Refused
from grants.rules.relations import is_second_officer
from grants.rules.reviews import FIND_CONFLICT
from grants.web.desk import Door
from grants.web.forms.cases import LiftForm, SettleForm
from grants.web.office.desk import desk
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.transaction import attempt, session
from grants.words import Sentence, say

DESK = Door(Call, "call figures")
MOST = 200
PER_PAGE = 50


@desk.page("/calls/<uuid:id>/conflicts", DESK, "coi.any.read_all")
def conflicts(call: Call) -> ResponseReturnValue:
    """What nobody has looked at yet, and what is on record; nothing of one's own conflicts."""
    return conflict_page(call, SettleForm())


@desk.deed("/calls/<uuid:id>/conflicts/settle", DESK, "coi.any.settle")
def settle_conflicts(call: Call) -> ResponseReturnValue:
    """Say of what is ticked that it is a conflict, or that it was looked at and is none."""
    form = SettleForm()
    if form.validate_on_submit():
        chosen = set(request.form.getlist("chosen"))
        with attempt(form) as it:
            ticked = [one for one in possible_conflicts(session(), visitor(), call, clock.now()) if one.key in chosen]
            if not ticked:
                raise Refused(say("Tick what you have looked at."))
            settle(ticked, form, is_conflict=request.form.get("deed") == "conflict")
        if not it.refused:
            return back(call.id, say("%(count)s settled.", count=len(ticked)))
    return conflict_page(call, form), 422


def settle(ticked: Iterable[Possible], form: SettleForm, *, is_conflict: bool) -> None:
    """Put the conflicts on record, ending what was assigned in them; or keep that they are none."""
    by, at, reason, ticked = visitor(), clock.now(), form.reason.data or "", list(ticked)
    judged = judged_by_key(session(), {one.application.id for one in ticked})
    for one in ticked:
        application, kinds = judged[one.application.id], [ground.kind for ground in one.grounds]
        if not is_conflict:
            applications.clear_conflict(application, one.person, (kinds, reason), by, at)
            continue
        assignment = assignment_of(session(), one.person, application)
        if assignment is not None and assignment.state in FIND_CONFLICT.source:
            actions.withdraw_for_conflict(assignment, reason, by, at)
        kind = kinds[0] if kinds else ConflictKind.FOUND
        applications.record_conflict(application, one.person, (kind, reason), by, at)


@desk.deed("/conflicts/<uuid:id>/lifting", Door(Conflict, "conflict record"), "coi.any.propose_override")
def propose_lifting(conflict: Conflict) -> ResponseReturnValue:
    """Propose that a conflict on record is none; an officer of another side agrees."""
    form = LiftForm()
    if form.validate_on_submit():
        with attempt(form) as it:
            applications.propose_lifting(conflict, form.reason.data or "", visitor(), clock.now())
        if not it.refused:
            return back(conflict.application.call_id, say("Proposed. An officer of another side can agree."))
    return conflict_page(conflict.application.call, SettleForm(None), form), 422


@desk.deed("/conflicts/<uuid:id>/lift", Door(Conflict, "conflict record"), "coi.any.override")
def lift_conflict(conflict: Conflict) -> ResponseReturnValue:
    """Agree as the second officer: the conflict stands no more."""
    applications.lift(conflict, visitor(), clock.now())
    return back(conflict.application.call_id, say("The conflict is lifted. Both names and the reason stay on record."))


def back(call_id: uuid.UUID, said: Sentence) -> ResponseReturnValue:
    """Back to the desk, saying what was done."""
    flash(reader().say(said), "good")
    return redirect(url_for("office.conflicts", id=call_id), 303)


def conflict_page(call: Call, form: SettleForm, refused: LiftForm | None = None) -> str:
    """The page, with whatever was refused at its head."""
    by, at = visitor(), clock.now()
    open_ones, total = possible_conflicts(session(), by, call, at), counted_conflicts(session(), by, call)
    pages = max(1, -(-total // PER_PAGE))
    here = min(max(1, request.args.get("page", 1, int)), pages)
    found = [
        (application, conflict, conflict_steps(by, application, conflict, at))
        for application, conflict in conflicts_in(session(), by, call, (here - 1) * PER_PAGE, PER_PAGE)
    ]
    return page(
        "office/conflicts.html", call=call, found=found, here=here, pages=pages, reasons=REASONS,
        form=refused or form, settles=form, open_ones=open_ones[:MOST],
        more=max(0, len(open_ones) - MOST), may_settle=proposes(by, call), lifts=LiftForm(None),
    )  # fmt: skip


def conflict_steps(by: Any, application: Any, conflict: Conflict, at: Any) -> set[str]:
    """What this person can do about a conflict on record."""
    steps = set()
    if PROPOSE_LIFTING.is_open_to(by, application, at) and conflict.proposed_by_id is None:
        steps.add(PROPOSE_LIFTING.name)
    second = conflict.proposed_by_id is not None and is_second_officer(by, application.call, conflict)
    if second and LIFT.is_open_to(by, application, at):
        steps.add(LIFT.name)
    return steps
