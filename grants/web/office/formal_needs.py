"""What formal changes ask of an officer: to agree as the second one, or not."""

from datetime import datetime
from typing import Any

from flask import url_for

from grants.applications.waiting import changes_for
from grants.web.need import Need
from grants.web.transaction import session
from grants.words import say


def needs(by: Any, _at: datetime) -> list[Need]:
    """The proposals of officers of the other sides."""
    return [
        Need(say("%(ref)s: “%(what)s” waits for a second officer", ref=change.application.ref, what=change.kind.label),
             None, say("Read and answer"), url_for("office.formal", id=change.application_id), "warn")
        for change in changes_for(session(), by)
    ]  # fmt: skip
