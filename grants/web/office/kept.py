"""The records of a call: how long each side keeps them, what holds them, who was given something out of them."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.calls.actions.keeping import Given, lift_hold, note_request, place_hold
from grants.calls.keeping import hold_on, requests_of
from grants.calls.model import Call
from grants.rules.access import may_read
from grants.web.desk import Door
from grants.web.forms.kept import HoldForm, RequestForm
from grants.web.office.desk import desk
from grants.web.office.tabs import tabs, trail
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.transaction import attempt
from grants.words import say

OFFICE = Door(Call, "call office")


@desk.page("/calls/<uuid:id>/records", Door(Call, "call record"), "retention.call.read", "document_request.call.note",
           post=True)  # fmt: skip
def kept(call: Call) -> ResponseReturnValue:
    """What is kept and until when; an officer notes here what was given out."""
    form = RequestForm()
    if form.validate_on_submit():
        told = Given(*(form[name].data for name in ("asked_by", "asked_on", "wanted", "given", "given_on")))
        with attempt(form) as it:
            note_request(call, told, visitor(), clock.now())
        if not it.refused:
            flash(reader().say(say("Noted.")), "good")
            return redirect(url_for("office.kept", id=call.id), 303)
    return shown(call, form, HoldForm())


def shown(call: Call, form: RequestForm, hold_form: HoldForm) -> ResponseReturnValue:
    """The page, with the forms for those who write."""
    return page(
        "office/kept.html", call=call, tabs=tabs(call), trail=trail(call), form=form, hold_form=hold_form,
        hold=hold_on(call), requests=requests_of(call), writes=may_read(visitor(), "call office", call),
    ), 422 if form.errors or hold_form.errors else 200  # fmt: skip


@desk.deed("/calls/<uuid:id>/records/hold", OFFICE, "retention.call.hold")
def hold(call: Call) -> ResponseReturnValue:
    """Keep everything of the call."""
    form = HoldForm()
    if not form.validate_on_submit():
        return shown(call, RequestForm(formdata=None), form)
    place_hold(call, form.reason.data, visitor(), clock.now())
    return redirect(url_for("office.kept", id=call.id), 303)


@desk.deed("/calls/<uuid:id>/records/lift", OFFICE, "retention.call.hold")
def lift(call: Call) -> ResponseReturnValue:
    """Let things run out again."""
    lift_hold(call, visitor(), clock.now())
    return redirect(url_for("office.kept", id=call.id), 303)
