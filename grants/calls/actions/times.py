"""The dates of a draft: wall times at a place, frozen to instants; the same again when it is published."""

from datetime import datetime

from grants.calls.model import Call, Deadline
from grants.calls.terms import CallDefinition, TimesDefinition
from grants.rules.deadlines import instant
from grants.rules.refusal import Refused


def settle_times(call: Call, terms: CallDefinition, at: datetime) -> None:
    """Freeze opening and closing to instants; while nothing is published the deadlines are simply set anew."""
    times = terms.times
    call.zone, call.opens_at, call.deadline_rule = times.zone, opening(times), times.deadline_rule
    call.counterpart_grace_hours = times.counterpart_grace_hours
    wanted = {"": (times.closes, times.zone, times.fold)}
    wanted |= {side.code: (side.closes, side.zone, side.fold) for side in terms.sides if side.closes is not None}
    kept = {deadline.side: deadline for deadline in call.deadlines}
    call.deadlines = [kept.get(side) or Deadline(side=side) for side in wanted]
    for deadline in call.deadlines:
        closes, zone, deadline.fold = wanted[deadline.side]
        deadline.wall, deadline.zone = f"{closes:%Y-%m-%d %H:%M}", zone
        deadline.grace_seconds = times.grace_seconds
        freeze(deadline, at)


def freeze(deadline: Deadline, at: datetime) -> None:
    """Fix a deadline to an instant, by the zone table as it is now."""
    deadline.at = instant(datetime.fromisoformat(deadline.wall), deadline.zone, deadline.fold)
    deadline.announced_at = at


def freeze_all(call: Call, at: datetime) -> None:
    """Fix every deadline of a call that is about to be public."""
    for deadline in call.deadlines:
        freeze(deadline, at)


def opening(times: TimesDefinition) -> datetime:
    """When the call opens; in an hour that comes twice, the first time."""
    try:
        return instant(times.opens, times.zone, 0)
    except Refused as refusal:
        raise Refused(refusal.reason, "opens") from None
