"""Tests of a whole application's eligibility that look at its people: each a few settings and one question."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from grants.rules.facts import Facts, PersonFacts
from grants.rules.findings import (
    MEETS,
    Finding,
    Result,
    failed,
    for_offices,
    found,
    lines_of,
    passed,
    unproven,
    worst,
)
from grants.rules.person_tests import judge_person
from grants.rules.settling import settled
from grants.rules.trees import Tree, Words
from grants.words import say

E = Result.NEEDS_EVIDENCE


def judged(test: Tree, people: Iterable[PersonFacts], facts: Facts) -> list[Finding]:
    """What a test finds in each of some people, as their own side's officers have decided where they have."""
    return settled([(person.side, judge_person(test, person, facts)) for person in people], facts)


def counted(found_in: Sequence[Finding], least: int, side: str = "") -> Finding:
    """Whether enough of them meet the test; who might still, keeps it open."""
    meeting = [each for each in found_in if each.result in MEETS]
    if len(meeting) >= least:
        is_waived = sum(each.result is Result.PASS for each in meeting) < least
        return Finding(Result.WAIVED if is_waived else Result.PASS, lines_of(meeting))
    open_ones = [each for each in found_in if each.result is Result.NEEDS_EVIDENCE]
    if len(meeting) + len(open_ones) >= least:
        return Finding(Result.NEEDS_EVIDENCE, lines_of(open_ones))
    short = failed(say("%(found)s of %(least)s people needed were found.", found=len(meeting), least=least), side)
    return Finding(Result.FAIL, lines_of([short, *(each for each in found_in if each.result is Result.FAIL)]))


@dataclass(frozen=True)
class PiPerSide:
    """Every side has at least so many principal investigators."""

    least: int = 1

    def find(self, facts: Facts) -> Finding:
        """Count them."""
        units = [(side, self.find_in(side, facts)) for side in facts.sides]
        return worst(settled(units, facts))

    def find_in(self, side: str, facts: Facts) -> Finding:
        """Count those of one side."""
        label = facts.sides[side]
        if sum(person.is_pi and person.side == side for person in facts.people) < self.least:
            return failed(say("%(side)s has no principal investigator.", side=label), side)
        return passed(say("%(side)s has a principal investigator.", side=label), side)


@dataclass(frozen=True)
class EachPi:
    """Every principal investigator, or every one of a side, meets a test."""

    test: Tree
    side: str = ""

    def find(self, facts: Facts) -> Finding:
        """Test each."""
        asked = [person for person in facts.people if person.is_pi and self.side in {"", person.side}]
        if not asked:
            return unproven(say("There is no principal investigator yet."), self.side)
        return worst(judged(self.test, asked, facts))


@dataclass(frozen=True)
class EachMember:
    """Everybody on the team, or everybody of a side or in some roles, meets a test."""

    test: Tree
    side: str = ""
    roles: Words = ()

    def find(self, facts: Facts) -> Finding:
        """Test each."""
        asked = [
            person
            for person in facts.people
            if self.side in {"", person.side} and (not self.roles or person.roles & set(self.roles))
        ]
        if not asked:
            return passed(say("Nobody on the team is concerned."), self.side)
        return worst(judged(self.test, asked, facts))


@dataclass(frozen=True)
class TeamMin:
    """At least so many people on the team meet a test."""

    test: Tree
    least: int = 1

    def find(self, facts: Facts) -> Finding:
        """Test everyone; the best results count."""
        return counted(judged(self.test, facts.people, facts), self.least)


@dataclass(frozen=True)
class TeamMax:
    """At most so many people on the team meet a test."""

    test: Tree
    most: int

    def find(self, facts: Facts) -> Finding:
        """Test everyone."""
        found_in = judged(self.test, facts.people, facts)
        sure = sum(each.result is Result.PASS for each in found_in)
        maybe = [each for each in found_in if each.result is Result.NEEDS_EVIDENCE]
        said = say("%(found)s people were found; at most %(most)s may take part.", found=sure, most=self.most)
        if sure > self.most:
            return failed(said)
        return passed(said) if sure + len(maybe) <= self.most else Finding(Result.NEEDS_EVIDENCE, lines_of(maybe))


@dataclass(frozen=True)
class TeamMinPerSide:
    """Every side has at least so many people, who meet a test if there is one."""

    least: int = 1
    test: Tree | None = None

    def find(self, facts: Facts) -> Finding:
        """Count on each side."""
        return worst([self.find_in(side, facts.of_side(side)) for side in facts.sides])

    def find_in(self, side: str, facts: Facts) -> Finding:
        """Count on one side."""
        if self.test is not None:
            return counted(judged(self.test, facts.people, facts), self.least, side)
        values = {"side": facts.sides[side], "found": len(facts.people), "least": self.least}
        met = Result.PASS if len(facts.people) >= self.least else Result.FAIL
        said = say("%(side)s: %(found)s people, at least %(least)s are asked for.", **values)
        return worst(settled([(side, found(met, said, side))], facts))


@dataclass(frozen=True)
class MustIncludeParty:
    """So many sides take part, or people from all of some institutions do."""

    sides: int = 0
    institutions: Words = ()

    def find(self, facts: Facts) -> Finding:
        """Count the sides, look for the institutions."""
        present = {person.side for person in facts.people}
        missing = [ror for ror in self.institutions if ror not in {person.ror for person in facts.people}]
        finding = passed(say("Everybody who must take part does."))
        if len(present) < self.sides:
            values = {"found": len(present), "least": self.sides}
            finding = failed(say("%(found)s sides take part; at least %(least)s must.", **values))
        elif missing:
            finding = failed(say("Nobody from the institution %(ror)s takes part.", ror=missing[0]))
        return worst(settled([("", finding)], facts))


@dataclass(frozen=True)
class ManualCheck:
    """Only a person can tell: an officer of each side, or of one, looks and records it."""

    side: str = ""

    def find(self, facts: Facts) -> Finding:
        """Leave it to the officers."""
        asked = [self.side] if self.side else list(facts.sides)
        units = [
            (side, for_offices(E, say("An officer of %(side)s checks this.", side=facts.sides[side]), side))
            for side in asked
            if side in facts.sides
        ]  # fmt: skip
        return worst(settled(units, facts))
