"""Tests of where and how somebody is employed, enrolled or taking part."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from grants.rules.career_tests import own
from grants.rules.facts import Facts, PersonFacts, Post
from grants.rules.findings import Finding, Result, failed, passed, unproven
from grants.rules.leave import DAY
from grants.rules.sentences import together
from grants.rules.trees import Words, WordsByName
from grants.words import Sentence, say

POSITIONS = {
    "professor": say("Professor"),
    "associate_professor": say("Associate professor"),
    "senior_lecturer": say("Senior lecturer"),
    "lecturer": say("Lecturer"),
    "assistant_professor": say("Assistant professor"),
    "researcher": say("Researcher"),
    "postdoc": say("Postdoctoral researcher"),
    "emeritus": say("Professor emeritus"),
    "doctoral_student": say("Doctoral student"),
    "master_student": say("Master's student"),
    "staff": say("Other staff"),
}
LEVELS = {"doctoral": "doctoral_student", "master": "master_student"}


@dataclass(frozen=True)
class MemberAt:
    """The person's university belonged to the person's side of the programme on the day that counts."""

    reference: str = "closing"

    def find(self, person: PersonFacts, facts: Facts) -> Finding:
        """Look up the membership of the day."""
        day = facts.on(self.reference)
        side = facts.sides.get(person.side, person.side)
        if person.ror is None:
            return unproven(say("%(name)s has not named a university yet.", name=person.name), person.side)
        values = {"name": person.name, "side": side, "day": day}
        for member in facts.members:
            began, ended = member.since or date.min, member.until or date.max
            if (member.ror, member.side) == (person.ror, person.side) and began <= day <= ended:
                return passed(say("%(name)s: a member university of %(side)s on %(day)s.", **values), person.side)
        return failed(say("%(name)s: not at a member university of %(side)s on %(day)s.", **values), person.side)


@dataclass(frozen=True)
class AtInstitution:
    """The person belongs to one named institution."""

    ror: str

    def find(self, person: PersonFacts, _facts: Facts) -> Finding:
        """Compare the institutions."""
        values = {"name": person.name, "ror": self.ror}
        if person.ror == self.ror:
            return passed(say("%(name)s belongs to the institution %(ror)s.", **values), person.side)
        return failed(say("%(name)s does not belong to the institution %(ror)s.", **values), person.side)


@dataclass(frozen=True)
class HasRole:
    """The person takes part in one of some roles; the principal investigator's is “pi”."""

    roles: Words

    def find(self, person: PersonFacts, _facts: Facts) -> Finding:
        """Compare the roles."""
        if person.roles & set(self.roles):
            return passed(say("%(name)s takes part in the role asked for.", name=person.name), person.side)
        return failed(say("%(name)s takes part in another role.", name=person.name), person.side)


@dataclass(frozen=True)
class Enrolled:
    """The person studies for a doctorate, or for a master's degree."""

    level: str = "doctoral"
    reference: str = "closing"

    def find(self, person: PersonFacts, facts: Facts) -> Finding:
        """Ask the person's own word and the posts of the day."""
        position = LEVELS.get(self.level, self.level)
        held = {post.position for post in person.posts if post.holds_on(facts.on(self.reference))}
        values = {"name": person.name, "position": POSITIONS.get(position, position)}
        if position in held or (self.level == "doctoral" and person.doctoral_student):
            if self.level == "doctoral":
                return passed(say("%(name)s is a doctoral student.", name=person.name), person.side)
            return passed(say("%(name)s: %(position)s.", **values), person.side)
        if self.level == "doctoral":
            return failed(say("%(name)s is not a doctoral student.", name=person.name), person.side)
        return failed(say("%(name)s: not %(position)s.", **values), person.side)


@dataclass(frozen=True)
class PositionIn:
    """The person holds one of some positions; `at` names those of a single institution by its ROR id."""

    positions: Words = ()
    at: WordsByName = field(default_factory=dict)
    reference: str = "closing"

    def find(self, person: PersonFacts, facts: Facts) -> Finding:
        """Look at the posts of the day at the person's university."""
        wanted = self.at.get(person.ror or "", self.positions)
        held = [post.position for post in person.posts_here(facts.on(self.reference)) if post.position]
        if not held:
            return unproven(say("%(name)s has not said which position they hold.", name=person.name), person.side)
        values = {"name": person.name, "held": named(held), "wanted": named(wanted) if wanted else "–"}
        if set(held) & set(wanted):
            return passed(say("%(name)s holds the position: %(held)s.", **values), person.side)
        return failed(say("%(name)s holds the position: %(held)s. Asked for: %(wanted)s.", **values), person.side)


@dataclass(frozen=True)
class FteMin:
    """The person works at least so many per cent of full time at their university on the day that counts."""

    percent: int
    reference: str = "closing"

    def find(self, person: PersonFacts, facts: Facts) -> Finding:
        """Add up the posts of the day."""
        day = facts.on(self.reference)
        held = person.posts_here(day)
        if not held:
            sentence = say("%(name)s has not said how much of full time they work.", name=person.name)
            return own(person, Result.NEEDS_EVIDENCE, sentence)
        share = sum(post.percent for post in held)
        values = {"name": person.name, "share": share, "day": day, "least": self.percent}
        sentence = say("%(name)s works %(share)s per cent on %(day)s; at least %(least)s is asked for.", **values)
        return own(person, Result.PASS if share >= self.percent else Result.FAIL, sentence)


@dataclass(frozen=True)
class EmployedFromTo:
    """The person is employed at their university without a gap from one day to another: the whole award."""

    since: str = "starts_on"
    until: str = "ends_on"

    def find(self, person: PersonFacts, facts: Facts) -> Finding:
        """Follow contract after contract."""
        first, last = facts.on(self.since), facts.on(self.until)
        posts = [post for post in person.posts if post.ror in {person.ror, ""}]
        reached = reach(posts, first, last)
        values = {"name": person.name, "first": first, "last": last, "end": reached}
        if reached is None:
            sentence = say("%(name)s has not said until when they are employed.", name=person.name)
            return own(person, Result.NEEDS_EVIDENCE, sentence)
        if reached == date.max:
            sentence = say("%(name)s is employed without an end date, from %(first)s on.", **values)
            return own(person, Result.PASS, sentence)
        if reached >= last:
            sentence = say("%(name)s is employed until %(end)s, which is not before %(last)s.", **values)
            return own(person, Result.PASS, sentence)
        return own(person, Result.FAIL, ended(values, reached, first))


def ended(values: Mapping[str, Any], reached: date, first: date) -> Sentence:
    """Employment that ends too early, or has not begun."""
    if reached < first:
        return say("%(name)s is not employed on %(first)s, as far as the profile tells.", **values)
    return say("%(name)s is employed until %(end)s, which is before %(last)s.", **values)


def reach(posts: Sequence[Post], first: date, last: date) -> date | None:
    """Until when posts without a gap go on from a day; the day before, if none is held; None where nobody can tell."""
    reached, is_vague = first - DAY, not posts
    for post in sorted(posts, key=lambda post: post.since or date.min):
        if (post.since or date.min) > reached + DAY:
            continue
        if post.permanent:
            return date.max
        is_vague = is_vague or post.until is None
        reached = max(reached, post.until or reached)
    return None if is_vague and reached < last else reached


def named(positions: Iterable[str]) -> object:
    """Positions by their names; an institution's own grade as it is written there."""
    return together([POSITIONS.get(each, each) for each in positions])
