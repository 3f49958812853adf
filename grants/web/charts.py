"""The charts of the house: where on a line something stands. A chart is a table whose rows carry their own picture.

Drawn on the server, in per cent of the width; what a colour says a shape and a word say too, and every figure stands
in a cell beside it. `templates/_charts.html` draws what is prepared here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

SHAPES = {"accepted": "circle", "random_selection": "diamond", "rejected": "square"}


@dataclass(frozen=True)
class Scale:
    """The line a chart is drawn on, from its lowest to its highest value, with a little room at both ends."""

    low: float
    high: float

    def at(self, value: float) -> float:
        """Where a value stands, in per cent."""
        width = (self.high - self.low) or 1.0
        return round(2 + 96 * (min(max(value, self.low), self.high) - self.low) / width, 2)

    def between(self, ends: tuple[float, float]) -> tuple[float, float]:
        """Where a stretch begins and how long it is, in per cent."""
        start, end = (self.at(each) for each in ends)
        return start, round(end - start, 2)


@dataclass(frozen=True)
class Whisker:
    """One row: what it is about, a dot, a thick and a thin stretch around it, and its figures in words."""

    label: Any
    dot: float
    thin: tuple[float, float]
    thick: tuple[float, float] | None = None
    shape: str = "circle"
    told: Sequence[Any] = ()
    address: str = ""
    note: Any = ""
    plain: bool = True


@dataclass(frozen=True)
class Whiskers:
    """A chart of such rows: the heads of its figures, and a line drawn through all of them, where there is one."""

    heads: Sequence[Any]
    rows: Sequence[Whisker]
    line: float | None = None
    above: int = 0
    below: int = 0


@dataclass(frozen=True)
class Spark:
    """A tiny histogram of marks: how many reviews come to each step of the scale; one's own step is dark."""

    counts: Mapping[int, int] = field(default_factory=dict)
    own: int | None = None
    words: str = ""

    @property
    def bars(self) -> list[tuple[int, int, bool]]:
        """Each step with its height in the picture, and whether one's own review stands there."""
        top = max(self.counts.values(), default=0) or 1
        return [(step, round(14 * count / top), step == self.own) for step, count in sorted(self.counts.items())]


def steps_of(call: Any) -> range:
    """Every step of the widest scale of a call."""
    lows, highs = zip(*((one.low, one.high) for one in call.criteria), strict=True)
    return range(min(lows), max(highs) + 1)


def spark(totals: Sequence[Fraction], steps: range, own: Fraction | None = None) -> Spark:
    """The histogram of what reviews come to, each at the nearest step of the scale."""
    counts = dict.fromkeys(steps, 0)
    for total in totals:
        counts[nearest(total)] = counts.get(nearest(total), 0) + 1
    words = ", ".join(f"{count} × {step}" for step, count in sorted(counts.items()) if count)
    return Spark(counts, nearest(own) if own is not None else None, words)


def nearest(total: Fraction) -> int:
    """The nearest step of the scale, halves upward."""
    return int((2 * total + 1) // 2)


def around(count: int, line: int, most: int, each_side: int) -> tuple[int, int]:
    """Which rows of a long list are drawn: all of a short one, else those around the line."""
    if count <= most:
        return 0, count
    start = min(max(0, line - each_side), max(0, count - 2 * each_side - 1))
    return start, min(count, start + 2 * each_side + 1)
