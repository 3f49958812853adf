"""Shortage: who cannot be served where no complete assignment exists, by how many, and what limits the worst-off."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import numpy as np

from grants.reckoning.assignment import Assignment
from grants.reckoning.panel import Claim, Mask, Panel, floats
from grants.reckoning.solver import Floats, Programme, Solution, Undecided, Whole

T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True)
class Shortage:
    """What is missing at least. `assignable` reviews could be assigned if demands and least loads were only wishes.

    `applications` lack so many reviewers, `reviewers` so many applications, `claims` (rule, application) so many of a
    kind, together as few as possible. `crowded` applications all depend on the `full` reviewers: there it must give.
    """

    assignable: int
    applications: Mapping[str, int]
    reviewers: Mapping[str, int]
    claims: Mapping[tuple[str, str], int]
    crowded: tuple[str, ...]
    full: tuple[str, ...]


class Limit(StrEnum):
    """Why an application did not get a reviewer who would fit it well."""

    CONFLICT = "conflict"
    FULL = "full"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True)
class WorstOff:
    """An application near the bottom: its score, what it could score at most, whom it did not get, and why."""

    application: str
    score: int
    own_best: int
    missed: Mapping[str, Limit]


def shortage(panel: Panel) -> Shortage:
    """What is missing in a panel that cannot be assigned completely; nothing where it can."""
    most = at_most(panel)
    chosen = np.zeros(panel.allowed.shape, dtype=bool)
    chosen[panel.allowed] = most.values > 0.5  # noqa: PLR2004 (half-way between no and yes)
    crowded, full = hemmed_in(panel, chosen)
    lacking = np.round(as_near_as_possible(panel)).astype(np.int64)
    size, width = panel.allowed.shape
    kinds = [(claim.name, name) for claim in panel.claims if claim.asks for name in panel.applications]
    return Shortage(
        int(chosen.sum()), listed(panel.applications, lacking[:size]),
        listed(panel.reviewers, lacking[size : size + width]), listed(kinds, lacking[size + width :]), crowded, full,
    )  # fmt: skip


def at_most(panel: Panel) -> Solution:
    """As many reviews as can be assigned at all, with no demand or load to be filled."""
    rows, columns = (each.astype(np.int64) for each in np.nonzero(panel.allowed))
    ones = np.ones(len(rows))
    programme = Programme(ones, ones)
    below_all = np.full(panel.allowed.shape[0], -np.inf)
    programme.rows(rows, np.arange(len(rows)), ones, (below_all, floats(panel.demand)))
    programme.rows(columns, np.arange(len(rows)), ones, (np.full(len(panel.reviewers), -np.inf), floats(panel.most)))
    for claim in panel.claims:
        if claim.most is not None:
            inside = claim.among[panel.allowed]
            most = np.broadcast_to(np.asarray(claim.most, dtype=float), (len(below_all),))
            programme.rows(rows[inside], np.arange(len(rows))[inside], ones[inside], (below_all, most))
    return answered(programme.solve())


def as_near_as_possible(panel: Panel) -> Floats:
    """What each application, reviewer and claim lacks when all together lack as little as can be."""
    claims = [claim for claim in panel.claims if claim.asks]
    rows, columns = (each.astype(np.int64) for each in np.nonzero(panel.allowed))
    pairs, (size, width) = len(rows), panel.allowed.shape
    slack = size + width + len(claims) * size
    gains = np.concatenate([np.zeros(pairs), -np.ones(slack)])
    programme = Programme(gains, np.concatenate([np.ones(pairs), np.full(slack, np.inf)]), free=pairs)
    at = np.arange(pairs)

    def rule(owner: Whole, pair: Whole, first: int, bounds: tuple[Floats, Floats]) -> None:
        own = np.arange(len(bounds[0]))
        places = np.concatenate([pair, pairs + first + own])
        programme.rows(np.concatenate([owner, own]), places, np.ones(len(places)), bounds)

    rule(rows, at, 0, (floats(panel.demand), floats(panel.demand)))
    programme.rows(columns, at, np.ones(pairs), (np.full(width, -np.inf), floats(panel.most)))
    rule(columns, at, size, (floats(panel.least), np.full(width, np.inf)))
    for number, claim in enumerate(claims):
        inside = claim.among[panel.allowed]
        rule(rows[inside], at[inside], size + width + number * size, bounds_of(claim, size))
    for claim in panel.claims:
        inside = claim.among[panel.allowed]
        if claim.most is not None:
            bounds = np.full(size, -np.inf), np.broadcast_to(np.asarray(claim.most, dtype=float), (size,))
            programme.rows(rows[inside], at[inside], np.ones(int(inside.sum())), bounds)
    return answered(programme.solve()).values[pairs:]


def bounds_of(claim: Claim, size: int) -> tuple[Floats, Floats]:
    """The least of a claim, for every application."""
    return np.broadcast_to(np.asarray(claim.least, dtype=float), (size,)), np.full(size, np.inf)


def answered(solution: Solution | None) -> Solution:
    """An answer to a question that always has one; Undecided where the time was too short for proof."""
    if solution is None or not solution.is_proven:
        raise Undecided("the time was too short for proof")
    return solution


def hemmed_in(panel: Panel, chosen: Mask) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The applications that compete, directly or through others, for the full reviewers of an unserved one."""
    crowded = chosen.sum(axis=1) < panel.demand
    while True:
        wanted = (panel.allowed & ~chosen)[crowded].any(axis=0)
        reached = crowded | chosen[:, wanted].any(axis=1)
        if (reached == crowded).all():
            return named_by(panel.applications, crowded), named_by(panel.reviewers, wanted)
        crowded = reached


def named_by(names: Sequence[str], mask: Mask) -> tuple[str, ...]:
    """The names where a mask says yes."""
    return tuple(name for name, yes in zip(names, mask, strict=True) if yes)


def listed(names: Sequence[T], lacking: Whole) -> dict[T, int]:
    """Who lacks something, and how much."""
    return {name: int(each) for name, each in zip(names, lacking, strict=True) if each}


def worst_off(panel: Panel, assignment: Assignment, number: int = 5) -> list[WorstOff]:
    """The applications with the lowest scores, and what stood between them and those who would fit them best."""
    names = sorted(panel.applications, key=lambda name: (assignment.scores[name], name))[:number]
    loads = dict.fromkeys(panel.reviewers, 0)
    for reviewers in assignment.reviewers.values():
        for reviewer in reviewers:
            loads[reviewer] += 1
    return [worst(panel, assignment, loads, name) for name in names]


def worst(panel: Panel, assignment: Assignment, loads: Mapping[str, int], name: str) -> WorstOff:
    """One of them."""
    at = panel.applications.index(name)
    wished = np.argsort(-panel.affinity[at], kind="stable")[: int(panel.demand[at])]
    given = [panel.affinity[at, panel.reviewers.index(each)] for each in assignment.reviewers[name]]
    missed = {}
    for n in wished.tolist():
        reviewer = panel.reviewers[n]
        if reviewer not in assignment.reviewers[name] and panel.affinity[at, n] > min(given, default=-1):
            free = Limit.FULL if loads[reviewer] >= panel.most[n] else Limit.ELSEWHERE
            missed[reviewer] = free if panel.allowed[at, n] else Limit.CONFLICT
    return WorstOff(name, assignment.scores[name], int(panel.own_best[at]), missed)
