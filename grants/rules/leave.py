"""Leave, and how much of it a rule credits: every day once, at the larger share, within the rule's own limits.

A rule says as data which kinds it credits. Each may carry limits of its own: `more_than_days` (all leave of the kind
together must be longer), `most_days_each` (no single leave counts for more), `days_per_child` (a flat credit for each
child, where its real leave is shorter). More leave never credits less, and the order of leaves changes nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import chain, combinations, pairwise
from math import ceil
from typing import Any, Self

DAY = timedelta(days=1)
LEAVES = (
    "parental", "maternity", "childcare", "care", "illness", "military", "unemployment", "non_research", "move",
    "other",
)  # fmt: skip
MOST_CHILDREN = 6


@dataclass(frozen=True)
class Break:
    """Leave from a day to a day, both counted; the fraction is the share of full time that was not worked.

    `child` numbers the children of a family; 0 is leave for none.
    """

    kind: str
    start: date
    end: date
    fraction: Fraction = Fraction(1)
    child: int = 0


@dataclass(frozen=True)
class Credit:
    """How a rule credits one kind of leave; 0 means no such limit."""

    kind: str
    days_per_child: int = 0
    most_days_each: int = 0
    more_than_days: int = 0

    @classmethod
    def of(cls, given: str | Mapping[str, Any]) -> Self:
        """As a definition writes it: the kind alone, or the kind with its limits."""
        return cls(given) if isinstance(given, str) else cls(**given)


@dataclass(frozen=True)
class Span:
    """The time in which leave counts: after the anchor, up to the reference date."""

    after: date
    until: date

    def clip(self, leave: Break) -> tuple[date, date, Fraction] | None:
        """What of a leave lies in it, as the first day and the day after the last."""
        start, end = max(leave.start, self.after + DAY), min(leave.end, self.until)
        return (start, end + DAY, leave.fraction) if start <= end else None

    def days(self, breaks: Iterable[Break]) -> Fraction:
        """Days of leave in it; where leaves overlap the larger share counts, once."""
        counted = [clipped for clipped in map(self.clip, breaks) if clipped]
        edges = sorted({edge for start, end, _ in counted for edge in (start, end)})
        days = Fraction(0)
        for start, end in pairwise(edges):
            share = max((fraction for first, last, fraction in counted if first <= start < last), default=Fraction(0))
            days += (end - start).days * share
        return days


def credited_days(breaks: Iterable[Break], after: date, until: date) -> int:
    """Days of leave after a day and up to another, a part of a day rounded up in the applicant's favour."""
    return ceil(Span(after, until).days(breaks))


def credited(breaks: Iterable[Break], allowed: Sequence[Credit], span: Span, most: int = 0) -> int:
    """The days a rule credits: the best of counting each child's real leave or its flat credit, at most so many."""
    rules = {credit.kind: credit for credit in allowed}
    counted = long_enough([leave for leave in breaks if leave.kind in rules], rules, span)
    flat = flat_credits(counted, rules, span)
    days: Fraction = max(
        sum(flat[child] for child in chosen)
        + within_limits([leave for leave in counted if leave.child not in chosen], rules, span)
        for chosen in subsets(sorted(flat)[:MOST_CHILDREN])
    )
    return min(ceil(days), most) if most else ceil(days)


def long_enough(breaks: Sequence[Break], rules: Mapping[str, Credit], span: Span) -> list[Break]:
    """Without the kinds that, all together, are not longer than their rule asks."""
    together = {kind: span.days(leave for leave in breaks if leave.kind == kind) for kind in rules}
    return [leave for leave in breaks if together[leave.kind] > rules[leave.kind].more_than_days]


def flat_credits(breaks: Iterable[Break], rules: Mapping[str, Credit], span: Span) -> dict[int, int]:
    """What each child is worth under a flat credit, where there was such leave for it in the time that counts."""
    flat: dict[int, int] = {}
    for leave in breaks:
        worth = rules[leave.kind].days_per_child
        if leave.child and worth and span.clip(leave):
            flat[leave.child] = max(worth, flat.get(leave.child, 0))
    return flat


def within_limits(breaks: Sequence[Break], rules: Mapping[str, Credit], span: Span) -> Fraction:
    """Days of leave, no single one of a limited kind for more than its limit.

    Of every way to count the limited kinds, by their days or by their limits, the least is what both allow.
    """
    limited = sorted({leave.kind for leave in breaks if rules[leave.kind].most_days_each})
    own = {kind: Fraction(0) for kind in limited}
    for leave in breaks:
        if leave.kind in own:
            own[leave.kind] += min(span.days([leave]), Fraction(rules[leave.kind].most_days_each))
    return min(
        sum((own[kind] for kind in chosen), span.days(leave for leave in breaks if leave.kind not in chosen))
        for chosen in subsets(limited)
    )


def subsets(things: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    """Every choice of some of these, none and all among them."""
    return chain.from_iterable(combinations(things, count) for count in range(len(things) + 1))
