"""A frozen ranking opened again: proposed by an officer of one side, agreed by one of another."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.calls.model import Call
from grants.decisions import actions
from grants.web.desk import Door
from grants.web.forms.decision import LinesForm, OpeningForm, PanelForm
from grants.web.reader import reader, visitor
from grants.web.reviewer.desk import desk
from grants.web.reviewer.panels import shown
from grants.web.transaction import attempt
from grants.words import Sentence, say

OFFICE = Door(Call, "call office")


@desk.deed("/panels/<uuid:id>/opening", OFFICE, "ranking.locked.propose_opening")
def propose_opening(call: Call) -> ResponseReturnValue:
    """Propose it, with the reason."""
    form = OpeningForm()
    if form.validate_on_submit():
        with attempt(form) as it:
            actions.propose_opening(call, form.reason.data or "", visitor(), clock.now())
        if not it.refused:
            return back(call, say("Proposed. An officer of another side can agree."))
    return shown(call, PanelForm(None), LinesForm(None), form), 422


@desk.deed("/panels/<uuid:id>/open", OFFICE, "ranking.locked.open_again")
def open_again(call: Call) -> ResponseReturnValue:
    """Agree as the second officer: the panel is at work again."""
    form = OpeningForm(None)
    with attempt(form) as it:
        actions.open_again(call, visitor(), clock.now())
    if it.refused:
        return shown(call, PanelForm(None), LinesForm(None), form), 422
    return back(call, say("The ranking is open again, and the panel has been told."))


def back(call: Call, said: Sentence) -> ResponseReturnValue:
    """Back to the ranking, saying what was done."""
    flash(reader().say(said), "good")
    return redirect(url_for("reviewer.panel", id=call.id), 303)
