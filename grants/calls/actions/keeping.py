"""Holding the record of a call, and noting who was given something out of it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from grants.calls.keeping import hold_on
from grants.calls.model import Call, DocumentRequest, LegalHold
from grants.db import session_of
from grants.history import note
from grants.rules.refusal import Refused
from grants.rules.relations import is_officer_of_call, sides_of
from grants.words import say

NOT_YOURS = say("This is not for you to do.")


@dataclass(frozen=True)
class Given:
    """What was asked for, by whom, and what they were given: perhaps nothing, and why."""

    asked_by: str
    asked_on: date
    wanted: str
    given: str
    given_on: date


def place_hold(call: Call, reason: str, by: Any, at: datetime) -> None:
    """Keep everything of a call until the hold is lifted; any of its officers does."""
    if not is_officer_of_call(by, call):
        raise Refused(NOT_YOURS)
    if hold_on(call) is None:
        hold = LegalHold(call_id=call.id, reason=reason, by_id=by.id, at=at)
        session_of(call).add(hold)
        note(session_of(call), hold, "place", by, at, reason=reason)


def lift_hold(call: Call, by: Any, at: datetime) -> None:
    """Let things run out again; an officer does who did not place the hold."""
    hold = hold_on(call)
    if not is_officer_of_call(by, call):
        raise Refused(NOT_YOURS)
    if hold is None:
        return
    if hold.by_id == by.id:
        raise Refused(say("A second officer lifts it."))
    hold.lifted_at, hold.lifted_by_id = at, by.id
    note(session_of(call), hold, "lift", by, at)


def note_request(call: Call, told: Given, by: Any, at: datetime) -> DocumentRequest:
    """Note for good who asked for a part of the record, and what they were given."""
    if not is_officer_of_call(by, call):
        raise Refused(NOT_YOURS)
    if told.given_on < told.asked_on:
        raise Refused(say("%(later)s is before %(earlier)s.", later=told.given_on, earlier=told.asked_on), "given_on")
    kept = DocumentRequest(call_id=call.id, side=next(iter(sides_of(by, call))), by_id=by.id, at=at, **vars(told))
    session_of(call).add(kept)
    note(session_of(call), kept, "note", by, at)
    return kept
