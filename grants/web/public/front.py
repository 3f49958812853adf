"""The front hall: home, language, privacy, help, is it alive."""

from flask import current_app, redirect, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from grants.rules.relations import anyone
from grants.web.addresses import way_back
from grants.web.desk import Desk, Hall
from grants.web.paper import page
from grants.web.reader import visitor
from grants.web.transaction import session
from grants.words import LANGUAGES

front = Desk("front", __name__)
EVERYONE = Hall(anyone)


@front.page("/", EVERYONE, "call.open.read")
def home() -> ResponseReturnValue:
    """Where a visitor begins: the open calls; a person with tasks finds them on their own desk."""
    return redirect(url_for("public.calls"))


@front.deed("/language", EVERYONE, "user.own.edit_profile")
def language() -> ResponseReturnValue:
    """Read on in another language, and keep it for this person."""
    wanted = request.form.get("language", "")
    if wanted in LANGUAGES:
        cookie["language"] = wanted
        by = visitor()
        if by.id is not None:
            by.language = wanted
    return redirect(way_back(request.form.get("back"), url_for("front.home")), 303)


@front.page("/privacy", EVERYONE, "call.open.read")
def privacy() -> ResponseReturnValue:
    """What is done with people's data."""
    return page("public/privacy.html")


@front.page("/help", EVERYONE, "call.open.read")
def help() -> ResponseReturnValue:  # noqa: A001 - the page is called help
    """The fund's words, explained."""
    return page("public/help.html")


@front.page("/healthz", EVERYONE, "system.health.read")
def healthz() -> ResponseReturnValue:
    """Alive."""
    return "ok", {"Content-Type": "text/plain"}


@front.page("/readyz", EVERYONE, "system.health.read")
def readyz() -> ResponseReturnValue:
    """Ready: the database answers and is at the schema this program knows. Without a database the answer is no."""
    try:
        found = session().scalar(text("SELECT version_num FROM alembic_version"))
    except OperationalError:
        found = None
    ready = found == current_app.config["SCHEMA"]
    return ("ready" if ready else "not ready"), (200 if ready else 503), {"Content-Type": "text/plain"}
