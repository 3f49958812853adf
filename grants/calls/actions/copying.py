"""A call that begins as last year's: copied, moved on, and looked over before it is published."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from grants.calls.actions.writing import create_call
from grants.calls.leftovers import shifted, to_inherit, to_look_at
from grants.calls.model import Call
from grants.calls.statement import definition_of
from grants.db import session_of
from grants.rules.calls import LOOK_OVER
from grants.rules.refusal import Refused
from grants.words import say


def copy_call(original: Call, code: str, years: int, by: Any, at: datetime) -> Call:
    """Begin a round as a copy, its days so many years later; every name, date and amount is to be looked at."""
    terms = shifted(replace(definition_of(original), code=code), years)
    call = create_call(session_of(original), terms, by, at)
    call.copied_from_id, call.inherited = original.id, to_inherit(definition_of(call))
    return call


def look_over(call: Call, keys: Collection[str], by: Any, at: datetime) -> int:
    """Record that an officer looked at these things and found them right as they stand; how many were settled."""
    found = [point for point in to_look_at(session_of(call), call) if point.key in set(keys)]
    if not found:
        raise Refused(say("Tick what you have looked at and found right."))
    call.take(LOOK_OVER, by, at, count=len(found))
    call.looked_at = [*call.looked_at, *(point.key for point in found)]
    return len(found)
