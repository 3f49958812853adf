"""Tests across applications: how often one may apply, teams that overlap, money received before, reports overdue.

People are told apart by who they are, never by name. Only officers read what is found: a team learns nothing of
another one. Where nobody looked, nothing is passed: it waits for the offices.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from grants.rules.careers import add_years
from grants.rules.facts import Elsewhere, Facts, PersonFacts, Track
from grants.rules.findings import BY_THE_OFFICES, Finding, Result, for_offices, worst
from grants.rules.sentences import together
from grants.rules.settling import settled
from grants.words import Sentence, say

HALF = 50
WHOLE = 100
PROGRAMME = "programme"
NOT_LOOKED_UP = for_offices(Result.NEEDS_EVIDENCE, BY_THE_OFFICES)


def others_in(scope: str, facts: Facts) -> list[Elsewhere]:
    """The other running applications that count: of this call, or of the whole programme."""
    return [other for other in facts.others or () if other.same_call or scope == PROGRAMME]


def each_known(
    people: Iterable[PersonFacts], facts: Facts, find: Callable[[PersonFacts], Finding]
) -> Finding:  # fmt: skip
    """Put a test to everybody who has an account; each side's officers answer for their own."""
    units = [(person.side, find(person)) for person in people if person.key]
    return worst(settled(units, facts))


@dataclass(frozen=True)
class MaxAsPi:
    """Nobody leads more than so many running applications of the call, or of the programme."""

    most: int = 1
    scope: str = "call"

    def find(self, facts: Facts) -> Finding:
        """Count for each principal investigator."""
        if facts.others is None:
            return NOT_LOOKED_UP
        others = others_in(self.scope, facts)

        def count(person: PersonFacts) -> Finding:
            return few_enough(person, [other.ref for other in others if person.key in other.leads], self.most, LEADS)

        return each_known([person for person in facts.people if person.is_pi], facts, count)


@dataclass(frozen=True)
class MaxAsAny:
    """Nobody takes part in more than so many running applications of the call, or of the programme, in any role."""

    most: int = 2
    scope: str = "call"

    def find(self, facts: Facts) -> Finding:
        """Count for everybody on the team."""
        if facts.others is None:
            return NOT_LOOKED_UP
        others = others_in(self.scope, facts)

        def count(person: PersonFacts) -> Finding:
            return few_enough(person, [other.ref for other in others if person.key in other.people], self.most, JOINS)

        return each_known(facts.people, facts, count)


LEADS = say("%(name)s leads %(count)s applications, this one and %(refs)s; at most %(most)s.")
JOINS = say("%(name)s is on %(count)s applications, this one and %(refs)s; at most %(most)s.")


def few_enough(person: PersonFacts, refs: list[str], most: int, worded: Sentence) -> Finding:
    """Whether somebody's applications, this one with them, are no more than allowed."""
    count = len(refs) + 1
    if not refs:
        return for_offices(Result.PASS, say("%(name)s: on no other application.", name=person.name), person.side)
    said = say(worded.text, name=person.name, count=count, refs=together(refs), most=most)
    return for_offices(Result.PASS if count <= most else Result.FAIL, said, person.side)


@dataclass(frozen=True)
class TeamOverlap:
    """No other running application shares more than a part of its people with this one."""

    most_percent: int = HALF
    scope: str = "call"

    def find(self, facts: Facts) -> Finding:
        """Compare the teams; the smaller of two is the whole that counts."""
        if facts.others is None:
            return NOT_LOOKED_UP
        mine = facts.keys()
        found = [self.compare(mine, other) for other in others_in(self.scope, facts) if mine & other.people]
        if not found:
            found = [for_offices(Result.PASS, say("It shares nobody with another application."))]
        return worst(settled([("", finding) for finding in found], facts))

    def compare(self, mine: frozenset[object], other: Elsewhere) -> Finding:
        """Compare two teams."""
        shared, smaller = len(mine & other.people), min(len(mine), len(other.people))
        said = say(
            "It shares %(shared)s of %(smaller)s people with %(ref)s; at most %(most)s per cent.",
            shared=shared, smaller=smaller, ref=other.ref, most=self.most_percent,
        )  # fmt: skip
        return for_offices(Result.FAIL if is_overlap(shared, smaller, self.most_percent) else Result.PASS, said)


def is_overlap(shared: int, smaller: int, most_percent: int) -> bool:
    """Whether two teams share more than so many per cent of the smaller one."""
    return shared * WHOLE > most_percent * smaller


@dataclass(frozen=True)
class NotFundedWithin:
    """No principal investigator was funded by the same programme in the last so many years."""

    years: int
    reference: str = "closing"

    def find(self, facts: Facts) -> Finding:
        """Count from the day each award began."""
        if facts.tracks is None:
            return NOT_LOOKED_UP
        tracks, day = facts.tracks, facts.on(self.reference)

        def look(person: PersonFacts) -> Finding:
            return self.count(person, tracks.get(person.key, Track()) if person.key else Track(), day)

        return each_known([person for person in facts.people if person.is_pi], facts, look)

    def count(self, person: PersonFacts, track: Track, day: date) -> Finding:
        """Count from the newest award."""
        if not track.funded:
            said = say("%(name)s: not funded by this programme before.", name=person.name)
            return for_offices(Result.PASS, said, person.side)
        ref, began = max(track.funded, key=lambda award: award[1])
        until = add_years(began, self.years)
        values = {"name": person.name, "ref": ref, "began": began, "years": self.years, "until": until, "day": day}
        if until > day:
            text = say("%(name)s: %(ref)s began on %(began)s + %(years)s years = %(until)s, after %(day)s.", **values)
            return for_offices(Result.FAIL, text, person.side)
        text = say("%(name)s: %(ref)s began on %(began)s + %(years)s years = %(until)s, not after %(day)s.", **values)
        return for_offices(Result.PASS, text, person.side)


@dataclass(frozen=True)
class NoOverdueReport:
    """No principal investigator owes this programme a report that is overdue."""

    def find(self, facts: Facts) -> Finding:
        """Look for each."""
        if facts.tracks is None:
            return NOT_LOOKED_UP
        tracks = facts.tracks

        def look(person: PersonFacts) -> Finding:
            return owed(person, tracks.get(person.key, Track()) if person.key else Track())

        return each_known([person for person in facts.people if person.is_pi], facts, look)


def owed(person: PersonFacts, track: Track) -> Finding:
    """What somebody owes."""
    if not track.overdue:
        said = say("%(name)s owes no report that is overdue.", name=person.name)
        return for_offices(Result.PASS, said, person.side)
    ref, due = min(track.overdue, key=lambda report: report[1])
    said = say("%(name)s: the report on %(ref)s was due on %(day)s and is not in.", name=person.name, ref=ref, day=due)
    return for_offices(Result.FAIL, said, person.side)
