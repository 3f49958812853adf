"""Is it still you? Asked before weighty deeds when somebody signed in a while ago; one click in the demonstration."""

from datetime import datetime
from typing import Any

from flask import current_app, redirect, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from grants import clock
from grants.people import actions
from grants.people.demonstration import DOMAIN
from grants.rules.refusal import Refused
from grants.web.addresses import way_back
from grants.web.desk import only_in_demonstration
from grants.web.forms.sign_in import ConfirmForm
from grants.web.paper import page
from grants.web.public.locks import OWN, SIGNED_IN, fits_second_lock, home_of, person_with
from grants.web.public.sign_in import signin
from grants.web.reader import visitor
from grants.web.transaction import attempt, tell
from grants.words import say


@signin.page("/confirm", SIGNED_IN, OWN, post=True)
def confirm() -> ResponseReturnValue:
    """Prove that it is still you, and go back to the deed."""
    by, at, right = visitor(), clock.now(), False
    form = ConfirmForm(next=way_back(request.args.get("next"), ""))
    if form.validate_on_submit():
        with attempt(form):
            right = is_shown_around(by) or proves(by, form, at)
            if not right:
                tell(form, Refused(say("This does not fit. Try again.")))
        if right:
            actions.confirm(current_user.row, at)
            return redirect(way_back(form.next.data, home_of(by)), 303)
    return page("public/confirm.html", form=form, one_click=is_shown_around(by)), 422 if form.errors else 200


def is_shown_around(person: Any) -> bool:
    """Whether this is an invented person of a demonstration, who has no password to give."""
    return only_in_demonstration(current_app.config["SETTINGS"]) and person.email.endswith(DOMAIN)


def proves(by: Any, form: ConfirmForm, at: datetime) -> bool:
    """Whether password, and code where there is a second lock, are this person's."""
    person = person_with(by.email, form.password.data or "", at)
    if person is None:
        return False
    return person.second_factor is None or fits_second_lock(person, form.code.data or "", at)
