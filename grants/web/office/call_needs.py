"""What a call asks of its officers."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from flask import url_for

from grants.calls.model import Call
from grants.calls.queries import running_calls
from grants.rules.calls import EDIT, PUBLISH
from grants.web.need import Need
from grants.web.transaction import session
from grants.words import say


def needs(by: Any, at: datetime) -> list[Need]:
    """Drafts to finish, and calls that the other side asks to publish."""
    return [need for call in running_calls(session(), by) for need in asked_by(call, by, at)]


def asked_by(call: Call, by: Any, at: datetime) -> Iterator[Need]:
    """What one call asks of one officer now."""
    address = url_for("office.call", id=call.id)
    if EDIT.is_open_to(by, call, at):
        yield Need(say("The call “%(call)s” is still a draft", call=call.name), call.opens_at, say("Go on"), address)
    if call.state in PUBLISH.source and PUBLISH.who(by, call):
        yield Need(
            say("The other side asks you to publish “%(call)s”", call=call.name), call.opens_at,
            say("Read and publish"), address, "warn",
        )  # fmt: skip
