"""Figures: pure counting, with its definitions.

Submitted: handed in and not withdrawn. Eligible: found eligible by every side. Approved: funded by the released
joint decision. A university counts once for each application in which one of its people leads a side (as PI), leads
the application (as lead), or is on the team at all (as member); such counts add up to more than the applications.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from itertools import combinations
from typing import Any

from grants.rules.careers import add_years
from grants.rules.sentences import together
from grants.words import Sentence, say

FEWEST_PEOPLE = 5
EARLY_YEARS = 8


class CareerStage(StrEnum):
    """How far its lead investigator was when the call closed; people say it of themselves."""

    STUDENT = "student"
    EARLY = "early"
    LATER = "later"
    UNTOLD = "untold"

    @property
    def label(self) -> Sentence:
        """The stage in words."""
        return STAGE_LABELS[self]


STAGE_LABELS = {
    CareerStage.STUDENT: say("Doctoral student"),
    CareerStage.EARLY: say("Less than eight years from the doctorate"),
    CareerStage.LATER: say("Eight years or more from the doctorate"),
    CareerStage.UNTOLD: say("Not told"),
}


def stage_of(doctorate_on: date | None, day: date, *, is_student: bool) -> CareerStage:
    """The stage somebody was in on a day, calendar years counted from the doctorate."""
    if doctorate_on is None or doctorate_on > day:
        return CareerStage.STUDENT if is_student else CareerStage.UNTOLD
    return CareerStage.EARLY if doctorate_on >= early_since(day) else CareerStage.LATER


def early_since(day: date) -> date:
    """The first day of a doctorate from which fewer than eight calendar years have passed on a day."""
    about = add_years(day, -EARLY_YEARS)
    near = (about + timedelta(days=number) for number in range(3))
    return next(degree for degree in near if day < add_years(degree, EARLY_YEARS))


@dataclass(frozen=True)
class Counted:
    """Submitted applications that count alike: which universities are in them and how, and what became of how many."""

    pis: frozenset[Hashable]
    lead: Hashable
    team: frozenset[Hashable]
    theme: str = ""
    round: Hashable = None
    eligible: int = 0
    approved: int = 0
    number: int = 1
    lead_side: str = ""
    stage: CareerStage | None = None


@dataclass(frozen=True)
class Tally:
    """How many were submitted, found eligible, approved; a rate is told with what it is a rate of."""

    submitted: int = 0
    eligible: int = 0
    approved: int = 0

    @property
    def of_eligible(self) -> Fraction | None:
        """Approved among the eligible."""
        return Fraction(self.approved, self.eligible) if self.eligible else None

    @property
    def of_submitted(self) -> Fraction | None:
        """Approved among the submitted."""
        return Fraction(self.approved, self.submitted) if self.submitted else None


class Measure(StrEnum):
    """What the most of is asked for."""

    SUBMITTED = "submitted"
    APPROVED = "approved"


def tally(applications: Iterable[Counted]) -> Tally:
    """All of them together, each once."""
    return per(applications, lambda _: ("all",)).get("all", Tally())


def per(applications: Iterable[Counted], named: Callable[[Counted], Iterable[Hashable]]) -> dict[Hashable, Tally]:
    """The tally of each name; an application counts once for each of its names."""
    found: dict[Hashable, list[int]] = {}
    for application in applications:
        for name in set(named(application)) - {None}:
            sums = found.setdefault(name, [0, 0, 0])
            sums[0] += application.number
            sums[1] += application.eligible
            sums[2] += application.approved
    return {name: Tally(*sums) for name, sums in found.items()}


def as_pi(application: Counted) -> Iterable[Hashable]:
    """The universities of its principal investigators."""
    return application.pis


def as_lead(application: Counted) -> Iterable[Hashable]:
    """The university of the investigator who leads it."""
    return (application.lead,)


def as_member(application: Counted) -> Iterable[Hashable]:
    """The universities of everyone on the team, investigators included."""
    return application.team | application.pis


def pairs(applications: Iterable[Counted]) -> dict[tuple[Hashable, ...], Tally]:
    """Which universities lead sides of the same applications: the tally of each pair that does."""
    return per(applications, lambda one: combinations(sorted(one.pis, key=str), 2))  # type: ignore[return-value]


def most(tallies: Mapping[Hashable, Tally], measure: Measure) -> tuple[list[Hashable], int]:
    """Who has the most, all of them where several have as many, and how many that is; nobody where it is none."""
    highest = max((getattr(one, measure) for one in tallies.values()), default=0)
    if not highest:
        return [], 0
    return [name for name, one in tallies.items() if getattr(one, measure) == highest], highest


def claim(measure: Measure, who: list[Any], share: tuple[int, int], universities: int) -> Sentence | None:
    """The sentence a vice-president would quote, with every tie named; nothing where none stands out."""
    if not who or len(who) == universities > 1:
        return None
    count, total = share
    return say(CLAIMS[measure, len(who) > 1].text, who=together(who), count=count, all=total, universities=universities)


CLAIMS = {
    (Measure.SUBMITTED, False): say(
        "%(who)s submitted %(count)s of %(all)s applications, the most of all %(universities)s member universities.",
    ),
    (Measure.SUBMITTED, True): say(
        "%(who)s each submitted %(count)s of %(all)s applications, "
        "the most of all %(universities)s member universities.",
    ),
    (Measure.APPROVED, False): say(
        "%(who)s takes part in %(count)s of %(all)s approved projects, the most of all %(universities)s.",
    ),
    (Measure.APPROVED, True): say(
        "%(who)s each take part in %(count)s of %(all)s approved projects, the most of all %(universities)s.",
    ),
}


def told(people: int) -> int | None:
    """A count of people by something personal; fewer than five are not told, none are."""
    return people if people == 0 or people >= FEWEST_PEOPLE else None


Veiled = tuple[int | None, int | None, int | None]


def veiled(tallies: Mapping[Any, Tally]) -> dict[Any, Veiled]:
    """Tallies by something personal: small counts are left out, and with a single one the next, so that none follows.

    None stands for a count that is not told.
    """
    columns = [
        hidden([getattr(one, name) for one in tallies.values()]) for name in ("submitted", "eligible", "approved")
    ]
    return dict(zip(tallies, zip(*columns, strict=True), strict=True)) if tallies else {}


def hidden(counts: list[int]) -> list[int | None]:
    """Counts of one column with the small ones left out; what is left can never be taken from the whole."""
    told_ = [told(count) for count in counts]
    if sum(one is None for one in told_) == 1:
        rest = [(count, place) for place, count in enumerate(told_) if count]
        if rest:
            told_[min(rest)[1]] = None
    return told_
