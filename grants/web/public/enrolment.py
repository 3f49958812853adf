"""Registering: an address proves itself first, then says who it is."""

import uuid

from flask import flash, request
from flask.typing import ResponseReturnValue

from grants import clock
from grants.people import actions, passwords, queries
from grants.people.model import KeyPurpose, Person
from grants.rules.people import require_password
from grants.web.forms.profile import EnrolForm, particulars
from grants.web.forms.sign_in import AddressForm
from grants.web.paper import page
from grants.web.public.keys import opened_by, send, spent
from grants.web.public.locks import ENTER, EVERYONE, let_in, remember_going
from grants.web.public.sign_in import signin
from grants.web.reader import reader
from grants.web.transaction import attempt, rest, session
from grants.words import say


@signin.page("/register", EVERYONE, ENTER, post=True)
def register() -> ResponseReturnValue:
    """Ask for an account; the answer is the same whether the address is known or not."""
    remember_going(request.args.get("next"))
    form = AddressForm(email=request.args.get("email"))
    if form.validate_on_submit():
        send(form.email.data, KeyPurpose.REGISTER)
        return page("public/sent.html", email=form.email.data)
    return page("public/register.html", form=form), 422 if form.errors else 200


@signin.page("/register/<uuid:link>", EVERYONE, ENTER, post=True)
def enrol(link: uuid.UUID) -> ResponseReturnValue:
    """Say who one is, and have an account."""
    form = EnrolForm(key=request.args.get("key"), language=reader().code)
    found = opened_by(KeyPurpose.REGISTER, link, form.key.data)
    if found is None:
        return spent()
    email = found.email
    form.offer(queries.universities(session()))
    if form.validate_on_submit():
        with attempt(form) as it:
            person = make_account(link, email, form)
        if not it.refused:
            flash(reader().say(say("You have an account now, and are signed in.")), "good")
            return let_in(person, clock.now())
    return page("public/enrol.html", form=form, email=email), 422 if form.errors else 200


def make_account(link: uuid.UUID, email: str, form: EnrolForm) -> Person:
    """Check the password, work its hash out while nobody waits for the database, then make the account."""
    chosen = form.password.data
    require_password(chosen, [email.partition("@")[0], form.family.data, form.family_latin.data, form.given_latin.data])
    rest()
    kept = passwords.hashed(chosen)
    return actions.register(session(), link, particulars(form), kept, clock.now())
