"""Deadlines: a wall time at a place, frozen to an instant; a time that does not exist or exists twice is refused."""

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from grants.rules.refusal import Refused
from grants.words import Moment, say


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
