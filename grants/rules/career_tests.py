"""Tests of how long ago something in a person's career was. What they count from is the person's own.

Only the person and the officers of their own side read the arithmetic; everybody else reads what came of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from grants.rules.careers import PartialDate, Window
from grants.rules.facts import Facts, PersonFacts
from grants.rules.findings import Finding, Line, Result, best
from grants.rules.leave import LEAVES, Break, Credit
from grants.rules.sentences import joined
from grants.rules.trees import Credits
from grants.words import Sentence, say

LEAP_DAY = (2, 29)


def own(person: PersonFacts, result: Result, sentence: Sentence) -> Finding:
    """A finding whose reason is the person's own."""
    return Finding(result, (Line(result, sentence, person.side, person.name, person.key),))


@dataclass(frozen=True)
class DegreeAge:
    """The doctorate is at most (or, not inclusive, less than) so many years and months old, leave credited."""

    years: int
    months: int = 0
    reference: str = "closing"
    inclusive: bool = True
    credits: Credits = LEAVES
    most_credit: int = 0
    basis: str = ""

    def find(self, person: PersonFacts, facts: Facts) -> Finding:
        """Count from the degree; where only another day of it is known than the rule counts, ask for evidence."""
        known = {self.basis: person.degrees[self.basis]} if self.basis in person.degrees else person.degrees
        if not known:
            return own(person, Result.FAIL, say("%(name)s has named no doctorate.", name=person.name))
        window = window_of(self, facts)
        found = [since(say("PhD"), window, on, person) for _, on in sorted(known.items())]
        if (self.basis and self.basis not in known) or len({each.result for each in found}) > 1:
            counted = joined([each.explanation for each in found])
            sentence = say("The date of the degree needs a document: %(counted)s", counted=counted)
            return own(person, Result.NEEDS_EVIDENCE, sentence)
        return best(found)


@dataclass(frozen=True)
class DegreeYear:
    """The doctorate is of a calendar year or a later one."""

    year: int

    def find(self, person: PersonFacts, _facts: Facts) -> Finding:
        """The year alone decides."""
        years = [on.year for on in person.degrees.values()]
        if not years:
            return own(person, Result.FAIL, say("%(name)s has named no doctorate.", name=person.name))
        values = {"name": person.name, "year": str(max(years)), "first": str(self.year)}
        if min(years) >= self.year:
            sentence = say("%(name)s: PhD in %(year)s, which is %(first)s or later.", **values)
            return own(person, Result.PASS, sentence)
        if max(years) < self.year:
            sentence = say("%(name)s: PhD in %(year)s, which is before %(first)s.", **values)
            return own(person, Result.FAIL, sentence)
        sentence = say("%(name)s: the date of the degree needs a document.", name=person.name)
        return own(person, Result.NEEDS_EVIDENCE, sentence)


@dataclass(frozen=True)
class FirstPostAge:
    """The first academic post began at most so many years and months ago, leave credited."""

    years: int
    months: int = 0
    reference: str = "closing"
    inclusive: bool = True
    credits: Credits = LEAVES
    most_credit: int = 0

    def find(self, person: PersonFacts, facts: Facts) -> Finding:
        """Count from the first post."""
        if person.first_post is None:
            sentence = say("%(name)s has not said when the first academic post began.", name=person.name)
            return own(person, Result.NEEDS_EVIDENCE, sentence)
        return since(say("First academic post"), window_of(self, facts), person.first_post, person)


@dataclass(frozen=True)
class AgeBelow:
    """The person has not reached an age on the day that counts."""

    years: int
    reference: str = "closing"

    def find(self, person: PersonFacts, facts: Facts) -> Finding:
        """Count from the birthday."""
        if person.born is None:
            sentence = say("%(name)s has not given a date of birth.", name=person.name)
            return own(person, Result.NEEDS_EVIDENCE, sentence)
        window = Window(self.years, facts.on(self.reference), inclusive=False)
        return since(say("Born"), window, person.born, person)


def window_of(test: DegreeAge | FirstPostAge, facts: Facts) -> Window:
    """The window that a test's settings describe."""
    credits_given = tuple(Credit.of(each) for each in test.credits)
    return Window(
        test.years, facts.on(test.reference), test.inclusive, credits_given, test.most_credit, test.months,
    )  # fmt: skip


def since(what: Sentence, window: Window, on: PartialDate, person: PersonFacts) -> Finding:
    """Hold a date that may be known in part against a window, on every day it could be."""
    held = {window.holds(day, person.breaks) for day in on.days()}
    shown = arithmetic(what, window, on.earliest, person.breaks)
    if on.earliest != on.latest:
        last = arithmetic(what, window, on.latest, person.breaks)
        shown = say("known only as %(known)s; from %(first)s to %(last)s", known=on.shown, first=shown, last=last)
    explanation = say("%(name)s: %(arithmetic)s.", name=person.name, arithmetic=shown)
    if len(held) > 1:
        return own(person, Result.NEEDS_EVIDENCE, explanation)
    return own(person, Result.PASS if held == {True} else Result.FAIL, explanation)


def arithmetic(what: Sentence, window: Window, anchor: date, breaks: Iterable[Break]) -> Sentence:
    """PhD 24 March 2017 + 8 years + 180 days of credited leave = 20 September 2025, after the reference date."""
    limit = window.limit(anchor, breaks)
    values = {
        "what": what, "anchor": anchor, "span": span(window, anchor), "limit": limit,
        "compared": compared(window, anchor, limit),
    }  # fmt: skip
    days = window.credit(anchor, breaks)
    if not days:
        return say("%(what)s %(anchor)s + %(span)s = %(limit)s, %(compared)s", **values)
    return say(
        "%(what)s %(anchor)s + %(span)s + %(days)s days of credited leave = %(limit)s, %(compared)s",
        days=days, **values,
    )  # fmt: skip


def span(window: Window, anchor: date) -> Sentence:
    """The years and months of a window; where they end in a year without a 29 February, the day they end on."""
    worded = say("one year") if window.years == 1 else say("%(years)s years", years=window.years)
    if window.months:
        worded = say("%(years)s and %(months)s months", years=worded, months=window.months)
    bare = window.bare(anchor)
    if (anchor.month, anchor.day) == LEAP_DAY and bare.month == anchor.month and bare.day != anchor.day:
        return say("%(span)s (no 29 February in %(year)s: %(day)s)", span=worded, year=str(bare.year), day=bare)
    return worded


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
