"""Correcting a text of a call that is open: every applicant is told, and the public page keeps the notice."""

from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.applications import actions
from grants.applications.actions import Correction
from grants.applications.actions.correcting import TEXTS
from grants.calls.gaps import TITLES
from grants.calls.model import Call
from grants.rules.calls import CORRECT
from grants.web.desk import Door
from grants.web.forms.call_parts import correction_form
from grants.web.forms.wording import gathered
from grants.web.office.desk import desk
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.transaction import attempt, seen
from grants.words import say


@desk.page("/calls/<uuid:id>/correct", Door(Call, "call office"), "call.open.edit_text", post=True)
def correct_text(call: Call) -> ResponseReturnValue:
    """The texts of an open call, and the notice that goes out with a correction."""
    call.allow(CORRECT, visitor(), clock.now())
    form = correction_form(call, TEXTS)
    if form.validate_on_submit():
        with attempt(form) as it:
            call.expect(seen())
            actions.correct_text(call, correction_of(form, call), visitor(), clock.now())
        if not it.refused:
            flash(reader().say(say("Corrected. Everybody who applies is told by mail.")), "good")
            return redirect(url_for("office.call", id=call.id), 303)
    return page("office/correct.html", call=call, form=form, names=TEXTS, titles=TITLES), 422 if form.errors else 200


def correction_of(form: Any, call: Call) -> Correction:
    """What the form says, as the deed takes it."""
    texts = {name: gathered(form, name, call.languages) for name in TEXTS}
    return Correction(texts, gathered(form, "notice", call.languages))
