"""Deadlines: a wall time at a place, frozen to an instant; and whom each concerns.

A deadline counts for all, for one side, for one university or for one application that is let in late. The law:
an application closes with the latest of those that concern it; a side's own part with the latest that concerns
that side. Where sides had deadlines of their own from the start, a call says whether the earliest of them closes
an application (`earliest`), or the last, each part late by its own side's clock (`own`).
"""

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from grants.rules.refusal import Refused
from grants.words import Moment, Sentence, say


class DeadlineRule(StrEnum):
    """Which deadline closes an application whose sides have deadlines of their own."""

    OWN = "own"
    EARLIEST = "earliest"

    @property
    def label(self) -> Sentence:
        """The rule in words."""
        return RULE_LABELS[self]


RULE_LABELS = {
    DeadlineRule.OWN: say("Each side's part closes by its own deadline, the application with the last of them"),
    DeadlineRule.EARLIEST: say("The earliest deadline closes the whole application"),
}


@cache
def places() -> frozenset[str]:
    """The time zones that are named after a place, and UTC; never an abbreviation such as CET."""
    return frozenset(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/")) | {"UTC"}


def check_zone(zone: str) -> None:
    """Refuse a zone that is not named after a place."""
    if zone not in places():
        raise Refused(say("“%(text)s” is not a time zone such as Asia/Tokyo or Europe/Stockholm.", text=zone), "zone")


def wall_time(text: str, field: str | None = None) -> datetime:
    """A date and time as it stands on a wall clock: 2022-03-31 10:00; its zone stands beside it."""
    if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}", text):
        with suppress(ValueError):
            return datetime.fromisoformat(text)
    raise Refused(say("“%(text)s” is not a wall time such as 2022-03-31 10:00.", text=text), field)


def instant(wall: datetime, zone: str, fold: int | None = None) -> datetime:
    """The instant of a wall time at a place, in UTC.

    In the night the clocks go forward an hour is skipped: such a time is refused. In the night they go back
    an hour comes twice: then `fold` must say whether the first (0) or the second (1) is meant.
    """
    check_zone(zone)
    first, second = (wall.replace(tzinfo=ZoneInfo(zone), fold=n) for n in (0, 1))
    shown = f"{wall:%H:%M}"
    if first.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != wall:
        raise Refused(
            say("There is no %(time)s on %(day)s in %(zone)s: the clocks go forward then. Choose another hour.",
                time=shown, day=wall.date(), zone=zone), "closes",
        )  # fmt: skip
    if first.utcoffset() != second.utcoffset() and fold is None:
        raise Refused(
            say("%(time)s on %(day)s comes twice in %(zone)s: the clocks go back then. Say whether the first is meant "
                "(%(first)s) or the second (%(second)s).",
                time=shown, day=wall.date(), zone=zone, first=Moment(first.astimezone(UTC), "UTC"),
                second=Moment(second.astimezone(UTC), "UTC")), "fold",
        )  # fmt: skip
    return (second if fold else first).astimezone(UTC)


def has_moved(wall: datetime, zone: str, frozen: datetime) -> bool:
    """Whether a changed zone table would now put the wall time elsewhere; the frozen instant still counts."""
    try:
        return frozen not in {instant(wall, zone, fold) for fold in (0, 1)}
    except Refused:
        return True


def on_each_clock(at: datetime, zones: Iterable[str]) -> list[Moment]:
    """An instant as each place reads it on its own clock, each place once."""
    return [Moment(at, zone) for zone in dict.fromkeys(zones)]


def on_clocks(at: datetime, zones: Iterable[str]) -> Moment | Sentence:
    """An instant on the clock of one place, and behind it on those of the others."""
    first, *others = on_each_clock(at, zones)
    return say("%(when)s (%(others)s)", when=first, others=beside(others)) if others else first


def beside(moments: list[Moment]) -> Moment | Sentence:
    """Times of several places, one beside the other."""
    first, *others = moments
    return say("%(when)s; %(others)s", when=first, others=beside(others)) if others else first


def shuts(deadline: Any) -> datetime:
    """The end of a deadline with its grace: what arrives until then is taken."""
    end: datetime = deadline.at + timedelta(seconds=deadline.grace_seconds)
    return end


def latest(deadlines: Iterable[Any]) -> Any:
    """The deadline that is last on the clock."""
    return max(deadlines, key=shuts)


def extensions(call: Any) -> list[Any]:
    """The deadlines that two officers have put behind the first ones."""
    return [deadline for deadline in call.deadlines if deadline.extension_id is not None]


def first_of(call: Any, side: str) -> Any:
    """The deadline a side had from the start: its own, or the one for all."""
    firsts = {deadline.side: deadline for deadline in call.deadlines if deadline.extension_id is None}
    return firsts.get(side) or firsts[""]


def base(call: Any, sides: Iterable[str]) -> Any:
    """The first deadline of an application of these sides: the earliest or the last of theirs, as the call says."""
    firsts = [first_of(call, side) for side in sides] or [first_of(call, "")]
    return min(firsts, key=shuts) if call.deadline_rule == DeadlineRule.EARLIEST else latest(firsts)


def concerns(deadline: Any, part: Any) -> bool:
    """Whether a later deadline is meant for this part: whatever it names is the part's own."""
    return (
        deadline.side in {"", part.side}
        and deadline.institution_id in {None, part.institution_id}
        and deadline.application_id in {None, part.application_id}
    )


def is_for_all(deadline: Any) -> bool:
    """A deadline that names nobody counts for everybody."""
    return not deadline.side and deadline.institution_id is None and deadline.application_id is None


def of_call(call: Any) -> Any:
    """The deadline at the head of a call: of its sides, and put off for all; not what was put off for some."""
    is_one = sum(deadline.extension_id is None for deadline in call.deadlines) == 1  # then no side need be asked
    first = first_of(call, "") if is_one else base(call, [side.code for side in call.sides])
    return latest([first, *(one for one in extensions(call) if is_for_all(one))])


def last_of_call(call: Any) -> Any:
    """The deadline with which the last application of a call closes; whoever is let in late is not waited for."""
    return latest([of_call(call), *(one for one in extensions(call) if one.application_id is None)])


def of_application(application: Any) -> Any:
    """The deadline with which one application closes: the latest of those that concern it."""
    call, parts = application.call, application.parts
    first = base(call, [part.side for part in parts])
    return latest([first, *(one for one in extensions(call) if any(concerns(one, part) for part in parts))])


def of_part(part: Any) -> Any:
    """The deadline with which one side's own part closes."""
    call = part.application.call
    if call.deadline_rule == DeadlineRule.EARLIEST:
        return of_application(part.application)
    return latest([first_of(call, part.side), *(one for one in extensions(call) if concerns(one, part))])
