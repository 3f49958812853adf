"""What the law of eligibility looks at: plain values of an application and its people."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Self
from uuid import UUID

from grants.rules.careers import PartialDate
from grants.rules.findings import Result
from grants.rules.leave import Break

REFERENCES = ("closing", "submission", "starts_on", "ends_on")


@dataclass(frozen=True)
class Post:
    """Somebody's post at an institution; without an end it is permanent, or its end is not known."""

    ror: str
    position: str = ""
    percent: int = 100
    since: date | None = None
    until: date | None = None
    permanent: bool = False

    def holds_on(self, day: date) -> bool:
        """Whether it is held on a day, as far as is known."""
        return (self.since or date.min) <= day <= (self.until or date.max)


@dataclass(frozen=True)
class PersonFacts:
    """What the law looks at in one person; `degrees` by basis: defence, conferral or certificate.

    The name is as typed, or as each language writes it. `key` is who it is: people are told apart by it alone;
    whoever has no account has none.
    """

    name: str | Mapping[str, str]
    side: str
    is_pi: bool = False
    key: UUID | None = None
    role: str = ""
    ror: str | None = None
    degrees: Mapping[str, PartialDate] = field(default_factory=dict)
    doctoral_student: bool = False
    breaks: tuple[Break, ...] = ()
    born: PartialDate | None = None
    first_post: PartialDate | None = None
    posts: tuple[Post, ...] = ()

    @property
    def roles(self) -> set[str]:
        """The roles in which the person takes part: the call's own word for it, and “pi” for who leads a side."""
        return {self.role, "pi"} if self.is_pi else {self.role}

    def posts_here(self, day: date) -> list[Post]:
        """The posts held on a day at the institution the person applies from."""
        return [post for post in self.posts if post.ror in {self.ror, ""} and post.holds_on(day)]


@dataclass(frozen=True)
class MemberFacts:
    """An institution that belonged to a side between two days."""

    ror: str
    side: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Elsewhere:
    """Another running application, of this call or another one of the programme: who leads it, who is on it."""

    ref: str
    same_call: bool
    leads: frozenset[UUID]
    people: frozenset[UUID]


@dataclass(frozen=True)
class Track:
    """What a person received from this fund before (ref, the day it began), and reports that are overdue."""

    funded: tuple[tuple[str, date], ...] = ()
    overdue: tuple[tuple[str, date], ...] = ()


@dataclass(frozen=True)
class Facts:
    """What the law looks at in an application.

    `dates` knows closing, submission, starts_on and ends_on; `answers` is question → side ("" if shared) → value;
    `asks` is question → the sides it asks, where these are not all.
    `others` and `tracks` are looked up for officers only; where nobody looked they are None. `ruled` is what each
    side's officers decided on the rule in hand.
    """

    sides: Mapping[str, Mapping[str, str]]  # the code of each side and its label
    people: tuple[PersonFacts, ...]
    dates: Mapping[str, date]
    members: tuple[MemberFacts, ...] = ()
    theme: str = ""
    answers: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    asks: Mapping[str, Collection[str]] = field(default_factory=dict)
    others: tuple[Elsewhere, ...] | None = None
    tracks: Mapping[UUID, Track] | None = None
    ruled: Mapping[str, Result] = field(default_factory=dict)
    is_turned: bool = False

    def on(self, reference: str) -> date:
        """The day a rule refers to: one of `dates` by name, or a day of its own."""
        return self.dates[reference] if reference in REFERENCES else date.fromisoformat(reference)

    def of_side(self, side: str) -> Self:
        """Only what concerns one side: a rule of that side looks no further."""
        if not side:
            return self
        people = tuple(person for person in self.people if person.side == side)
        return replace(self, sides={side: self.sides[side]}, people=people)

    def turned(self) -> Self:
        """As seen from inside a “not”: what an officer decides is about the rule, so inside it is the opposite."""
        return replace(self, is_turned=True)

    def with_rulings(self, ruled: Mapping[str, Result]) -> Self:
        """The same, with what each side's officers decided on the rule in hand."""
        return replace(self, ruled=ruled) if ruled else self

    def keys(self) -> frozenset[UUID]:
        """Who is on the team, as far as they have accounts."""
        return keys_of(self.people)


def keys_of(people: Iterable[PersonFacts]) -> frozenset[UUID]:
    """Those of some people who have accounts."""
    return frozenset(person.key for person in people if person.key)
