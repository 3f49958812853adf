"""The rounds of the demonstration: which call, when it closed, how many applied, and how far it has come."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, datetime, timedelta
from enum import IntEnum
from typing import Any, TypeVar, cast

from grants.calls.definition import read, shipped
from grants.calls.terms import CallDefinition

T = TypeVar("T")
MIRAI, KYUSHU_ILLINOIS = "mirai-2022", "kyushu-illinois-2022"
UCL_OSAKA, RENKEI, YOUNG_LEADERS = "ucl-osaka-2022", "renkei-2022", "young-leaders-2023"


class Stage(IntEnum):
    """How far a round has come."""

    DRAFT = 0
    PROPOSED = 1
    OPEN = 2
    CLOSED = 3
    REVIEWING = 4
    PANEL = 5
    DECIDING = 6
    RELEASED = 7
    OFFERED = 8
    REPORTING = 9
    DONE = 10


@dataclass(frozen=True)
class Round:
    """One call of the demonstration. `closes_in` is days from today; None leaves the file's own dates."""

    programme: str
    year: int
    stage: Stage
    applications: int
    awards: int = 0
    closes_in: int | None = None

    @property
    def is_history(self) -> bool:
        """Whether it is the round of the definition file itself."""
        return self.closes_in is None

    def definition(self, today: date) -> CallDefinition:
        """The call's definition: the shipped one, moved to its own year and dates."""
        shipped_one = read(shipped()[self.programme].read_text())
        if self.closes_in is None:
            return shipped_one
        days = timedelta(days=(today - shipped_one.times.closes.date()).days + self.closes_in)
        return moved(shipped_one, days, self.year)


ROUNDS = (
    Round(MIRAI, 2022, Stage.DONE, 60, 20),
    Round(KYUSHU_ILLINOIS, 2022, Stage.DONE, 12, 1),
    Round(MIRAI, 2024, Stage.REPORTING, 12, 5, -420),
    Round(KYUSHU_ILLINOIS, 2025, Stage.OFFERED, 8, 1, -80),
    Round(MIRAI, 2025, Stage.DECIDING, 10, 4, -70),
    Round(KYUSHU_ILLINOIS, 2026, Stage.PANEL, 8, 1, -50),
    Round(MIRAI, 2026, Stage.REVIEWING, 10, 4, -20),
    Round(KYUSHU_ILLINOIS, 2027, Stage.CLOSED, 6, 1, -3),
    Round(MIRAI, 2027, Stage.OPEN, 7, 4, 24),
    Round(YOUNG_LEADERS, 2027, Stage.OPEN, 4, closes_in=17),
    Round(UCL_OSAKA, 2027, Stage.OPEN, 5, closes_in=33),
    Round(RENKEI, 2027, Stage.OPEN, 5, closes_in=54),
    Round(KYUSHU_ILLINOIS, 2028, Stage.PROPOSED, 0, 1, 95),
    Round(MIRAI, 2028, Stage.DRAFT, 0, 4, 160),
)


def moved(definition: CallDefinition, days: timedelta, year: int) -> CallDefinition:
    """The same call in another year: every date as far on as the deadline, every name with the new year."""
    years = int(definition.code[-4:]), year
    renamed = cast("CallDefinition", walked(definition, days, years))
    return replace(renamed, institutions=definition.institutions, members=definition.members)


def walked(value: Any, days: timedelta, year: tuple[int, int]) -> Any:
    """A value of a definition, moved; whatever it is made of is moved with it."""
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{one.name: walked(getattr(value, one.name), days, year) for one in fields(value)})
    if isinstance(value, tuple):
        return tuple(walked(one, days, year) for one in value)
    if isinstance(value, Mapping):
        return {key: walked(one, days, year) for key, one in value.items()}
    if isinstance(value, datetime | date):
        return value + days
    return renamed(value, *year) if isinstance(value, str) else value


def renamed(text: str, before: int, year: int) -> str:
    """A name or a text with the year of this round in place of the file's, and so with the years after it."""
    later = re.sub(
        rf"{before}([–-]){(before + 1) % 100:02d}", lambda dash: f"{year}{dash[1]}{(year + 1) % 100:02d}", text
    )
    return later.replace(str(before + 1), str(year + 1)).replace(str(before), str(year))
