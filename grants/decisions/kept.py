"""What was computed for a call and kept: its walks, whether they still hold, its lots."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from grants.calls.model import Call
from grants.decisions.model import Lots, Reckoning
from grants.decisions.walks import walk_case
from grants.money import Money
from grants.reckoning import provenance
from grants.rules.walked import Walked


def newest_walk(session: Session, call: Call) -> Reckoning | None:
    """The walk that counts: the newest one that was kept."""
    own = select(Reckoning).where(Reckoning.call_id == call.id).order_by(Reckoning.number.desc()).limit(1)
    return session.scalar(own)


def next_number(session: Session, call: Call) -> int:
    """The number of the next reckoning of a call."""
    last = session.scalar(select(func.max(Reckoning.number)).where(Reckoning.call_id == call.id))
    return (last or 0) + 1


def lines_of(inputs: Mapping[str, Any], result: Mapping[str, Any]) -> dict[str, Walked]:
    """What a walk says of each application, by its number for people, with the pots by their names."""
    named = {pot["institution"]: pot for pot in inputs["pots"]}
    return {
        one["id"]: Walked(
            one["place"], one["reason"], tuple(named[key]["name"] for key in one["short"]),
            tuple(named[key]["name"] for key in one["filled"]),
            tuple((named[key]["side"], Money(minor, named[key]["currency"])) for key, minor in one["granted"].items()),
        )
        for one in result.get("decisions", ())
    }  # fmt: skip


def walked_in(session: Session, call: Call) -> dict[str, Walked]:
    """What the walk that counts says of each application; nothing before there is one."""
    kept = newest_walk(session, call) if call.walks else None
    return lines_of(kept.inputs, kept.result) if kept is not None else {}


def reckoning_in(session: Session, call: Call, number: int) -> Reckoning | None:
    """A kept result of a call, by its number."""
    return session.scalar(select(Reckoning).where(Reckoning.call_id == call.id, Reckoning.number == number))


def is_stale(session: Session, call: Call) -> bool:
    """Whether the walk that counts rests on what is no longer so."""
    kept = newest_walk(session, call) if call.walks else None
    return kept is not None and provenance.fingerprint(walk_case(session, call, seed_of(session, call))) != (
        kept.fingerprint
    )


def lots_of(session: Session, call: Call) -> Lots | None:
    """The draw of a call, once its list is frozen."""
    return session.scalar(select(Lots).where(Lots.call_id == call.id))


def seed_of(session: Session, call: Call) -> str:
    """The seed of the draw, once it is drawn."""
    lots = lots_of(session, call)
    return lots.seed if lots is not None else ""
