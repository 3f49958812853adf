"""The desk itself: how far a key goes, and refusals as JSON."""

from typing import Any

from flask import Response, g, jsonify

from grants import clock
from grants.rules.refusal import Hidden
from grants.rules.scopes import Scope, opens
from grants.web.bearing import DESK
from grants.web.desk import Desk, NotYours, SecondFactorFirst, SignInFirst

desk = Desk(DESK, __name__, url_prefix="/api/v1")


def within(scope: Scope) -> None:
    """Refuse a key that was not made for this; whoever is signed in reads what they read on the pages."""
    key = g.get("key")
    if key is not None and not opens(key, scope, clock.now()):
        raise NotYours


def said(told: Any, code: int = 200) -> Response:
    """An answer."""
    answer = jsonify(told)
    answer.status_code = code
    return answer


@desk.errorhandler(SignInFirst)
def sign_in_first(_fault: SignInFirst) -> Response:
    """Nobody asks."""
    answer = said({"error": "Show a key: Authorization: Bearer ..."}, 401)
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


@desk.errorhandler(Hidden)
def hidden(_fault: Hidden) -> Response:
    """No such thing, or not for the bearer."""
    return said({"error": "There is no such thing, or it is not for you."}, 404)


@desk.errorhandler(NotYours)
@desk.errorhandler(SecondFactorFirst)
def not_yours(_fault: Exception) -> Response:
    """The key does not go so far."""
    return said({"error": "This key was not made for this."}, 403)
