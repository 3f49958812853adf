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
    """A rule for each application: of the reviewers it names, at least and at most so many (none: no bound)."""

    name: str
    among: Mask
    least: int | None = None
    most: int | None = None


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
    """The house rules: at most so many of one institution, at least one of each side, at least one expert."""

    institution: Mapping[str, Any] = field(default_factory=dict)
    most_of_one: int | None = None
    side: Mapping[str, Any] = field(default_factory=dict)
    least_of_each: int = 1
    expert_from: int | None = None


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
    claims = tuple(claims_of(rules or Rules(), reviewers, liking))
    return Panel(applications, reviewers, liking, allowed, wanted, bounds[:, 0], bounds[:, 1], claims)


def claims_of(rules: Rules, reviewers: Sequence[str], affinity: Whole) -> list[Claim]:
    """The house rules as claims of every application."""
    claims = []
    if rules.most_of_one is not None:
        claims += [
            Claim(f"institution {each}", among, most=rules.most_of_one)
            for each, among in columns(rules.institution, reviewers, affinity)
        ]
    claims += [
        Claim(f"side {each}", among, least=rules.least_of_each)
        for each, among in columns(rules.side, reviewers, affinity)
    ]
    if rules.expert_from is not None:
        claims.append(Claim("expert", affinity >= rules.expert_from, least=1))
    return claims


def columns(belongs: Mapping[str, Any], reviewers: Sequence[str], affinity: Whole) -> list[tuple[Any, Mask]]:
    """Each group of reviewers with its mask (I, R)."""
    groups = sorted({belongs[name] for name in reviewers if name in belongs}, key=str)
    rows = [np.array([belongs.get(name) == group for name in reviewers], dtype=bool) for group in groups]
    return [(group, np.broadcast_to(row, affinity.shape).copy()) for group, row in zip(groups, rows, strict=True)]


def floats(whole: Whole) -> Floats:
    """Whole numbers as the solver takes them."""
    return whole.astype(np.float64)
