"""The steps of a call that need no form: ask the other side, take back, publish, archive."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.calls import actions
from grants.calls.model import Call
from grants.web.desk import Door
from grants.web.office.desk import desk
from grants.web.reader import reader, visitor
from grants.web.transaction import seen
from grants.words import Sentence, say

OFFICE = Door(Call, "call office")


@desk.deed("/calls/<uuid:id>/propose", OFFICE, "call.draft.edit")
def propose_publication(call: Call) -> ResponseReturnValue:
    """Ask a second officer to publish."""
    call.expect(seen())
    actions.propose(call, visitor(), clock.now())
    return back(call, say("The officers who can publish the call have been asked by mail."))


@desk.deed("/calls/<uuid:id>/take-back", OFFICE, "call.draft.edit")
def take_back(call: Call) -> ResponseReturnValue:
    """Make a proposed call a draft again."""
    call.expect(seen())
    actions.take_back(call, visitor(), clock.now())
    return back(call, say("The call is a draft again."))


@desk.deed("/calls/<uuid:id>/publish", OFFICE, "call.draft.publish")
def publish(call: Call) -> ResponseReturnValue:
    """Publish in the name of both sides."""
    call.expect(seen())
    actions.publish(call, visitor(), clock.now())
    return back(call, say("The call is published. Both offices have been told."))


@desk.deed("/calls/<uuid:id>/delete", OFFICE, "call.draft.delete")
def delete_call(call: Call) -> ResponseReturnValue:
    """Delete a draft that nobody has seen."""
    call.expect(seen())
    actions.delete_call(call, visitor(), clock.now())
    flash(reader().say(say("The draft is deleted. The other officers are told by mail.")), "good")
    return redirect(url_for("office.calls"), 303)


@desk.deed("/calls/<uuid:id>/archive", OFFICE, "call.archived.read")
def archive(call: Call) -> ResponseReturnValue:
    """Put a finished call away."""
    call.expect(seen())
    actions.archive(call, visitor(), clock.now())
    return back(call, say("The call is archived."))


def back(call: Call, said: Sentence) -> ResponseReturnValue:
    """Back to the call, saying what was done."""
    flash(reader().say(said), "good")
    return redirect(url_for("office.call", id=call.id), 303)
