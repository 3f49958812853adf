"""Signing in with ORCID, and connecting one's account with the iD: each ends with a button of ours."""

from collections.abc import Callable

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.people import actions, queries
from grants.web import orcid
from grants.web.forms.shape import Sheet
from grants.web.paper import page
from grants.web.public.locks import ENTER, EVERYONE, SIGNED_IN, let_in
from grants.web.public.profile import EDIT, saved
from grants.web.public.sign_in import signin
from grants.web.reader import reader, visitor
from grants.web.transaction import attempt, rest, session
from grants.words import say

FAILED = say("ORCID did not tell us who you are. Try again, or sign in another way.")
__all__ = ["signin"]


@signin.page("/sign-in/orcid", EVERYONE, ENTER)
def orcid_there() -> ResponseReturnValue:
    """On to ORCID."""
    return abort(404) if not orcid.is_offered() else tried(orcid.send_there)


@signin.page("/sign-in/orcid/back", EVERYONE, ENTER)
def orcid_back() -> ResponseReturnValue:
    """Back from ORCID, with proof."""
    if not orcid.is_offered():
        abort(404)
    rest()
    return tried(came_back)


def came_back() -> ResponseReturnValue:
    """Keep the proof, and ask what it is for."""
    orcid.take_proof()
    return redirect(url_for("signin.orcid_proved"), 303)


def tried(step: Callable[[], ResponseReturnValue]) -> ResponseReturnValue:
    """Take a step at ORCID; where it fails, say so on the page one came from."""
    try:
        answer = step()
    except orcid.Unproved:
        flash(reader().say(FAILED), "warn")
        return redirect(url_for("public.profile" if visitor().id else "signin.page"), 303)
    return answer


@signin.page("/sign-in/orcid/proved", EVERYONE, ENTER, post=True)
def orcid_proved() -> ResponseReturnValue:
    """What was proved, and what it is for: sign in, or connect the account one is signed in to."""
    proved, by, at = orcid.proof(), visitor(), clock.now()
    if proved is None:
        return redirect(url_for("signin.page"), 303)
    form, known = Sheet(), queries.by_proved_orcid(session(), proved.orcid)
    if form.validate_on_submit():
        if by.id is None and known is not None and known.disabled_at is None:
            return let_in(known, at)
        if by.id is not None:
            with attempt(form) as it:
                actions.connect_orcid(by, proved, at)
            if not it.refused:
                orcid.forget()
                return saved(say("Your account is connected with your ORCID iD."))
    is_open = known is not None and known.disabled_at is None
    return page("public/orcid.html", form=form, proved=proved, known=known if is_open else None, by=by), (
        422 if form.errors else 200
    )


@signin.deed("/sign-in/orcid/let-go", SIGNED_IN, EDIT)
def orcid_let_go() -> ResponseReturnValue:
    """Let go of the iD."""
    actions.disconnect_orcid(visitor(), clock.now())
    return saved(say("Your account is no longer connected with ORCID."))
