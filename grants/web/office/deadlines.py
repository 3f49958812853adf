"""The deadlines of a call: what counts, what was put off and why; a later one is proposed and agreed here."""

from datetime import datetime
from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from grants import clock
from grants.applications import actions
from grants.applications.extensions import whom
from grants.applications.model import Application
from grants.applications.queries import handled_in
from grants.calls.model import Call, Extension
from grants.reviews.queries.grounds import seen_by_the_law
from grants.rules.access import may_read
from grants.rules.applications import HANDED_IN, OPEN_TO_WRITING
from grants.rules.calls import PROPOSE_EXTENSION
from grants.rules.extensions import AGREE, DROP, ExtensionState
from grants.web.closings import closings_of, moved
from grants.web.desk import Door
from grants.web.forms.deadline import deadline_form, later_of
from grants.web.lifeline import clocks
from grants.web.office.desk import desk
from grants.web.office.tabs import tabs
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.transaction import attempt, seen, session
from grants.words import Sentence, say

ACTS = ("call.open.extend_deadline", "call.closed.grant_late_submission")
RECORD, PROPOSAL = Door(Call, "call record"), Door(Extension, "extension")


@desk.page("/calls/<uuid:id>/deadlines", RECORD, "call.open.read", *ACTS, post=True)
def deadlines(call: Call) -> ResponseReturnValue:
    """Every deadline with its reason, what waits for a second officer, and the form to propose a later one."""
    by, at = visitor(), clock.now()
    known = applications_of(call, by)
    form = deadline_form(call, [one for one in known if one.state in OPEN_TO_WRITING | HANDED_IN])
    if form.validate_on_submit():
        with attempt(form) as it:
            call.expect(seen())
            actions.propose_extension(call, later_of(form, call, known), by, at)
        if not it.refused:
            return back(call, say("Proposed. The officers who can agree have been asked by mail."))
    return page(
        "office/deadlines.html", call=call, form=form, tabs=tabs(call), clocks=clocks(call, by),
        closings=closings_of(call, at, late=known), waiting=waiting(call, by, at), moved=moved(call),
        may_propose=PROPOSE_EXTENSION.is_open_to(by, call, at), why_not=PROPOSE_EXTENSION.reason_against(by, call, at),
    ), 422 if form.errors else 200  # fmt: skip


def applications_of(call: Call, by: Any) -> list[Application]:
    """The applications this officer may let in: all but those they are in conflict with."""
    wanted = handled_in(by, call).options(*seen_by_the_law()).order_by(Application.number)
    return list(session().scalars(wanted).unique())


def waiting(call: Call, by: Any, at: datetime) -> list[dict[str, Any]]:
    """The proposals that wait, with what this officer may do about each."""
    wanted = select(Extension).where(Extension.call_id == call.id, Extension.state == ExtensionState.PROPOSED)
    found = [one for one in session().scalars(wanted.order_by(Extension.proposed_at)) if may_read(by, "extension", one)]
    return [
        {"one": one, "whom": whom(one, one.application), "by": one.proposed_by.name_in(reader().code),
         "agree": AGREE.is_open_to(by, one, at), "drop": DROP.is_open_to(by, one, at)}
        for one in found
    ]  # fmt: skip


@desk.deed("/extensions/<uuid:id>/agree", PROPOSAL, *ACTS)
def agree_extension(extension: Extension) -> ResponseReturnValue:
    """Agree as the second officer."""
    extension.expect(seen())
    actions.agree_extension(extension, visitor(), clock.now())
    return back(extension.call, say("The later deadline counts from now on. Everybody concerned is told by mail."))


@desk.deed("/extensions/<uuid:id>/drop", PROPOSAL, *ACTS)
def drop_extension(extension: Extension) -> ResponseReturnValue:
    """Do not agree, or take back one's own proposal."""
    extension.expect(seen())
    actions.drop_extension(extension, visitor(), clock.now())
    return back(extension.call, say("The proposal is dropped. The deadline stays as it was."))


def back(call: Call, said: Sentence) -> ResponseReturnValue:
    """Back to the deadlines, saying what was done."""
    flash(reader().say(said), "good")
    return redirect(url_for("office.deadlines", id=call.id), 303)
