"""Scoring: exact arithmetic from marks to one figure per application; rounded only where it is shown."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from grants.words import Sentence, say

WIDE_SPREAD = 2
WIDE_GAP = 1


class Flag(StrEnum):
    """What the panel should look at before it trusts a figure."""

    SPREAD = "spread"
    MISSING = "missing"
    SIDE_GAP = "side_gap"

    @property
    def label(self) -> Sentence:
        """The flag in words."""
        return FLAG_LABELS[self]


FLAG_LABELS = {
    Flag.SPREAD: say("The reviewers differ by two points or more"),
    Flag.MISSING: say("A review is missing"),
    Flag.SIDE_GAP: say("The sides differ by one point or more"),
}


@dataclass(frozen=True)
class Scored:
    """One submitted review: whose side it comes from, and its mark per criterion (none: abstained)."""

    side: str
    marks: Mapping[str, int | None]


@dataclass(frozen=True)
class Summary:
    """What the reviews of one application come to."""

    score: Fraction | None
    plain: Fraction | None
    by_side: Mapping[str, Fraction]
    by_criterion: Mapping[str, Fraction]
    reviews: int
    spread: Fraction
    gap: Fraction
    missing: Mapping[str, int]
    totals: tuple[Fraction, ...] = ()

    @property
    def flags(self) -> list[Flag]:
        """What the panel should look at."""
        raised = {
            Flag.SPREAD: self.spread >= WIDE_SPREAD,
            Flag.MISSING: bool(self.missing),
            Flag.SIDE_GAP: self.gap >= WIDE_GAP,
        }
        return [flag for flag, up in raised.items() if up]


def weighted(marks: Mapping[str, int | None], weights: Mapping[str, int]) -> Fraction | None:
    """The weighted mean of one review over the criteria it marks; a blank criterion counts neither way."""
    given = [(weights[code], mark) for code, mark in marks.items() if mark is not None and code in weights]
    weight = sum(each for each, _ in given)
    return Fraction(sum(each * mark for each, mark in given), weight) if weight else None


def mean(figures: Sequence[Fraction]) -> Fraction:
    """The plain mean."""
    return sum(figures, Fraction(0)) / len(figures)


def median(figures: Sequence[Fraction]) -> Fraction:
    """The middle figure, or the mean of the two in the middle."""
    lined = sorted(figures)
    return mean(lined[(len(lined) - 1) // 2 : len(lined) // 2 + 1])


def trimmed(figures: Sequence[Fraction]) -> Fraction:
    """The mean without the highest and the lowest figure, once there are three or more."""
    lined = sorted(figures)
    return mean(lined[1:-1] or lined)


AGGREGATES: dict[str, Callable[[Sequence[Fraction]], Fraction]] = {"mean": mean, "median": median, "trimmed": trimmed}


def gathered(figures: Iterable[tuple[str, Fraction]], by: str, *, side_balanced: bool = True) -> Fraction | None:
    """One figure out of every review's side and figure, as the call says: within each side first, then sides alike."""
    heard: dict[str, list[Fraction]] = {}
    for side, figure in figures:
        heard.setdefault(side if side_balanced else "", []).append(figure)
    return mean([AGGREGATES[by](each) for each in heard.values()]) if heard else None


def side_means(figures: Iterable[tuple[str, Fraction]]) -> dict[str, Fraction]:
    """The mean of each side that has said something."""
    heard: dict[str, list[Fraction]] = {}
    for side, figure in figures:
        heard.setdefault(side, []).append(figure)
    return {side: mean(each) for side, each in heard.items()}


def balanced(figures: Iterable[tuple[str, Fraction]]) -> Fraction | None:
    """The mean in which every side counts alike, however many of its reviewers answered."""
    return gathered(figures, "mean")


def score_of(reviews: Iterable[tuple[str, int, int]], *, side_balanced: bool = True) -> Fraction | None:
    """The one figure an application is ranked by, from each review's side, weighted sum and weight; exact and quick.

    It is `summarise(...).score`, in whole numbers, for a call with a thousand applications.
    """
    heard: dict[str, tuple[int, int, int]] = {}
    for side, total, weight in reviews:
        if not weight:
            continue
        over, under, count = heard.get(side if side_balanced else "", (0, weight, 0))
        over, under = (over + total, under) if under == weight else (over * weight + total * under, under * weight)
        heard[side if side_balanced else ""] = over, under, count + 1
    if not heard:
        return None
    top, bottom = 0, 1
    for over, under, count in heard.values():
        top, bottom = top * under * count + over * bottom, bottom * under * count
    return Fraction(top, bottom * len(heard))


def summarise(
    reviews: Sequence[Scored], weights: Mapping[str, int], wanted: Mapping[str, int], *, side_balanced: bool = True,
) -> Summary:  # fmt: skip
    """What the submitted reviews come to; `wanted` is how many each side owes, and what is missing is always said."""
    figures = [(review.side, figure) for review in reviews if (figure := weighted(review.marks, weights)) is not None]
    totals = [figure for _, figure in figures]
    by_side = side_means(figures)
    plain = mean(totals) if totals else None
    return Summary(
        score=mean(list(by_side.values())) if side_balanced and by_side else plain,
        plain=plain,
        by_side=by_side,
        by_criterion=criterion_means(reviews, weights, side_balanced=side_balanced),
        reviews=len(totals),
        spread=max(totals) - min(totals) if totals else Fraction(0),
        gap=max(by_side.values()) - min(by_side.values()) if by_side else Fraction(0),
        missing={
            side: lacking
            for side, count in wanted.items()
            if (lacking := count - sum(each == side for each, _ in figures)) > 0
        },
        totals=tuple(sorted(totals)),
    )


def criterion_means(
    reviews: Sequence[Scored], weights: Mapping[str, int], *, side_balanced: bool = True,
) -> dict[str, Fraction]:  # fmt: skip
    """The mean mark of each criterion, for tie chains and for feedback."""
    means = {}
    for code in weights:
        marks = [(each.side, Fraction(mark)) for each in reviews if (mark := each.marks.get(code)) is not None]
        if marks:
            means[code] = mean(list(side_means(marks).values())) if side_balanced else mean([mark for _, mark in marks])
    return means
