"""Plausible places on the panel's pages: what was reckoned, for this reader, around the line of this call."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from grants.calls.model import Call
from grants.decisions.heard import Told, told
from grants.decisions.queries import Standing, hidden_from
from grants.rules.decisions import Recommendation
from grants.rules.plausible import Group, Place, groups_of, line_of
from grants.web.reader import visitor
from grants.web.transaction import session
from grants.words import Sentence, say

EXPECTED, HALF = 0, 1  # where they stand among an application's figures


@dataclass(frozen=True)
class Plausible:
    """What a page says of plausible places: whether of now, each application's, and the line through them."""

    is_fresh: bool = True
    numbers: Sequence[int] = ()
    groups: Mapping[int, Group] = field(default_factory=dict)
    fundable: int | None = None
    pools: int = 1
    found: Told | None = None

    def place(self, number: int) -> Place | None:
        """One application's plausible places; none where nothing was reckoned of it."""
        if self.found is None or number not in self.found.figures:
            return None
        return self.found.place(number)

    @property
    def line(self) -> float | None:
        """Where the funding line runs."""
        if self.fundable is None or self.found is None:
            return None
        return line_of((self.found.figures[number][EXPECTED] for number in self.numbers), self.fundable)

    @property
    def split(self) -> int:
        """How many applications the line runs through."""
        return sum(group is Group.RANDOM_SELECTION for group in self.groups.values())

    @property
    def about_line(self) -> Sentence | None:
        """What the reviews can tell at the line, in a sentence."""
        if not self.groups:
            return None
        if not self.split:
            return say("The reviews tell apart what is above the line after %(count)s and what is below it.",
                       count=self.fundable)  # fmt: skip
        return say("The line after %(count)s runs through %(split)s applications that the reviews cannot tell apart.",
                   count=self.fundable, split=self.split)  # fmt: skip

    @property
    def warning(self) -> Sentence | None:
        """What speaks against taking the figures at their word."""
        if self.pools > 1:
            return say(
                "The reviewers fall into %(pools)s groups that have no application in common: whether one group was "
                "strict or its applications weak cannot be told. Let two or three applications be judged across.",
                pools=self.pools,
            )  # fmt: skip
        return None


def plausible_in(call: Call, seen: Sequence[Standing]) -> Plausible:
    """What was reckoned of the applications that this reader sees."""
    found = told(session(), call, [one.number for one in seen], hidden_from(session(), visitor(), call))
    if found is None or not found.is_enough:
        return Plausible(found=found)
    numbers = [one.number for one in seen if one.number in found.figures]
    fundable = fundable_in(call, seen, len(numbers))
    told_of = [(found.figures[number][HALF], found.figures[number][EXPECTED]) for number in numbers]
    groups = groups_of(told_of, fundable) if fundable else []
    return Plausible(
        found.is_fresh, numbers, dict(zip(numbers, groups, strict=False)), fundable, found.kept.result["pools"], found,
    )  # fmt: skip


def fundable_in(call: Call, seen: Sequence[Standing], ranked: int) -> int | None:
    """Up to which place there is money, as far as the call or the panel says."""
    advised = sum(one.recommendation is Recommendation.FUND for one in seen)
    count = call.max_awards or (len(call.themes) if call.one_per_theme else 0) or advised
    return min(count, ranked) if count and ranked else None
