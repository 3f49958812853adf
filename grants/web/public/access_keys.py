"""One's own keys for other systems: made, shown once, taken back."""

from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.people import keys
from grants.people.model import AccessKey
from grants.rules.scopes import Scope
from grants.web.desk import Door
from grants.web.forms.shape import Sheet, choose_many, line
from grants.web.paper import page
from grants.web.papers import base_url
from grants.web.public.desk import desk
from grants.web.public.locks import SIGNED_IN
from grants.web.reader import reader, visitor
from grants.web.transaction import attempt, session
from grants.words import say

KEYS = "user.own.access_keys"


class KeyForm(Sheet):
    """A new key."""

    name = line(say("What the key is for"), 120)
    scopes = choose_many(say("What it may read"), [(scope.value, scope.label) for scope in Scope])


@desk.page("/profile/keys", SIGNED_IN, KEYS, post=True)
def access_keys() -> ResponseReturnValue:
    """The keys one has, and a form for another."""
    form, made = KeyForm(), ""
    if form.validate_on_submit():
        with attempt(form):
            made = keys.make_key(form.name.data, form.scopes.data, visitor(), clock.now())
    return shown(form, made), 422 if form.errors else 200


def shown(form: Any, made: str) -> str:
    """The page; a new key stands on it this once."""
    labels = {scope.value: scope.label for scope in Scope}
    return page(
        "public/access_keys.html", form=form, made=made, keys=keys.keys_of(session(), visitor()), labels=labels,
        base_url=base_url(),
    )  # fmt: skip


@desk.deed("/profile/keys/<uuid:id>/revoke", Door(AccessKey, "access key"), KEYS)
def revoke_key(key: AccessKey) -> ResponseReturnValue:
    """Take a key back."""
    keys.revoke_key(key, visitor(), clock.now())
    flash(reader().say(say("The key is taken back. Nothing opens with it any more.")), "good")
    return redirect(url_for("public.access_keys"), 303)
