"""Nothing typed is lost when a session has ended: the form is kept, and given back to the one who typed it.

Every form that a signed-in person is shown names its writer, sealed. When it comes back and the session or its token is
gone, what was typed is parked under that person's name and found again after signing in; where the person is still
there, only the page too old, it is shown at once with a button that sends it again.
"""

import hmac
import uuid
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, current_app, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from grants import clock
from grants.people.actions import park, throw_away
from grants.web.forms.checks import readable
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.transaction import SAFE, only_read
from grants.words import say

SECRETS = ("password", "code", "secret", "token")
OURS = ("csrf_token", "writer", "kept")
TOO_OLD = say("This page was open too long. Go back, reload it, and send it again.")
SIGNED_OUT = say("You are signed out. Sign in again; what you typed is kept.")
Fields = list[tuple[str, str]]


def equip(app: Flask) -> None:
    """Let every form name its writer; throw away what was parked once it has been sent."""
    app.context_processor(lambda: {"writer": sealed(visitor().id) if visitor().id else ""})
    app.after_request(tidy)


def sealed(person_id: uuid.UUID) -> str:
    """A person's name in a form: readable, and not to be made by anybody else."""
    secret: str = current_app.config["SETTINGS"].secret_key
    return f"{person_id.hex}.{hmac.new(secret.encode(), b'writer:' + person_id.bytes, sha256).hexdigest()[:40]}"


def writer() -> uuid.UUID | None:
    """Whose page the form was that has just been sent."""
    named = request.form.get("writer", "")
    try:
        person_id = uuid.UUID(named.partition(".")[0])
    except ValueError:
        return None
    return person_id if named.isascii() and hmac.compare_digest(named, sealed(person_id)) else None


def typed() -> Fields:
    """What was typed, unless there is a secret in it; files are not kept."""
    sent = request.form.items(multi=True)
    fields = [(readable(name), readable(value)) for name, value in sent if name not in OURS]
    return [] if any(secret in name for name, _ in fields for secret in SECRETS) else fields


def asks_for_data() -> bool:
    """Whether it was sent by a page that saves as one types, be it while one leaves it."""
    return request.accept_mimetypes.best == "application/json" or "changed" in request.form


def stale(_fault: Exception) -> ResponseReturnValue:
    """The form's token is not of this session: it is never lost, and never obeyed either."""
    only_read(current_app.record)  # type: ignore[attr-defined]
    whose, here = writer(), visitor().id
    if asks_for_data():
        return told(mine=whose is not None and whose == here)
    if whose is None or not typed():
        return page("errors/error.html", code=400, error_title=say("This could not be read"), sentence=TOO_OLD), 400
    if whose == here:
        return page("public/kept.html", path=here_again(), fields=typed(), kept="", shown=shown(typed())), 400
    return to_sign_in(whose)


def signed_out(_fault: Exception) -> ResponseReturnValue:
    """Nobody is signed in: to the sign-in page, and from there back to the very thing, with what was typed."""
    if asks_for_data():
        return told(mine=False)
    if request.method in SAFE:
        return redirect(url_for("signin.page", next=here_again()), 303)
    whose = writer()
    return to_sign_in(whose if typed() else None)


def told(*, mine: bool) -> ResponseReturnValue:
    """What a page that saves as one types is told: a fresh token where only the token was old, else to sign in."""
    if mine:
        return jsonify(token=generate_csrf(), sentence=reader().say(TOO_OLD)), 400
    return jsonify(person=visitor().id is not None, sentence=reader().say(SIGNED_OUT)), 401


def to_sign_in(whose: uuid.UUID | None) -> ResponseReturnValue:
    """Park what was typed, and ask its writer to sign in."""
    only_read(current_app.record)  # type: ignore[attr-defined]
    if whose is None:
        return redirect(url_for("signin.page"), 303)
    with current_app.record.transaction() as session:  # type: ignore[attr-defined]
        parked = park(session, whose, (here_again()[:500], typed()), clock.now())
        way = url_for("signin.kept", key=parked.id) if parked else None
    return redirect(url_for("signin.page", next=way), 303)


def here_again() -> str:
    """The address that was asked for."""
    return request.full_path.rstrip("?")


def shown(fields: Fields) -> list[str]:
    """What people wrote of what was sent: no names of versions, no choices."""
    return [value for name, value in fields if value.strip() and name not in {"version", "changed", "then", "deed"}]


def tidy(answer: Response) -> Response:
    """What was parked and has now been sent need not be kept."""
    went_through = answer.status_code == HTTPStatus.SEE_OTHER and request.method not in SAFE
    key: Any = request.form.get("kept", type=uuid.UUID) if went_through and visitor().id is not None else None
    if key is not None and not str(answer.location).startswith(("/sign-in", "/confirm")):
        with current_app.record.transaction() as session:  # type: ignore[attr-defined]
            throw_away(session, key, visitor())
    return answer
