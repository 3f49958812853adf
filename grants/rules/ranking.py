"""Ranking: by score, then by the declared chain; what is still equal is shown as equal, never sorted silently."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import groupby
from typing import Any

from grants.words import Sentence, say

LOWER_TOTAL = "lower_total"
CRITERION = "criterion:"


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
    ranked: list[Ranked] = []
    keyed = sorted(((key(each, chain), each) for each in contenders), key=lambda pair: pair[0])
    above: tuple[Any, ...] | None = None
    for standing, group in groupby(keyed, key=lambda pair: pair[0]):
        sharing = [each for _, each in group]
        split = split_by(above, standing, chain)
        place = len(ranked) + 1
        ranked += [Ranked(place, each, len(sharing) > 1, split) for each in sharing]
        above = standing
    return ranked


def key(contender: Contender, chain: Sequence[str]) -> tuple[Any, ...]:
    """What a contender is ordered by: a smaller key is a better place."""
    if contender.score is None:
        return (1,)
    return (0, -contender.score, *(link(contender, name) for name in chain))


def link(contender: Contender, name: str) -> Fraction:
    """One link of the tie chain: a higher mark on a criterion, or less money asked for."""
    if name == LOWER_TOTAL:
        return contender.share_asked
    return -contender.by_criterion.get(name.removeprefix(CRITERION), Fraction(0))


def split_by(above: tuple[Any, ...] | None, below: tuple[Any, ...], chain: Sequence[str]) -> str | None:
    """The link of the chain that tells two contenders of equal score apart."""
    if above is None or above[:2] != below[:2]:
        return None
    return next((name for name, one, two in zip(chain, above[2:], below[2:], strict=True) if one != two), None)


def is_link(name: str, criteria: Collection[str]) -> bool:
    """Whether a name can stand in a tie chain."""
    return name == LOWER_TOTAL or (name.startswith(CRITERION) and name.removeprefix(CRITERION) in criteria)


def explain_split(name: str, labels: Mapping[str, Mapping[str, str]]) -> Sentence:
    """How a tie was broken, in words."""
    if name == LOWER_TOTAL:
        return say("Equal scores: the one that asks for less comes first.")
    label = labels[name.removeprefix(CRITERION)]
    return say("Equal scores: the higher mean on “%(criterion)s” comes first.", criterion=label)
