"""Money of a call: lines added to a pot's ledger, never changed; rates for totals that only indicate."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from grants.calls.model import Call, Pot, PotEntry, Rate
from grants.db import session_of
from grants.money import Money
from grants.rules.calls import PLEDGE, RATE
from grants.rules.carrying import reason_against_paying
from grants.rules.pots import WRITTEN_BY_HAND, PotEntryKind, meant, reason_against_entry
from grants.rules.rates import check_rate
from grants.rules.refusal import Refused


@dataclass(frozen=True)
class Movement:
    """What is to be written into a pot's ledger: how much, why, and for which award where it is for one."""

    kind: PotEntryKind
    amount: Money
    note: str
    application_id: UUID | None = None


def record_money(call: Call, pot: Pot, movement: Movement, by: Any, at: datetime) -> PotEntry:
    """Write one line into the ledger of a pot of the own side: more money, a cut, money set aside, paid, returned."""
    call.allow(PLEDGE, by, at)
    hold(pot)
    reason = reason_against_entry(by, call, pot, movement)
    if reason is None and movement.kind is PotEntryKind.PAY:
        reason = reason_against_paying(pot, meant(pot.entries, movement), at)
    if reason is not None:
        raise Refused(reason, "amount")
    call.take(PLEDGE, by, at, pot=str(pot.id), kind=movement.kind.value, amount=str(movement.amount))
    minor = WRITTEN_BY_HAND[movement.kind].sign * movement.amount.minor
    entry = PotEntry(
        kind=movement.kind, minor=minor, at=at, by_id=by.id, note=movement.note, pot=pot,
        application_id=movement.application_id,
    )  # fmt: skip
    session_of(call).add(entry)
    return entry


def hold(pot: Pot) -> None:
    """Let nobody else write into this pot until this is done, and read its ledger as it is now."""
    session = session_of(pot)
    session.flush()
    session.execute(select(Pot.id).where(Pot.id == pot.id).with_for_update()).all()
    session.refresh(pot, ["entries"])


@dataclass(frozen=True)
class Quoted:
    """A rate as somebody read it: one unit of a currency in another, on a day, and where it stands."""

    base: str
    quote: str
    written: str
    day: date
    source: str


def record_rate(call: Call, quoted: Quoted, by: Any, at: datetime) -> Rate:
    """Write down a dated rate with its source; converted totals that rest on it are only indicative."""
    written = check_rate(quoted, [side.currency for side in call.sides], at)
    call.take(RATE, by, at, base=quoted.base, quote=quoted.quote, rate=written, day=str(quoted.day))
    rate = Rate(
        call_id=call.id, base=quoted.base, quote=quoted.quote, written=written, day=quoted.day, source=quoted.source,
        by_id=by.id, at=at,
    )  # fmt: skip
    call.rates.append(rate)
    return rate
