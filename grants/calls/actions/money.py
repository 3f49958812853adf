"""Money of a call: lines added to a pot's ledger, never changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from grants.calls.model import Call, Pot, PotEntry
from grants.db import session_of
from grants.money import Money
from grants.rules.calls import PLEDGE, PotEntryKind, reason_against_entry
from grants.rules.refusal import Refused


@dataclass(frozen=True)
class Movement:
    """What is to be written into a pot's ledger: how much, and why."""

    kind: PotEntryKind
    amount: Money
    note: str


def record_money(call: Call, pot: Pot, movement: Movement, by: Any, at: datetime) -> PotEntry:
    """Write one line into the ledger of a pot of the own side: a pledge, more money, or a cut."""
    call.allow(PLEDGE, by, at)
    reason = reason_against_entry(by, call, pot, movement)
    if reason is not None:
        raise Refused(reason, "amount")
    call.take(PLEDGE, by, at, pot=str(pot.id), kind=movement.kind.value, amount=str(movement.amount))
    minor = -movement.amount.minor if movement.kind is PotEntryKind.CUT else movement.amount.minor
    entry = PotEntry(kind=movement.kind, minor=minor, at=at, by_id=by.id, note=movement.note, pot=pot)
    session_of(call).add(entry)
    return entry
