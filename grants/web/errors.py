"""What is said when something cannot be done: one page for all, with a sentence, a way out, and an id for ours."""

import uuid
from typing import cast

import structlog
from flask import Flask, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from grants.db import Unkeepable
from grants.people.passwords import Crowded
from grants.rules.refusal import Hidden, Refused
from grants.web import parking
from grants.web.desk import NotYours, SecondFactorFirst, SignInFirst
from grants.web.paper import page
from grants.web.signin import ConfirmFirst
from grants.web.transaction import SAFE, only_read
from grants.words import Sentence, say

log = structlog.get_logger()
UNKEEPABLE = frozenset({"22001", "22003", "22021"})

SENTENCES = {
    400: (say("This could not be read"), say("Something in what was sent could not be read. Go back and try again.")),
    403: (say("This is not for you"), say("This page belongs to people with another task.")),
    404: (say("Nothing here"), say("There is no such page, or it is not for you.")),
    405: (say("Not this way"), say("This page cannot be reached this way. Go back and use its button.")),
    409: (
        say("Someone else changed this meanwhile"),
        say("Nothing was overwritten. Go back, reload, and make your change again."),
    ),
    413: (say("Too large"), say("What was sent is larger than this system takes. Choose a smaller file.")),
    422: (say("This cannot be done"), say("The rules of the fund do not allow this.")),
    429: (say("Too many tries"), say("Please wait a few minutes and try again.")),
    500: (
        say("Something went wrong on our side"),
        say(
            "Nothing of yours was lost up to the last save. "
            "Please try again; if it happens again, tell us the number below.",
        ),
    ),
    503: (say("Not available just now"), say("The system is busy. Please try again in a minute.")),
}


def refuse(code: int, reason: Sentence | None = None, fault: str = "") -> ResponseReturnValue:
    """The page that says no."""
    only_read(current_app.record)  # type: ignore[attr-defined]
    title, way_out = SENTENCES.get(code, SENTENCES[400])
    return page("errors/error.html", code=code, error_title=title, sentence=reason or way_out, fault=fault), code


def to_second_factor(_fault: Exception) -> ResponseReturnValue:
    """Send someone whose role needs a second factor to the page that sets it up."""
    return redirect(url_for("signin.second_factor", next=safe_path()), 303)


def to_confirm(fault: ConfirmFirst) -> ResponseReturnValue:
    """Send someone who signed in a while ago to the page that asks whether it is still them, and back afterwards."""
    return redirect(url_for("signin.confirm", next=fault.back), 303)


def safe_path() -> str | None:
    """Where the visitor was going, if going there changes nothing."""
    return request.full_path.rstrip("?") if request.method in SAFE else None


def crowded(_fault: Crowded) -> ResponseReturnValue:
    """More people than the house can let in at once: try again shortly."""
    text, code = cast("tuple[str, int]", refuse(503))
    return text, code, {"Retry-After": "10"}


def broken(fault: Exception) -> ResponseReturnValue:
    """A mistake of ours: written to the log under an id, told to nobody."""
    number = uuid.uuid4().hex[:12]
    log.error("broken", number=number, path=request.path, exc_info=fault)
    return refuse(500, fault=number)


def unkeepable(fault: StatementError) -> ResponseReturnValue:
    """A value no database could keep is the sender's; anything else is ours."""
    if isinstance(fault.orig, Unkeepable | OverflowError) or getattr(fault.orig, "sqlstate", "") in UNKEEPABLE:
        return refuse(400)
    return broken(fault)


def hang(app: Flask) -> None:
    """Hang the handlers where Flask looks for them."""
    app.register_error_handler(SignInFirst, parking.signed_out)
    app.register_error_handler(SecondFactorFirst, to_second_factor)
    app.register_error_handler(ConfirmFirst, to_confirm)
    app.register_error_handler(Crowded, crowded)
    app.register_error_handler(Hidden, lambda _fault: refuse(404))
    app.register_error_handler(NotYours, lambda _fault: refuse(403))
    app.register_error_handler(Refused, lambda refusal: refuse(422, refusal.reason))
    app.register_error_handler(StaleDataError, lambda _fault: refuse(409))
    app.register_error_handler(IntegrityError, lambda _fault: refuse(409))
    app.register_error_handler(StatementError, unkeepable)
    app.register_error_handler(DBAPIError, unkeepable)
    app.register_error_handler(CSRFError, parking.stale)
    app.register_error_handler(HTTPException, lambda fault: refuse(fault.code or 500))
    app.register_error_handler(Exception, broken)
