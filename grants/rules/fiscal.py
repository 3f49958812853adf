"""Fiscal years: every payer has its own, and money is asked for in the year in which it is spent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from grants.words import Sentence, say

LONGEST_PERIOD = 20


@dataclass(frozen=True)
class FiscalYear:
    """One fiscal year of a payer, known by the calendar year in which it begins."""

    code: int
    first: date
    last: date

    @property
    def label(self) -> Sentence | str:
        """The year for people: 2022 where it is the calendar's, else with its first and last day."""
        if self.first.month == self.first.day == 1:
            return str(self.code)
        return say(
            "Fiscal year %(year)s (%(first)s to %(last)s)", year=str(self.code), first=self.first, last=self.last,
        )  # fmt: skip


def year_of(starts: str, day: date) -> FiscalYear:
    """The fiscal year a day falls in, where the year begins on a month and day such as 04-01."""
    code = day.year if day >= first_day(starts, day.year) else day.year - 1
    return FiscalYear(code, first_day(starts, code), first_day(starts, code + 1) - timedelta(days=1))


def first_day(starts: str, year: int) -> date:
    """The first day of a fiscal year."""
    month, day = (int(part) for part in starts.split("-"))
    if (month, day) == (2, 29):
        return date(year, 3, 1)
    return date(year, month, day)


def years_of(starts: str, first: date, last: date) -> list[FiscalYear]:
    """The fiscal years a project falls in, in order; one at least."""
    found = [year_of(starts, first)]
    while found[-1].last < last and len(found) < LONGEST_PERIOD:
        found.append(year_of(starts, found[-1].last + timedelta(days=1)))
    return found


def year_named(code: int | None, years: Sequence[FiscalYear]) -> int:
    """The year a budget line belongs to: the one chosen, else the project's first."""
    return code if code is not None else years[0].code
