"""Tests of one person's eligibility: each kind a few settings and one question. A new kind is a class and a row."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from grants.rules.careers import Break, PartialDate, Window
from grants.rules.facts import Facts, Finding, PersonFacts, Result, best, failed, passed, unproven
from grants.words import Sentence, say

LEAVES = ("parental", "maternity", "childcare", "care", "illness", "military", "unemployment", "other")


@dataclass(frozen=True)
class MemberAt:
    """The person's university belonged to the person's side of the programme on the day that counts."""

    reference: str = "closing"

    def find(self, person: PersonFacts, facts: Facts) -> Finding:
        """Look up the membership of the day."""
        day = facts.on(self.reference)
        side = facts.sides[person.side]
        if person.ror is None:
            return unproven(say("%(name)s has not named a university yet.", name=person.name))
        values = {"name": person.name, "side": side, "day": day}
        for member in facts.members:
            began, ended = member.since or date.min, member.until or date.max
            if (member.ror, member.side) == (person.ror, person.side) and began <= day <= ended:
                return passed(say("%(name)s: a member university of %(side)s on %(day)s.", **values))
        return failed(say("%(name)s: not at a member university of %(side)s on %(day)s.", **values))


@dataclass(frozen=True)
class AtInstitution:
    """The person belongs to one named institution."""

    ror: str

    def find(self, person: PersonFacts, _facts: Facts) -> Finding:
        """Compare the institutions."""
        if person.ror == self.ror:
            return passed(say("%(name)s belongs to the institution %(ror)s.", name=person.name, ror=self.ror))
        return failed(say("%(name)s does not belong to the institution %(ror)s.", name=person.name, ror=self.ror))


@dataclass(frozen=True)
class Enrolled:
    """The person is a doctoral student."""

    def find(self, person: PersonFacts, _facts: Facts) -> Finding:
        """Ask whether the person studies for a doctorate."""
        if person.doctoral_student:
            return passed(say("%(name)s is a doctoral student.", name=person.name))
        return failed(say("%(name)s is not a doctoral student.", name=person.name))


@dataclass(frozen=True)
class DegreeAge:
    """The doctorate is at most (or, not inclusive, less than) so many years old, leave credited."""

    years: int
    reference: str = "closing"
    inclusive: bool = True
    credits: tuple[str, ...] = LEAVES
    basis: str = ""

    def find(self, person: PersonFacts, facts: Facts) -> Finding:
        """Count from the degree; where only another basis of it is known, ask for evidence."""
        window = Window(self.years, facts.on(self.reference), self.inclusive, self.credits)
        known = {self.basis: person.degrees[self.basis]} if self.basis in person.degrees else person.degrees
        if not known:
            return failed(say("%(name)s has named no doctorate.", name=person.name))
        found = [since(say("PhD"), window, on, person) for on in known.values()]
        if (self.basis and self.basis not in known) or len({each.result for each in found}) > 1:
            counted = best(found).explanation
            return unproven(say("The date of the degree needs a document: %(counted)s", counted=counted))
        return best(found)


@dataclass(frozen=True)
class DegreeYear:
    """The doctorate is of a calendar year or a later one."""

    year: int

    def find(self, person: PersonFacts, _facts: Facts) -> Finding:
        """The year alone decides."""
        years = [on.year for on in person.degrees.values()]
        if not years:
            return failed(say("%(name)s has named no doctorate.", name=person.name))
        values = {"name": person.name, "year": str(max(years)), "first": str(self.year)}
        if min(years) >= self.year:
            return passed(say("%(name)s: PhD in %(year)s, which is %(first)s or later.", **values))
        if max(years) < self.year:
            return failed(say("%(name)s: PhD in %(year)s, which is before %(first)s.", **values))
        return unproven(say("%(name)s: the date of the degree needs a document.", name=person.name))


@dataclass(frozen=True)
class FirstPostAge:
    """The first academic post began at most so many years ago, leave credited."""

    years: int
    reference: str = "closing"
    inclusive: bool = True
    credits: tuple[str, ...] = LEAVES

    def find(self, person: PersonFacts, facts: Facts) -> Finding:
        """Count from the first post."""
        if person.first_post is None:
            return unproven(say("%(name)s has not said when the first academic post began.", name=person.name))
        window = Window(self.years, facts.on(self.reference), self.inclusive, self.credits)
        return since(say("First academic post"), window, person.first_post, person)


@dataclass(frozen=True)
class AgeBelow:
    """The person has not reached an age on the day that counts."""

    years: int
    reference: str = "closing"

    def find(self, person: PersonFacts, facts: Facts) -> Finding:
        """Count from the birthday."""
        if person.born is None:
            return unproven(say("%(name)s has not given a date of birth.", name=person.name))
        window = Window(self.years, facts.on(self.reference), inclusive=False)
        return since(say("Born"), window, person.born, person)


def since(what: Sentence, window: Window, on: PartialDate, person: PersonFacts) -> Finding:
    """Hold a date that may be known in part against a window, on every day it could be."""
    held = {window.holds(day, person.breaks) for day in on.days()}
    shown = arithmetic(what, window, on.earliest, person.breaks)
    if on.earliest != on.latest:
        last = arithmetic(what, window, on.latest, person.breaks)
        shown = say("known only as %(known)s; from %(first)s to %(last)s", known=on.shown, first=shown, last=last)
    explanation = say("%(name)s: %(arithmetic)s.", name=person.name, arithmetic=shown)
    if len(held) > 1:
        return unproven(explanation)
    return Finding(Result.PASS if held == {True} else Result.FAIL, explanation)


def arithmetic(what: Sentence, window: Window, anchor: date, breaks: Iterable[Break]) -> Sentence:
    """PhD 24 March 2017 + 8 years + 180 days of credited leave = 20 September 2025, after the reference date."""
    values = {
        "what": what, "anchor": anchor, "years": window.years, "limit": window.limit(anchor, breaks),
        "compared": compared(window, anchor, window.limit(anchor, breaks)),
    }  # fmt: skip
    days = window.credit(anchor, breaks)
    if not days:
        return say("%(what)s %(anchor)s + %(years)s years = %(limit)s, %(compared)s", **values)
    return say(
        "%(what)s %(anchor)s + %(years)s years + %(days)s days of credited leave = %(limit)s, %(compared)s",
        days=days, **values,
    )  # fmt: skip


def compared(window: Window, anchor: date, limit: date) -> Sentence:
    """Where a limit lies against the reference date, and what that means on the day itself."""
    day = window.reference
    if anchor > day:
        return say("but not yet reached on the reference date %(day)s", day=day)
    if limit > day:
        return say("after the reference date %(day)s", day=day)
    if limit < day:
        return say("before the reference date %(day)s", day=day)
    if window.inclusive:
        return say("on the reference date %(day)s, which still counts", day=day)
    return say("on the reference date %(day)s, which no longer counts", day=day)


PersonTest = MemberAt | AtInstitution | Enrolled | DegreeAge | DegreeYear | FirstPostAge | AgeBelow
PERSON_TESTS: dict[str, Callable[..., PersonTest]] = {
    "member_at": MemberAt,
    "at_institution": AtInstitution,
    "enrolled": Enrolled,
    "degree_age": DegreeAge,
    "degree_year": DegreeYear,
    "first_post_age": FirstPostAge,
    "age_below": AgeBelow,
}
