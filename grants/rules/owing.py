"""What an award owes beside its money: which reports, by when, of whom; a new kind of report is a row of data."""

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from grants.words import Sentence, say

FINAL_CODE = "final"
AHEAD = timedelta(days=60)  # a report that is not the final one is asked for so long before its day
LATER = 30  # a final report whose day an extension has overtaken is due so many days after the new end
REMINDED = (-60, -30, -7, 1, 14, 30)


class ReportKind(StrEnum):
    """What a report is for."""

    INTERIM = "interim"
    FINAL = "final"
    FINANCIAL = "financial"
    FOLLOW_UP = "follow_up"

    @property
    def label(self) -> Sentence:
        """The kind in words."""
        return KIND_LABELS[self]


KIND_LABELS = {
    ReportKind.INTERIM: say("Interim report"),
    ReportKind.FINAL: say("Final report"),
    ReportKind.FINANCIAL: say("Financial report"),
    ReportKind.FOLLOW_UP: say("Follow-up report"),
}


class Held(StrEnum):
    """Whom a late report keeps from applying anew."""

    ALL = "all"
    LEAD = "lead"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Requirement:
    """One report that an award owes: when it is due, what of the report form it asks, and of whom."""

    code: str = FINAL_CODE
    kind: ReportKind = ReportKind.FINAL
    due_on: date | None = None
    months_after_start: int | None = None
    months_after_end: int | None = None
    days_after_end: int | None = None
    sections: tuple[str, ...] | None = None
    spending: bool = True
    outcomes: bool = True
    per_side: bool = False
    instructions: Mapping[str, str] = field(default_factory=dict)

    def due(self, starts_on: date, ends_on: date) -> date:
        """By which day an award of this period owes it."""
        if self.due_on is not None and (self.kind is not ReportKind.FINAL or ends_on < self.due_on):
            return self.due_on
        if self.months_after_start is not None:
            return months_after(starts_on, self.months_after_start)
        if self.months_after_end is not None:
            return months_after(ends_on, self.months_after_end)
        return ends_on + timedelta(days=self.days_after_end or (LATER if self.due_on else 0))

    def opens(self, starts_on: date, ends_on: date) -> date:
        """From which day it is asked for: the final one when the project has ended, any other ahead of its day."""
        if self.kind is ReportKind.FINAL:
            return ends_on + timedelta(days=1)
        return max(starts_on, self.due(starts_on, ends_on) - AHEAD)

    def asks(self, section: str) -> bool:
        """Whether it asks what stands under this heading of the report form."""
        return self.sections is None or section in self.sections

    @property
    def closes_award(self) -> bool:
        """Whether the award stays open until it is in; what is asked long afterwards keeps nothing open."""
        return self.kind is not ReportKind.FOLLOW_UP


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where that day is missing."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def requirements(reporting: Mapping[str, Any]) -> list[Requirement]:
    """Every report that an award of a call owes: its final one, and those the call asks for beside it."""
    final = Requirement(
        due_on=day(reporting.get("due_on")), days_after_end=reporting.get("due_days_after_end"),
        spending=reporting.get("spending", True), sections=sections_left(reporting),
        instructions=reporting.get("instructions") or {},
    )  # fmt: skip
    return [final, *map(requirement, reporting.get("further", ()))]


def requirement(told: Mapping[str, Any]) -> Requirement:
    """One further report as the call keeps it."""
    return Requirement(**{
        **told, "kind": ReportKind(told["kind"]), "due_on": day(told.get("due_on")),
        "sections": tuple(told.get("sections") or ()), "instructions": told.get("instructions") or {},
    })  # fmt: skip


def sections_left(reporting: Mapping[str, Any]) -> tuple[str, ...] | None:
    """The headings of the final report where the call names them; else all of the form."""
    named = reporting.get("final_sections")
    return tuple(named) if named else None


def day(text: str | None) -> date | None:
    """A day as it is kept."""
    return date.fromisoformat(text) if text else None


def named(reporting: Mapping[str, Any], code: str) -> Requirement:
    """The requirement of that code; the final one where the call has dropped it since."""
    every = requirements(reporting)
    return next((one for one in every if one.code == code), every[0])


def sides_owing(asked: Requirement, sides: Sequence[str]) -> list[str]:
    """For whom it is written: once for the whole award, or once by each side."""
    return list(sides) if asked.per_side else [""]
