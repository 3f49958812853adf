"""Copying a former application into an open call, and what came of it."""

import uuid

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.applications import actions
from grants.applications.former import to_copy
from grants.applications.model import Application
from grants.calls.model import Call
from grants.history.queries import told_to_team
from grants.rules.applications import COPY
from grants.rules.refusal import Hidden
from grants.rules.relations import side_of_pi
from grants.rules.shapes import leading
from grants.web.applicant.applications import OWN, own_side
from grants.web.applicant.desk import desk
from grants.web.desk import Door, enter
from grants.web.forms.shape import offer
from grants.web.forms.team import CopyForm
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.transaction import attempt, session
from grants.words import say


@desk.page("/start/<uuid:id>/copy", Door(Call, "call to apply in"), "application.new.create", post=True)
def copy(call: Call) -> ResponseReturnValue:
    """Start with the words of a former application of one's own."""
    by, form = visitor(), CopyForm()
    former = to_copy(session(), by, call)
    form.former.choices = offer((str(one.id), named(one)) for one in former)
    form.side.choices = offer((side.code, side.label) for side in leading(call))
    if not form.side.data:
        form.side.data = own_side(call)
    if form.validate_on_submit():
        with attempt(form) as it:
            chosen = enter(Application, uuid.UUID(form.former.data), "own application")
            made = actions.copy(chosen, call, form.side.data, by, clock.now())
        if not it.refused:
            return redirect(url_for("applicant.copied", id=made.id), 303)
    return page("applicant/copy.html", call=call, form=form, former=former), 422 if form.errors else 200


def named(application: Application) -> str:
    """A former application as it stands in a list: number, title, call."""
    title = application.title or reader().say(say("Without a title"))
    return f"{application.ref} {title} ({reader().texts(application.call.name)})"


@desk.page("/applications/<uuid:id>/copied", OWN, "application.draft.read")
def copied(application: Application) -> ResponseReturnValue:
    """What was copied, what was not and why, and what is never copied."""
    told = told_to_team(session(), application.id, frozenset({COPY.name}))
    entry = next((one for one in told if one.step == COPY.name), None)
    if entry is None:
        raise Hidden
    return page("applicant/copied.html", application=application, copied=entry.detail["copied"],
                left=entry.detail["left"], ref=entry.detail["ref"],
                may_invite=side_of_pi(visitor(), application) is not None)  # fmt: skip
