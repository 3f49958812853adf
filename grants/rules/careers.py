"""Careers in calendar arithmetic: years since a degree, dates known in part, leave that is credited."""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Self

from grants.rules.leave import DAY, Break, Credit, Span, credited

OLDEST, YOUNGEST = 1900, 2200
DECEMBER = 12


@dataclass(frozen=True)
class PartialDate:
    """A day as far as it is known: to the day, to the month, or to the year only."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if not OLDEST <= self.year <= YOUNGEST or (self.day and not self.month):
            raise ValueError(self)
        date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def parse(cls, text: str) -> Self:
        """2017, 2017-03 or 2017-03-24."""
        if not re.fullmatch("[0-9]{4}(-[0-9]{2}){0,2}", text):
            raise ValueError(text)
        return cls(*(int(part) for part in text.split("-")))

    @classmethod
    def known_to(cls, day: date, precision: str) -> Self:
        """A stored day, read only as far as it is known: to the "day", "month" or "year"."""
        length = ("year", "month", "day").index(precision) + 1
        return cls(*(day.year, day.month, day.day)[:length])

    @property
    def earliest(self) -> date:
        """The first day it could be."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """The last day it could be."""
        if self.day:
            return self.earliest
        month = self.month or DECEMBER
        return date(self.year + month // DECEMBER, month % DECEMBER + 1, 1) - DAY

    @property
    def shown(self) -> date | str:
        """The day as a sentence shows it: a date, or as much of one as is known."""
        if self.day:
            return self.earliest
        return f"{self.year}-{self.month:02d}" if self.month else str(self.year)

    def days(self) -> Iterator[date]:
        """Every day it could be."""
        return (self.earliest + n * DAY for n in range((self.latest - self.earliest).days + 1))


def add_years(day: date, years: int, months: int = 0) -> date:
    """The same day of a later year or month, or the last day of a month too short for it: 29 becomes 28 February."""
    month = day.month - 1 + months
    year, month = day.year + years + month // DECEMBER, month % DECEMBER + 1
    return day.replace(year=year, month=month, day=min(day.day, monthrange(year, month)[1]))


@dataclass(frozen=True)
class Window:
    """So many years and months from an anchor, leave of some kinds credited, held against a reference date."""

    years: int
    reference: date
    inclusive: bool = True
    credits: tuple[Credit, ...] = ()
    most_credit: int = 0
    months: int = 0

    def credit(self, anchor: date, breaks: Iterable[Break]) -> int:
        """The days of leave that move the limit."""
        return credited(breaks, self.credits, Span(anchor, self.reference), self.most_credit) if self.credits else 0

    def bare(self, anchor: date) -> date:
        """The limit before any leave is credited."""
        return add_years(anchor, self.years, self.months)

    def limit(self, anchor: date, breaks: Iterable[Break] = ()) -> date:
        """The day until which the anchor still counts as recent."""
        return self.bare(anchor) + self.credit(anchor, breaks) * DAY

    def holds(self, anchor: date, breaks: Iterable[Break] = ()) -> bool:
        """Whether the anchor lies no further back than allowed; one that lies ahead does not count yet."""
        limit = self.limit(anchor, breaks)
        return anchor <= self.reference and (self.reference < limit or (self.inclusive and self.reference == limit))
