"""Signing in and out: the password, the second lock, and the doors of the demonstration."""

from typing import Any

from flask import abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.people import queries
from grants.people.demonstration import BY_KEY, DOORS, NAMES_OF_PROGRAMMES, Invented
from grants.people.model import Person
from grants.rules.refusal import Refused
from grants.web import orcid, paper
from grants.web import signin as sessions
from grants.web.addresses import way_back
from grants.web.desk import Desk, only_in_demonstration
from grants.web.forms.sign_in import CodeForm, SignInForm
from grants.web.public.locks import ENTER, EVERYONE, fits_second_lock, go_on, let_in, person_with, remember_going
from grants.web.reader import reader
from grants.web.transaction import attempt, session, tell
from grants.words import Sentence, say

signin = Desk("signin", __name__)

WRONG = say("Address and password do not fit together. Check both, or have a sign-in link sent to you.")
WRONG_CODE = say("This code does not fit, or was used before. Wait for the next one.")


@signin.page("/sign-in", EVERYONE, ENTER, post=True)
def page() -> ResponseReturnValue:
    """The sign-in page."""
    form = SignInForm(next=way_back(request.args.get("next"), ""))
    remember_going(form.next.data)
    if form.validate_on_submit():
        at, person = clock.now(), None
        with attempt(form) as it:
            person = person_with(form.email.data, form.password.data, at)
            if person is None:
                tell(form, Refused(WRONG))
        if not it.refused and person is not None:
            return let_in(person, at)
    return paper.page(
        "public/sign_in.html", form=form, doors=doors(), orcid=orcid.is_offered()
    ), 422 if form.errors else 200


@signin.page("/sign-in/code", EVERYONE, ENTER, post=True)
def code() -> ResponseReturnValue:
    """The second lock."""
    person = sessions.person_halfway()
    if person is None:
        return redirect(url_for("signin.page"), 303)
    form, at, right = CodeForm(), clock.now(), False
    if form.validate_on_submit():
        with attempt(form):
            right = fits_second_lock(person, form.code.data, at)
            if not right:
                tell(form, Refused(WRONG_CODE, "code"))
        if right:
            sessions.sign_in(person, at, second_factor=True)
            return go_on(person)
    return paper.page("public/code.html", form=form), 422 if form.errors else 200


@signin.deed("/sign-out", EVERYONE, ENTER)
def sign_out() -> ResponseReturnValue:
    """Sign out; nothing that was typed here stays on the device."""
    sessions.sign_out()
    answer = redirect(url_for("signin.page"), 303)
    answer.headers["Clear-Site-Data"] = '"storage"'
    return answer


@signin.demonstration_deed("/sign-in/demonstration", EVERYONE, ENTER)
def demonstration() -> ResponseReturnValue:
    """Walk in as one of the invented people."""
    invented = BY_KEY.get(request.form.get("person", ""))
    person = queries.by_email(session(), invented.email) if invented is not None else None
    if person is None or person.disabled_at is not None:
        abort(404)
    remember_going(request.form.get("next"))
    sessions.sign_in(person, clock.now(), second_factor=True)
    return go_on(person)


def doors() -> list[tuple[Sentence | str, list[dict[str, Any]]]]:
    """The invented people of a demonstration, by programme; elsewhere none."""
    if not only_in_demonstration(current_app.config["SETTINGS"]):
        return []
    there = queries.by_emails(session(), [invented.email for invented in DOORS])
    shown = [
        (name, [card(one, there[one.email]) for one in DOORS if one.programme == slug and one.email in there])
        for slug, name in NAMES_OF_PROGRAMMES.items()
    ]
    return [(name, cards) for name, cards in shown if cards]


def card(invented: Invented, person: Person) -> dict[str, Any]:
    """One door: who it is, what they do, where they are."""
    place = person.institution.name if person.institution else ""
    return {"key": invented.key, "name": person.name_in(reader().code), "role": invented.task, "place": place}
