"""Proving an ORCID iD: the visitor signs in at ORCID, which tells us by OpenID Connect who they are there."""

from typing import Any

import structlog
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from flask import Flask, current_app, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from requests import RequestException

from grants.config import Settings
from grants.people.actions import Proved

log = structlog.get_logger()

PROVED = "orcid"
WAITS = 10  # seconds for an answer of ORCID


class Unproved(Exception):
    """ORCID could not be reached, or did not say who signed in there."""


def equip(app: Flask) -> None:
    """Tell the house where people prove their ORCID iD, if it has such a place."""
    settings: Settings = app.config["SETTINGS"]
    if settings.orcid is None:
        return
    keeper = OAuth(app)
    keeper.register(
        "orcid", client_id=settings.orcid.client, client_secret=settings.orcid.secret,
        server_metadata_url=f"{settings.orcid.issuer}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid", "token_endpoint_auth_method": "client_secret_post", "default_timeout": WAITS,
        },
    )  # fmt: skip
    app.extensions["orcid"] = keeper.orcid


def is_offered() -> bool:
    """Whether people can prove an ORCID iD here."""
    return "orcid" in current_app.extensions


def send_there() -> ResponseReturnValue:
    """Lead the visitor to ORCID; they come back with proof."""
    place: Any = current_app.extensions["orcid"]
    back = current_app.config["SETTINGS"].base_url + url_for("signin.orcid_back")
    try:
        offered = place.load_server_metadata().get("scopes_supported", ())
        answer: ResponseReturnValue = place.authorize_redirect(
            back, scope=" ".join(("openid", *(name for name in ("profile",) if name in offered))),
        )  # fmt: skip
    except (AuthlibBaseError, RequestException) as fault:
        raise unproved(fault) from fault
    return answer


def take_proof() -> None:
    """Keep what ORCID says in the visitor's cookie until they say what it is for."""
    place: Any = current_app.extensions["orcid"]
    try:
        said = place.authorize_access_token()["userinfo"]
    except (AuthlibBaseError, RequestException, KeyError) as fault:
        raise unproved(fault) from fault
    cookie[PROVED] = [str(said[name])[:120] if said.get(name) else "" for name in ("sub", "given_name", "family_name")]


def proof() -> Proved | None:
    """What the visitor proved at ORCID a moment ago."""
    kept = cookie.get(PROVED)
    return Proved(*kept) if kept else None


def forget() -> None:
    """The proof was used, or is not wanted."""
    cookie.pop(PROVED, None)


def unproved(fault: Exception) -> Unproved:
    """Say in the log why ORCID's answer was of no use."""
    log.warning("orcid did not answer as it should", fault=type(fault).__name__)
    return Unproved()
