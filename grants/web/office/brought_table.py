"""Assignments brought along as a table: tried out line by line first, done all together or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.applications.model import Application
from grants.calls.model import Call
from grants.reviews import actions
from grants.reviews.actions import Asked
from grants.reviews.model import Assignment
from grants.reviews.queries import assignment_of, pool, unsettled
from grants.rules.assignment import proposes
from grants.rules.assignment_lines import ASSIGN, Asking, Fault, read
from grants.rules.refusal import Refused
from grants.rules.reviews import REMOVE
from grants.web.desk import Door
from grants.web.forms.cases import TableForm
from grants.web.office.desk import desk
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.transaction import attempt, session
from grants.words import say


@desk.page("/calls/<uuid:id>/assignments/table", Door(Call, "call figures"), "assignment.any.create",
           "assignment.any.remove", post=True)  # fmt: skip
def assignment_table(call: Call) -> ResponseReturnValue:
    """Paste the table, look at what it would do, then do it."""
    form, looked = TableForm(), Looked()
    if form.validate_on_submit():
        with attempt(form):
            looked = looked_at(call, form.table.data)
            if request.form.get("deed") == "apply" and not looked.faults:
                done(call, looked.askings)
                flash(reader().say(say("%(count)s lines are done.", count=len(looked.askings))), "good")
                return redirect(url_for("office.assignments", id=call.id), 303)
    return page(
        "office/assignment_table.html", call=call, form=form, faults=looked.faults, askings=looked.askings,
        may_assign=proposes(visitor(), call),
    ), 422 if form.errors or looked.faults else 200  # fmt: skip


@dataclass(frozen=True)
class Looked:
    """What a table says: the lines that can be read, and what is wrong, by line."""

    askings: Sequence[Asking] = ()
    faults: Sequence[Fault] = ()


def looked_at(call: Call, text: str) -> Looked:
    """Read a table and try its lines out; nothing is done."""
    askings, faults = read(text, call.code)
    return Looked(askings, sorted([*faults, *tried(call, askings)], key=lambda one: one.line))


class Known:
    """What the lines may speak of: applications this person sees, people of the pool."""

    def __init__(self, call: Call) -> None:
        by, at = visitor(), clock.now()
        self.applications: dict[int, Application] = {one.number: one for one in unsettled(session(), by, call)}
        self.members = {one.person.email: one.appointment for one in pool(session(), by, call, at)}

    def asked(self, one: Asking) -> Asked:
        """The application and the reviewer of a line; what is not seen does not exist."""
        application, member = self.applications.get(one.number), self.members.get(one.email)
        if application is None:
            raise Refused(say("No application of this call has this number."))
        if member is None:
            raise Refused(say("This person is not in the pool."))
        return Asked(application, member)

    def standing(self, one: Asking) -> Assignment:
        """The assignment that a line takes away."""
        asked = self.asked(one)
        found: Any = assignment_of(session(), asked.member.person, asked.application)
        if found is None or found.state not in REMOVE.source:
            raise Refused(say("This reviewer is not asked for this application."))
        assignment: Assignment = found
        return assignment


def tried(call: Call, askings: Sequence[Asking]) -> list[Fault]:
    """Do every line by itself and undo it again: what the law says against it is said of its line."""
    by, at, known, faults = visitor(), clock.now(), Known(call), list[Fault]()
    for one in askings:
        trial = session().begin_nested()
        try:
            if one.action == ASSIGN:
                actions.assign([known.asked(one)], by, at)
            else:
                actions.remove(known.standing(one), "", by, at)
            session().flush()
        except Refused as refusal:
            faults.append(Fault(one.line, refusal.reason))
        finally:
            trial.rollback()
    return faults


def done(call: Call, askings: Sequence[Asking]) -> None:
    """All lines together: each reviewer gets one mail."""
    by, at, known = visitor(), clock.now(), Known(call)
    for one in askings:
        if one.action != ASSIGN:
            actions.remove(known.standing(one), "", by, at)
    actions.assign([known.asked(one) for one in askings if one.action == ASSIGN], by, at)
