"""What decisions ask of officers: the own side's decisions, a list to propose, a release to look at."""

from collections.abc import Iterator
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from flask import url_for

from grants.calls.model import Call
from grants.calls.queries import running_calls
from grants.decisions.kept import lots_of, newest_walk
from grants.decisions.queries import is_decided, ranking_in, waiting_for
from grants.rules.calls import RELEASE, CallState
from grants.rules.lots import LotsState
from grants.rules.relations import sides_of
from grants.web.need import Need
from grants.web.transaction import session
from grants.words import say

LAST_MINUTE = time(23, 59)


def needs(by: Any, at: datetime) -> list[Need]:
    """What waits in the calls that are being decided."""
    return [need for call in running_calls(session(), by) for need in asked_by(call, by, at)]


def asked_by(call: Call, by: Any, at: datetime) -> Iterator[Need]:
    """What one call asks of one officer now."""
    own = sides_of(by, call)
    if not own:
        return
    if call.state is CallState.CLOSED and call.walks:
        yield from asked_by_walk(call, own)
    if call.state is CallState.CLOSED and (count := waiting_for(session(), by, call, own)):
        yield Need(
            say("%(count)s applications wait for your side's decision (%(call)s)", count=count, call=call.name),
            due(call), say("Decide"), url_for("office.decisions", id=call.id, show="mine"),
        )  # fmt: skip
    elif call.state is CallState.CLOSED and is_decided(session(), call):
        yield Need(say("Everything in “%(call)s” is decided", call=call.name), due(call), say("Propose the release"),
                   url_for("office.release", id=call.id))  # fmt: skip
    if RELEASE.is_open_to(by, call, at):
        yield Need(say("The other side asks you to release the decisions on “%(call)s”", call=call.name), due(call),
                   say("Read and release"), url_for("office.release", id=call.id), "warn")  # fmt: skip


def asked_by_walk(call: Call, own: set[str]) -> Iterator[Need]:
    """What the ranking, the lots and the pots ask for, once the panel has frozen its ranking."""
    ranking = ranking_in(call)
    if ranking is None or not ranking.is_locked:
        return
    lots = lots_of(session(), call)
    done = {LotsState.PROMISING: lots.promises, LotsState.REVEALING: lots.secrets}.get(lots.state) if lots else None
    if done is not None and own - set(done):
        yield Need(say("The lots of “%(call)s” wait for your side's secret", call=call.name), due(call),
                   say("To the lots"), url_for("office.lots", id=call.id))  # fmt: skip
    elif newest_walk(session(), call) is None:
        yield Need(say("The ranking of “%(call)s” is frozen: the pots can be walked", call=call.name), due(call),
                   say("To the funding"), url_for("office.funding", id=call.id))  # fmt: skip


def due(call: Call) -> datetime | None:
    """By when the call promised to decide."""
    return datetime.combine(call.decides_by, LAST_MINUTE, ZoneInfo(call.zone)) if call.decides_by else None
