"""One's own ties: whom one supervised, was supervised by, or published with; for the rules of conflicts."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.reviews import actions
from grants.reviews.model import Tie
from grants.reviews.queries import ties_of
from grants.rules.conflicts import ConflictKind
from grants.web.desk import Door, Hall
from grants.web.forms.profile import TIE_KINDS, TieForm
from grants.web.paper import page
from grants.web.public.desk import desk
from grants.web.reader import reader, visitor
from grants.web.transaction import attempt, session
from grants.words import Sentence, say


@desk.page("/profile/ties", Hall(), "user.own.read_profile", "user.own.edit_profile", post=True)
def ties() -> ResponseReturnValue:
    """What one has told, and one more."""
    form = TieForm()
    if form.validate_on_submit():
        told = Tie(kind=ConflictKind(form.kind.data), email=form.email.data or "", doi=form.doi.data or "",
                   year=form.year.data)  # fmt: skip
        with attempt(form) as it:
            actions.add_tie(visitor(), told, visitor(), clock.now())
        if not it.refused:
            return back(say("It is in your profile."))
    mine = ties_of(session(), visitor())
    return page("public/ties.html", form=form, ties=mine, kinds=TIE_KINDS), 422 if form.errors else 200


@desk.deed("/profile/ties/<uuid:id>/remove", Door(Tie, "tie"), "user.own.edit_profile")
def remove_tie(tie: Tie) -> ResponseReturnValue:
    """Strike one out."""
    actions.remove_tie(tie, visitor(), clock.now())
    return back(say("It is no longer in your profile."))


def back(said: Sentence) -> ResponseReturnValue:
    """Back to the list, saying what was done."""
    flash(reader().say(said), "good")
    return redirect(url_for("public.ties"), 303)
