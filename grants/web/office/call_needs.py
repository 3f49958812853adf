"""What a call asks of its officers."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from flask import url_for
from sqlalchemy import select

from grants.calls.model import Call, Extension
from grants.calls.queries import running_calls
from grants.rules.calls import EDIT, PUBLISH
from grants.rules.extensions import AGREE, ExtensionState
from grants.web.need import Need
from grants.web.transaction import session
from grants.words import Sentence, say


def needs(by: Any, at: datetime) -> list[Need]:
    """Drafts to finish, calls that the other side asks to publish, later deadlines and returns it asks to agree to."""
    running = running_calls(session(), by)
    return [*(need for call in running for need in asked_by(call, by, at)), *extensions(running, by, at)]


def extensions(running: list[Call], by: Any, at: datetime) -> Iterator[Need]:
    """Later deadlines that wait for this officer as the second."""
    wanted = select(Extension).where(
        Extension.call_id.in_([call.id for call in running]), Extension.state == ExtensionState.PROPOSED,
    )  # fmt: skip
    for one in session().scalars(wanted.order_by(Extension.proposed_at)).unique():
        if AGREE.is_open_to(by, one, at):
            address = url_for("office.deadlines", id=one.call_id)
            yield Need(proposal(one), one.at, say("Read and agree"), address, "warn")


def proposal(extension: Extension) -> Sentence:
    """What the other side proposes: a later deadline, or to give one application back."""
    if extension.returns:
        return say("%(ref)s is to be returned for correction: please agree", ref=extension.application.ref)
    return say("The other side proposes a later deadline for “%(call)s”", call=extension.call.name)


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
