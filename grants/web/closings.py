"""When a call closes, for whom, and what was put off: as pages tell it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from grants.calls.model import Call, Deadline
from grants.rules.deadlines import has_moved, shuts
from grants.words import Sentence, say


@dataclass(frozen=True)
class Closing:
    """One deadline as a page shows it: whom it concerns, whether a later one has taken its place, and why."""

    deadline: Deadline
    whom: Any
    is_superseded: bool
    is_over: bool

    @property
    def at(self) -> datetime:
        """The instant."""
        return self.deadline.at

    @property
    def reason(self) -> dict[str, str] | None:
        """Why it was put off, where it was."""
        return self.deadline.reason or None


def closings_of(call: Call, at: datetime, *, late: Iterable[Any] = ()) -> list[Closing]:
    """Every deadline of a call, what it replaced behind it; of late grants only those of applications handed over."""
    names = {one.id: one.ref for one in late}
    shown = [one for one in call.deadlines if one.application_id is None or one.application_id in names]
    newest = {scope(one): one for one in sorted(shown, key=shuts)}
    ordered = sorted(shown, key=lambda one: (rank(one), one.side, str(one.institution_id), -shuts(one).timestamp()))
    return [
        Closing(one, whom(call, one, names), one is not newest[scope(one)], at > shuts(one))
        for one in ordered
    ]  # fmt: skip


def scope(deadline: Deadline) -> tuple[Any, ...]:
    """Whom a deadline names: a later one of the same scope takes its place."""
    return deadline.side, deadline.institution_id, deadline.application_id


def rank(deadline: Deadline) -> int:
    """For all first, then sides, universities, single applications."""
    return 3 if deadline.application_id else 2 if deadline.institution_id else 1 if deadline.side else 0


def whom(call: Call, deadline: Deadline, names: dict[Any, str]) -> Any:
    """Whom a deadline concerns, in words; nothing where it is for all and there is no other."""
    if deadline.application_id is not None:
        return names[deadline.application_id]
    if deadline.institution is not None:
        return deadline.institution.name
    if deadline.side:
        return call.side(deadline.side).label
    alone = all(is_for_all(one) for one in call.deadlines if one.application_id is None)
    return None if alone else say("All others")


def is_for_all(deadline: Deadline) -> bool:
    """Whether it names nobody."""
    return not deadline.side and deadline.institution_id is None


def moved(call: Call) -> list[Deadline]:
    """The deadlines that a changed zone table would now put elsewhere; they stay as they were announced."""
    return [one for one in call.deadlines if has_moved(datetime.fromisoformat(one.wall), one.zone, one.at)]


@dataclass(frozen=True)
class TimeLeft:
    """How long is left, by the server's clock at the moment the page was made."""

    seconds: int
    made_at: datetime

    @property
    def words(self) -> Sentence:
        """Days, hours and minutes, the last begun minute not counted."""
        minutes = self.seconds // 60
        return say(LEFT.text, days=minutes // 1440, hours=minutes // 60 % 24, minutes=minutes % 60)


LEFT = say("%(days)s d %(hours)s h %(minutes)s min")


def time_left(until: datetime, at: datetime) -> TimeLeft | None:
    """What is left until an instant, if anything."""
    seconds = int((until - at).total_seconds())
    return TimeLeft(seconds, at) if seconds > 0 else None
