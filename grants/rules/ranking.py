"""Ranking: by score, then by the declared chain; what is still equal is shown as equal, never sorted silently."""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import groupby
from math import lcm
from operator import itemgetter
from typing import Any, TypeVar

from grants.rules.refusal import Refused
from grants.words import Sentence, say

T = TypeVar("T", bound=Hashable)
LOWER_TOTAL = "lower_total"
CRITERION = "criterion:"
NOTHING = Fraction(0)
FEWEST = 8  # ranked, for a quarter of them to be told: two or more stand in each


@dataclass(frozen=True)
class Contender:
    """One application in a ranking: its score, its mean marks, and what share of the caps it asks for."""

    application: Any
    score: Fraction | None
    by_criterion: Mapping[str, Fraction] = field(default_factory=dict)
    share_asked: Fraction = Fraction(0)


@dataclass(frozen=True)
class Ranked:
    """A place in the ranking; `tied` where it is shared, `split_by` what part of the chain set it below the last."""

    place: int
    contender: Contender
    tied: bool
    split_by: str | None = None


def order(contenders: Sequence[Contender], chain: Sequence[str] = ()) -> list[Ranked]:
    """The ranking: best score first, ties by the chain; those without a score come last, together."""
    scored = [each for each in contenders if each.score is not None]
    unscored = [each for each in contenders if each.score is None]
    columns = [whole([each.score or NOTHING for each in scored], -1), *(link(scored, name) for name in chain)]
    keyed = sorted(zip(zip(*columns, strict=True), scored, strict=True), key=itemgetter(0))
    ranked: list[Ranked] = []
    above: tuple[int, ...] = ()
    for standing, group in groupby(keyed, key=itemgetter(0)):
        sharing = [each for _, each in group]
        split = split_by(above, standing, chain)
        place = len(ranked) + 1
        ranked += [Ranked(place, each, len(sharing) > 1, split) for each in sharing]
        above = standing
    return ranked + [Ranked(len(ranked) + 1, each, len(unscored) > 1) for each in unscored]


def whole(figures: Sequence[Fraction], way: int) -> list[int]:
    """Exact figures as whole numbers that compare alike: all of them over one denominator; -1 turns them around."""
    under = lcm(*{figure.denominator for figure in figures})
    return [way * figure.numerator * (under // figure.denominator) for figure in figures]


def link(contenders: Sequence[Contender], name: str) -> list[int]:
    """One link of the tie chain, smaller is better: a higher mark on a criterion, or less money asked for."""
    if name == LOWER_TOTAL:
        return whole([each.share_asked for each in contenders], 1)
    code = name.removeprefix(CRITERION)
    return whole([each.by_criterion.get(code, NOTHING) for each in contenders], -1)


def split_by(above: tuple[int, ...], below: tuple[int, ...], chain: Sequence[str]) -> str | None:
    """The link of the chain that tells two contenders of equal score apart."""
    if not above or above[0] != below[0]:
        return None
    return next((name for name, one, two in zip(chain, above[1:], below[1:], strict=True) if one != two), None)


def rearranged(groups: Sequence[Sequence[T]], which: T, anchor: T, *, above: bool) -> list[list[T]]:
    """The order with one taken out and put by itself just above or below another; ties it leaves behind stay ties."""
    rest = [[each for each in group if each != which] for group in groups]
    lined: list[list[T]] = []
    for group in filter(None, rest):
        here = anchor in group
        lined += [[which]] if here and above else []
        lined.append(group)
        lined += [[which]] if here and not above else []
    return lined


def placed(groups: Iterable[Sequence[T]]) -> dict[T, int]:
    """Everybody's place: equals share one, and the next one counts them."""
    places: dict[T, int] = {}
    for group in groups:
        places |= dict.fromkeys(group, len(places) + 1)
    return places


def quarters(places: Mapping[T, int]) -> dict[T, int]:
    """The quarter everybody stands in, 1 the best, equals together; none of so few that it would be nearly a place."""
    many = len(places)
    return {one: 4 * (place - 1) // many + 1 for one, place in places.items()} if many >= FEWEST else {}


def grouped(places: Mapping[T, int]) -> list[list[T]]:
    """The order that these places say, equals together."""
    lined = sorted(places, key=places.__getitem__)
    return [list(group) for _, group in groupby(lined, key=places.__getitem__)]


def nudged(groups: Sequence[Sequence[T]], which: T, *, up: bool) -> int:
    """The place one step up or down: out of a tie first, then past the next above or below."""
    here = next(place for place, group in enumerate(groups) if which in group)
    place, size = sum(map(len, groups[:here])) + 1, len(groups[here])
    if size > 1:
        return place if up else place + size - 1
    if up:
        return place - (len(groups[here - 1]) if here else 0)
    return place + (len(groups[here + 1]) if here + 1 < len(groups) else 0)


def cut(groups: Iterable[Sequence[T]], most: int) -> tuple[list[T], list[T]]:
    """The first so many, and all the others; a line through a tie is refused: the tie is broken first."""
    above: list[T] = []
    below: list[T] = []
    for group in groups:
        if len(above) < most < len(above) + len(group) and not below:
            raise Refused(
                say("The line after place %(most)s runs through a tie: %(count)s share place %(place)s. "
                    "Put one of them above the others, with the reason.",
                    most=most, count=len(group), place=len(above) + 1), "fund",
            )  # fmt: skip
        (above if len(above) < most and not below else below).extend(group)
    return above, below


def is_link(name: str, criteria: Collection[str]) -> bool:
    """Whether a name can stand in a tie chain."""
    return name == LOWER_TOTAL or (name.startswith(CRITERION) and name.removeprefix(CRITERION) in criteria)


def explain_split(name: str, labels: Mapping[str, Mapping[str, str]]) -> Sentence:
    """How a tie was broken, in words."""
    if name == LOWER_TOTAL:
        return say("Equal scores: the one that asks for less comes first.")
    label = labels[name.removeprefix(CRITERION)]
    return say("Equal scores: the higher mean on “%(criterion)s” comes first.", criterion=label)
