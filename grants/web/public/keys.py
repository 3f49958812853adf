"""Mailed links: asking for one, and using it. Looking at one changes nothing; only its button does."""

import uuid

from flask import current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.mail.outbox import fits
from grants.people import actions, passwords, queries
from grants.people.model import KeyLink, KeyPurpose
from grants.people.tellings import PLACES
from grants.rules.people import require_password
from grants.rules.refusal import Refused
from grants.web.forms.sign_in import AskForm, KeyForm, NewPasswordForm
from grants.web.paper import page
from grants.web.public.locks import ENTER, EVERYONE, let_in, may_mail
from grants.web.public.sign_in import signin
from grants.web.reader import reader
from grants.web.transaction import attempt, rest, session
from grants.words import say

SPENT = say("This link has been used, or is too old. Ask for a new one.")


@signin.page("/sign-in/link", EVERYONE, ENTER, post=True)
def ask() -> ResponseReturnValue:
    """Ask for a link by mail; the answer is the same whether the address is known or not."""
    form = AskForm(email=request.args.get("email"))
    if form.validate_on_submit():
        send(form.email.data, KeyPurpose(form.purpose.data))
        return page("public/sent.html", email=form.email.data)
    return page("public/ask.html", form=form), 422 if form.errors else 200


def send(email: str, purpose: KeyPurpose) -> None:
    """Mail a link, unless too many were asked for lately."""
    at = clock.now()
    if may_mail(email, at):
        actions.send_key(session(), email, purpose, reader().code, at)


def opened_by(purpose: KeyPurpose, link: uuid.UUID, key: str | None) -> KeyLink | None:
    """The mailed link, if it still works and this is its key."""
    secret = current_app.config["SETTINGS"].secret_key
    if not fits(secret, f"{PLACES[purpose]}{link}", key or ""):
        return None
    return queries.usable_key(session(), link, purpose, clock.now())


def spent() -> ResponseReturnValue:
    """The page of a link that opens nothing: used up, too old, or never sent."""
    return page("public/spent.html"), 410


@signin.page("/sign-in/link/<uuid:link>", EVERYONE, ENTER, post=True)
def key(link: uuid.UUID) -> ResponseReturnValue:
    """Sign in by a mailed link."""
    form = KeyForm(key=request.args.get("key"))
    found, at = opened_by(KeyPurpose.SIGN_IN, link, form.key.data), clock.now()
    if found is None:
        return spent()
    if form.validate_on_submit():
        with attempt(form) as it:
            used = actions.use_key(session(), link, KeyPurpose.SIGN_IN, at)
            person = queries.by_email(session(), used.email)
            if person is None or person.disabled_at is not None:
                raise Refused(SPENT)
        return spent() if it.refused or person is None else let_in(person, at)
    return page("public/key.html", form=form, email=found.email)


@signin.page("/password/<uuid:link>", EVERYONE, ENTER, post=True)
def password(link: uuid.UUID) -> ResponseReturnValue:
    """Choose a new password by a mailed link."""
    form = NewPasswordForm(key=request.args.get("key"))
    found = opened_by(KeyPurpose.PASSWORD, link, form.key.data)
    if found is None:
        return spent()
    email = found.email
    if form.validate_on_submit():
        with attempt(form) as it:
            choose_password(link, email, form.password.data)
        if not it.refused:
            flash(reader().say(say("Your new password is kept. Sign in with it.")), "good")
            return redirect(url_for("signin.page"), 303)
    return page("public/password.html", form=form, email=email), 422 if form.errors else 200


def choose_password(link: uuid.UUID, email: str, chosen: str) -> None:
    """Check a password, work its hash out while nobody waits for the database, then use the link up and keep it."""
    require_password(chosen, words_about(email))
    rest()
    kept, at = passwords.hashed(chosen), clock.now()
    actions.use_key(session(), link, KeyPurpose.PASSWORD, at)
    person = queries.by_email(session(), email)
    if person is None or person.disabled_at is not None:
        raise Refused(SPENT)
    actions.change_password(person, kept, at)


def words_about(email: str) -> list[str]:
    """What a stranger knows of somebody: no part of a password."""
    person = queries.by_email(session(), email)
    known = [person.family, person.given, person.family_latin, person.given_latin] if person else []
    return [email.partition("@")[0], *known]
