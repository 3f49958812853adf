"""The panel as an assignment sees it: who knows what, who may judge what, how much is wanted, and house rules."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grants.reckoning.solver import Floats, Whole

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Claim:
    """A rule for each application: of the reviewers it names, at least and at most so many (none: no bound).

    Where some are held already the bounds differ: then they are arrays of shape (I,).
    """

    name: str
    among: Mask
    least: int | Whole | None = None
    most: int | Whole | None = None

    @property
    def asks(self) -> bool:
        """Whether it asks for anybody at all."""
        return self.least is not None and bool(np.any(self.least))


@dataclass(frozen=True)
class Panel:
    """The question. Arrays follow the names, which are sorted: build it with `panel_of`.

    `affinity` (I, R) whole numbers, larger fits better; `allowed` (I, R); `demand` (I,) reviewers for each application;
    `least` and `most` (R,) applications for each reviewer; `claims` with masks of shape (I, R).
    """

    applications: Sequence[str]
    reviewers: Sequence[str]
    affinity: Whole
    allowed: Mask
    demand: Whole
    least: Whole
    most: Whole
    claims: Sequence[Claim] = ()

    @cached_property
    def own_best(self) -> Whole:
        """What each application could score at most if it chose first: shape (I,); no assignment does better."""
        likings = -np.sort(-np.where(self.allowed, self.affinity, np.iinfo(np.int32).min), axis=1)
        wanted = np.arange(likings.shape[1])[None, :] < self.demand[:, None]
        best: Whole = np.where(wanted, likings, 0).sum(axis=1)
        return best


@dataclass(frozen=True)
class Rules:
    """The house rules: at most so many of one institution, at least one of each side, at least one expert.

    `sides` are asked for even where nobody is of them; who is `held` judges an application already, and counts.
    """

    institution: Mapping[str, Any] = field(default_factory=dict)
    most_of_one: int | None = None
    side: Mapping[str, Any] = field(default_factory=dict)
    sides: Collection[str] = ()
    least_of_each: int = 1
    expert_from: int | None = None
    held: Mapping[str, Collection[str]] = field(default_factory=dict)


def panel_of(
    affinity: Mapping[tuple[str, str], int], conflicts: Collection[tuple[str, str]], demand: Mapping[str, int],
    loads: Mapping[str, tuple[int, int]], rules: Rules | None = None,
) -> Panel:  # fmt: skip
    """The panel, in the order of its names; a pair without affinity may not be assigned.

    `demand` names every application with how many reviewers it needs, `loads` every reviewer with least and most.
    A ValueError where a pair names somebody unknown, or a number is negative or not whole.
    """
    applications, reviewers = sorted(demand), sorted(loads)
    if any(type(number) is not int for number in (*affinity.values(), *demand.values(), *sum(loads.values(), ()))):
        raise ValueError("affinities, demands and loads are whole numbers")
    if any(number < 0 for number in demand.values()) or any(not 0 <= least <= most for least, most in loads.values()):
        raise ValueError("demands and loads are not negative, and a load's least is not above its most")
    at, to = {name: n for n, name in enumerate(applications)}, {name: n for n, name in enumerate(reviewers)}
    if any(application not in at or reviewer not in to for application, reviewer in (*affinity, *conflicts)):
        raise ValueError("a pair names somebody unknown")
    liking = np.zeros((len(at), len(to)), dtype=np.int64)
    allowed = np.zeros((len(at), len(to)), dtype=bool)
    for (application, reviewer), value in affinity.items():
        liking[at[application], to[reviewer]], allowed[at[application], to[reviewer]] = value, True
    for application, reviewer in conflicts:
        allowed[at[application], to[reviewer]] = False
    bounds = np.array([loads[name] for name in reviewers], dtype=np.int64).reshape(-1, 2)
    wanted = np.array([demand[name] for name in applications], dtype=np.int64)
    claims = tuple(claims_of(rules or Rules(), (applications, reviewers), liking))
    return Panel(applications, reviewers, liking, allowed, wanted, bounds[:, 0], bounds[:, 1], claims)


def claims_of(rules: Rules, names: tuple[Sequence[str], Sequence[str]], affinity: Whole) -> list[Claim]:
    """The house rules as claims of every application, less what is held already."""
    reviewers, claims = names[1], list[Claim]()
    here = held_in(rules, names)
    if rules.most_of_one is not None:
        claims += [
            Claim(f"institution {each}", among, most=np.maximum(0, rules.most_of_one - (here & among).sum(axis=1)))
            for each, among in columns(rules.institution, reviewers, affinity)
        ]
    claims += [
        Claim(f"side {each}", among, least=np.maximum(0, rules.least_of_each - (here & among).sum(axis=1)))
        for each, among in [*columns(rules.side, reviewers, affinity), *nobodys(rules, affinity)]
    ]
    if rules.expert_from is not None:
        expert = affinity >= rules.expert_from
        claims.append(Claim("expert", expert, least=np.maximum(0, 1 - (here & expert).sum(axis=1))))
    return claims


def nobodys(rules: Rules, affinity: Whole) -> list[tuple[str, Mask]]:
    """The sides of which nobody is."""
    empty = np.zeros(affinity.shape, dtype=bool)
    return [(side, empty) for side in sorted(set(rules.sides) - set(rules.side.values()))]


def held_in(rules: Rules, names: tuple[Sequence[str], Sequence[str]]) -> Mask:
    """Who judges what already: shape (I, R)."""
    at, to = ({name: n for n, name in enumerate(each)} for each in names)
    here = np.zeros((len(at), len(to)), dtype=bool)
    for application, reviewers in rules.held.items():
        for reviewer in reviewers:
            if reviewer in to:
                here[at[application], to[reviewer]] = True
    return here


def columns(belongs: Mapping[str, Any], reviewers: Sequence[str], affinity: Whole) -> list[tuple[Any, Mask]]:
    """Each group of reviewers with its mask (I, R)."""
    groups = sorted({belongs[name] for name in reviewers if name in belongs}, key=str)
    rows = [np.array([belongs.get(name) == group for name in reviewers], dtype=bool) for group in groups]
    return [(group, np.broadcast_to(row, affinity.shape).copy()) for group, row in zip(groups, rows, strict=True)]


def floats(whole: Whole) -> Floats:
    """Whole numbers as the solver takes them."""
    return whole.astype(np.float64)
