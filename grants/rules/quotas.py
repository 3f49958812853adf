"""Quotas: what the set of funded projects must look like as a whole; each is one line of whole-number arithmetic."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol


class Countable(Protocol):
    """What a quota looks at: a project's name, what is known of it, and what it asks of which pot."""

    @property
    def id(self) -> str:
        """Its name."""

    @property
    def attributes(self) -> Mapping[str, Any]:
        """What is known of it: its theme, the side that leads it."""

    @property
    def asks(self) -> Mapping[str, int]:
        """What it asks of each pot, in minor units."""


@dataclass(frozen=True)
class Quota:
    """The weights of the funded projects together must lie between `least` and `most` (none: no bound)."""

    weights: Mapping[str, int]
    least: int | None = None
    most: int | None = None

    def is_met(self, funded: Collection[str]) -> bool:
        """Whether this set of projects is within the bounds."""
        total = sum(self.weights.get(name, 0) for name in funded)
        return (self.least is None or total >= self.least) and (self.most is None or total <= self.most)


def hits(projects: Iterable[Countable], attribute: str, value: Any) -> dict[str, int]:
    """One for every project of that kind, nought for the others."""
    return {each.id: int(each.attributes.get(attribute) == value) for each in projects}


def at_least(projects: Iterable[Countable], attribute: str, value: Any, count: int) -> Quota:
    """So many funded projects of one kind, or more."""
    return Quota(hits(projects, attribute, value), least=count)


def at_most(projects: Iterable[Countable], attribute: str, value: Any, count: int) -> Quota:
    """No more than so many of one kind: of one university, one direction, one investigator."""
    return Quota(hits(projects, attribute, value), most=count)


def share_of(projects: Iterable[Countable], attribute: str, value: Any, share: tuple[int, int]) -> Quota:
    """At least this share (numerator, denominator) of the number of funded projects is of one kind."""
    over, under = share
    kind = hits(projects, attribute, value)
    return Quota({name: under * hit - over for name, hit in kind.items()}, least=0)


def awards(projects: Iterable[Countable], least: int | None, most: int | None) -> Quota:
    """How many awards the call makes, at least and at most."""
    return Quota({each.id: 1 for each in projects}, least, most)


def balanced(projects: Iterable[Countable], attribute: str, sides: tuple[Any, Any], apart: int) -> Quota:
    """As many led from one side as from the other, at most so many apart."""
    held = list(projects)
    one, other = (hits(held, attribute, side) for side in sides)
    return Quota({name: one[name] - other[name] for name in one}, -apart, apart)


def ring_fence(projects: Iterable[Countable], pot: str, free: int, is_inside: Callable[[Countable], bool]) -> Quota:
    """What projects outside the fence may take from a pot altogether: its amount less what is kept for the theme."""
    return Quota({each.id: 0 if is_inside(each) else each.asks.get(pot, 0) for each in projects}, most=free)
