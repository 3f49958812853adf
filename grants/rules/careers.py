"""Careers in calendar arithmetic: years since a degree, dates known in part, leave that is credited."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import ceil
from typing import Self

OLDEST, YOUNGEST = 1900, 2200
DAY = timedelta(days=1)
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


@dataclass(frozen=True)
class Break:
    """Leave from a day to a day, both counted; the fraction is the share of full time that was not worked."""

    kind: str
    start: date
    end: date
    fraction: Fraction = Fraction(1)


def add_years(day: date, years: int) -> date:
    """The same day of a later year; 29 February becomes 28 February where that year has no 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def credited_days(breaks: Iterable[Break], after: date, until: date) -> int:
    """Days of leave after a day and up to another; where leaves overlap the larger share counts, once.

    A part of a day at the end counts as a whole one, in the applicant's favour.
    """
    counted = [
        (max(leave.start, after + DAY), min(leave.end, until) + DAY, leave.fraction)
        for leave in breaks
        if max(leave.start, after + DAY) <= min(leave.end, until)
    ]
    edges = sorted({edge for start, end, _ in counted for edge in (start, end)})
    days = Fraction(0)
    for start, end in pairwise(edges):
        share = max((fraction for first, last, fraction in counted if first <= start < last), default=Fraction(0))
        days += (end - start).days * share
    return ceil(days)


@dataclass(frozen=True)
class Window:
    """So many years from an anchor, leave of some kinds credited, held against a reference date."""

    years: int
    reference: date
    inclusive: bool = True
    credits: tuple[str, ...] = ()

    def credit(self, anchor: date, breaks: Iterable[Break]) -> int:
        """The days of leave that move the limit."""
        return credited_days((leave for leave in breaks if leave.kind in self.credits), anchor, self.reference)

    def limit(self, anchor: date, breaks: Iterable[Break] = ()) -> date:
        """The day until which the anchor still counts as recent."""
        return add_years(anchor, self.years) + self.credit(anchor, breaks) * DAY

    def holds(self, anchor: date, breaks: Iterable[Break] = ()) -> bool:
        """Whether the anchor lies no further back than allowed; one that lies ahead does not count yet."""
        limit = self.limit(anchor, breaks)
        return anchor <= self.reference and (self.reference < limit or (self.inclusive and self.reference == limit))
