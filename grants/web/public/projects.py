"""One funded project for everyone, and all published ones as open data."""

import json

from flask import Response, current_app
from flask.typing import ResponseReturnValue

from grants import clock
from grants.awards.model import Award
from grants.config import Settings
from grants.exports import open_data
from grants.reports.queries.published import all_published, published
from grants.rules.relations import anyone
from grants.web.desk import Door, Hall
from grants.web.paper import page
from grants.web.public.desk import desk
from grants.web.reports import facts_of
from grants.web.transaction import session

READ = "outcome.published.read"


@desk.page("/projects/<uuid:id>", Door(Award, "public award"), "decision.released.list_public_awards", READ)
def project(award: Award) -> ResponseReturnValue:
    """The award, its people and universities; its summary and outcomes when every side agreed."""
    shown, call = published(award), award.application.call
    return page(
        "public/project.html", award=award, application=award.application, call=call, shown=shown,
        facts=[(one, facts_of(call, one)) for one in shown.outcomes],
        linked=json_of(open_data.linked(shown, base_url())) if shown.is_whole else None,
    )  # fmt: skip


def base_url() -> str:
    """The address of this installation."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.base_url


def json_of(told: object) -> str:
    """JSON that ends no element of the page it stands in."""
    return json.dumps(told, ensure_ascii=False).replace("<", "\\u003c")


@desk.page("/open-data/360giving.json", Hall(anyone), READ)
def giving() -> Response:
    """Every published award after the 360Giving standard."""
    told = open_data.giving(all_published(session()), base_url(), clock.now())
    return Response(json.dumps(told, ensure_ascii=False), content_type="application/json; charset=utf-8")


@desk.page("/open-data/crossref-grants.xml", Hall(anyone), READ)
def registration() -> Response:
    """Every published award as its registration with Crossref."""
    settings: Settings = current_app.config["SETTINGS"]
    email = settings.mail_from.rsplit("<", 1)[-1].rstrip(">")
    deposit = {"depositor": "Tsunagari", "email": email, "registrant": "Tsunagari", "base_url": settings.base_url}
    told = open_data.registration(all_published(session()), settings.doi_prefix, deposit, clock.now())
    return Response(told, content_type="application/xml; charset=utf-8")
