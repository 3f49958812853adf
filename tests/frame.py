"""The application as tests find it: one for each kind of installation, built once, over the record of whoever asks."""

from operator import attrgetter
from typing import Any

from grants.app import create_app
from grants.config import Settings
from grants.db import Record
from grants.web.transaction import Desks
from tests.client import Client

BUILT: dict[tuple[Any, ...], Desks] = {}
built_in = attrgetter("production", "demonstration", "orcid", "trusted_hops", "body_limit", "secret_key")


def frame(settings: Settings, record: Record, place: str = "test") -> Desks:
    """The whole house over this record; who asks in another place meanwhile has another one."""
    kind = (place, record.engine.dialect.name, *built_in(settings))
    if kind not in BUILT:
        BUILT[kind] = create_app(settings, record)
    app = BUILT[kind]
    app.config.update(SETTINGS=settings, TESTING=False)
    app.record, app.test_client_class = record, Client
    app.__dict__.pop("ring", None)
    return app


def close() -> None:
    """End what the houses started: their presses."""
    for app in BUILT.values():
        if "engine" in app.extensions:
            app.extensions.pop("engine").close()
