"""Plausible places: what the reviews can tell apart around the funding line, and what they cannot."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from grants.words import Sentence, say

Interval = tuple[int, int]
FEWEST_REVIEWS = 2  # an application with fewer stands in the middle whatever it is worth
FEWEST_OF_ONE = 5  # fewer reviews of one person say nothing about their leniency


class Group(StrEnum):
    """On which side of the funding line an application stands, as far as its reviews can tell."""

    ACCEPTED = "accepted"
    RANDOM_SELECTION = "random_selection"
    REJECTED = "rejected"

    @property
    def label(self) -> Sentence:
        """The group in words."""
        return GROUP_LABELS[self]


GROUP_LABELS = {
    Group.ACCEPTED: say("Above the line"),
    Group.RANDOM_SELECTION: say("On the line"),
    Group.REJECTED: say("Below the line"),
}


@dataclass(frozen=True)
class Place:
    """One application: expected rank, plausible places (half of them, nine in ten), how many reviews tell it."""

    number: int
    expected: float
    half: Interval
    most: Interval
    reviews: int
    mean: float | None = None

    @property
    def told(self) -> str:
        """The plausible places as a page writes them: 2–5, or 10 alone."""
        low, high = self.most
        return f"{low}–{high}" if low < high else str(low)

    @property
    def is_told(self) -> bool:
        """Whether it has enough reviews to say anything."""
        return self.reviews >= FEWEST_REVIEWS


def line_of(expected: Iterable[float], fundable: int) -> float:
    """The funding line: the expected rank of the last application that can be paid."""
    lined = sorted(expected)
    if not 0 < fundable <= len(lined):
        raise ValueError("the number that can be funded lies between one and all")
    return lined[fundable - 1]


def groups_of(places: Sequence[tuple[Interval, float]], fundable: int) -> list[Group]:
    """Who is wholly better than the line, wholly worse, or not to be told apart from it."""
    line = line_of((expected for _, expected in places), fundable)
    found = [group_of(half, expected, line) for half, expected in places]
    if sum(group is not Group.REJECTED for group in found) == fundable:
        return [Group.REJECTED if group is Group.REJECTED else Group.ACCEPTED for group in found]
    return found


def group_of(half: Interval, expected: float, line: float) -> Group:
    """On which side of the line one application stands."""
    low, high = half
    if low <= line <= high or expected == line:
        return Group.RANDOM_SELECTION
    return Group.ACCEPTED if high < line else Group.REJECTED


def pools(pairs: Iterable[tuple[str, str]]) -> int:
    """Into how many pools, with no reviewer or application in common, these reviews fall apart."""
    roots: dict[tuple[str, str], tuple[str, str]] = {}

    def root(of: tuple[str, str]) -> tuple[str, str]:
        while roots.setdefault(of, of) != of:
            roots[of] = roots[roots[of]]
            of = roots[of]
        return of

    for application, reviewer in pairs:
        roots[root(("application", application))] = root(("reviewer", reviewer))
    return len({root(each) for each in list(roots)})
