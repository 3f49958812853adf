"""Expected ranks: the place each application is likely to deserve, how sure that is, and who must draw lots.

Definitions as in ERforResearch (see `severity`): expected rank 1 + sum over the others of P(better), its percentile,
rank intervals, the funding line through the expected rank of the last that can be paid, and three groups around it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from grants.reckoning.evidence import Evidence, Table, gathered, same_for_all
from grants.reckoning.normal import below
from grants.reckoning.severity import Posterior, Prior, integrated
from grants.reckoning.solver import Floats, Whole
from grants.rules.plausible import Group, Interval, groups_of, line_of

MOST_EXACT = 2000  # beyond so many applications the mean rank of the draws stands for the pairwise sum
CELLS = 200_000  # how many pairs are looked at in one go
QUARTERS, TWENTIETHS = (0.25, 0.75), (0.05, 0.95)


@dataclass(frozen=True)
class Standing:
    """One application: raw mean and expected rank, plausible places (half, nine in ten), worth and its deviation."""

    application: str
    mean: float | None
    reviews: int
    expected_rank: float
    half: Interval
    most: Interval
    worth: float
    worth_sd: float


@dataclass(frozen=True)
class Leniency:
    """How far one reviewer's scores lie above (or below) the panel's, with its deviation: for chairs only."""

    reviewer: str
    reviews: int
    mean: float
    sd: float


@dataclass(frozen=True)
class Deviations:
    """The posterior means of tau, r and s, and of the share of one review's variance that is the application's."""

    worth: float
    chance: float
    severity: float
    reliability: float


@dataclass(frozen=True)
class Ranks:
    """The whole of it, in the order of the table; `orders` (draws, I) are plausible rankings."""

    standings: tuple[Standing, ...]
    leniencies: tuple[Leniency, ...]
    deviations: Deviations
    centre: float
    orders: Whole

    @property
    def percentiles(self) -> list[float]:
        """PCER: 100 (expected rank - 0.5) / n."""
        return [100 * (each.expected_rank - 0.5) / len(self.standings) for each in self.standings]

    def line(self, fundable: int) -> float:
        """The funding line: the expected rank of the last application that can be paid."""
        return line_of((each.expected_rank for each in self.standings), fundable)

    def groups(self, fundable: int) -> list[Group]:
        """Who is wholly better than the line, wholly worse, or not to be told apart from it."""
        return groups_of([(each.half, each.expected_rank) for each in self.standings], fundable)

    def alike(self) -> list[float]:
        """For every length of a list: how many of its members the expected order and a plausible one have in common."""
        expected = np.array([each.expected_rank for each in self.standings])
        places = np.empty(len(expected), dtype=np.int64)
        places[np.argsort(expected, kind="stable")] = np.arange(1, len(expected) + 1)
        later = np.maximum(self.orders, places[None, :])
        counted = np.bincount(later.ravel(), minlength=len(expected) + 1)[1:]
        return [float(each) for each in np.cumsum(counted) / len(self.orders)]


def expected_ranks(table: Table, prior: Prior, draws: int = 10_000, seed: int = 0) -> Ranks:
    """Rank the applications of a table; equal evidence gives equal ranks, and the order of the table changes nothing.

    The expected ranks are summed, not sampled; the intervals come from so many draws with this seed (PCG64).
    An application without reviews stands in the middle, one with a single review near it: say so where it is shown.
    """
    if draws < 1:
        raise ValueError("at least one draw")
    with threadpool_limits(limits=1):  # one thread: quicker beside others, and the same sums on every machine
        return ranked(table, prior, draws, seed)


def plausible_orders(table: Table, prior: Prior, draws: int, seed: int) -> Whole:
    """Plausible rankings alone (draws, I), the very ones that the intervals of the expected ranks come from."""
    with threadpool_limits(limits=1):
        evidence = gathered(table)
        orders = drawn_ranks(evidence, integrated(evidence, prior), draws, seed)
    at = {name: n for n, name in enumerate(sorted(table.applications))}
    return orders[:, [at[name] for name in table.applications]]


def ranked(table: Table, prior: Prior, draws: int, seed: int) -> Ranks:
    """The same, on as many threads as numpy likes."""
    evidence = gathered(table)
    points = integrated(evidence, prior)
    orders = drawn_ranks(evidence, points, draws, seed)
    summed = summed_ranks(evidence, points) if len(evidence.sums) <= MOST_EXACT else orders.mean(axis=0)
    at = {name: n for n, name in enumerate(sorted(table.applications))}
    standings = standings_of(evidence, points, orders, same_for_all(evidence.kinds, summed))
    return Ranks(
        tuple(Standing(name, *standings[at[name]]) for name in table.applications),
        leniencies_of(table.reviewers, evidence, points),
        deviations_of(points),
        evidence.centre,
        orders[:, [at[name] for name in table.applications]],
    )


Points = Sequence[tuple[float, Posterior]]


def standings_of(evidence: Evidence, points: Points, orders: Whole, ranks: Floats) -> list[tuple[Any, ...]]:
    """What is known of each application, in the order of the evidence, as a Standing tells it after the name."""
    worths = [(weight, held.worth, variances_of(held, evidence)) for weight, held in points]
    worth, sd = (same_for_all(evidence.kinds, figure) for figure in mean_and_sd(worths))
    halves, mosts = (intervals(evidence.kinds, orders, shares) for shares in (QUARTERS, TWENTIETHS))
    means = [None if np.isnan(mean) else float(mean) for mean in evidence.means]
    rounded = [round(float(rank), 9) for rank in ranks]
    counts = evidence.counts.astype(int).tolist()
    return list(zip(means, counts, rounded, halves, mosts, worth.tolist(), sd.tolist(), strict=True))


def summed_ranks(evidence: Evidence, points: Points) -> Floats:
    """1 + sum over the others of P(the other is better), over all points: shape (I,)."""
    size = len(evidence.sums)
    ranks = np.ones(size)
    rows = max(1, CELLS // size)
    for weight, held in points:
        spread = held.spread_of(evidence.asked)
        alone = 1 / held.precision + (spread**2).sum(axis=0)
        for start in range(0, size, rows):
            some, rest = slice(start, start + rows), slice(start, size)
            apart = alone[some, None] + alone[None, rest] - 2 * (spread[:, some].T @ spread[:, rest])
            np.fill_diagonal(apart, 1.0)
            better = below((held.worth[None, rest] - held.worth[some, None]) / np.sqrt(apart))
            ahead, square = better.shape[0], better[:, : better.shape[0]]
            ranks[some] += weight * (square.sum(axis=1) - 0.5 + better[:, ahead:].sum(axis=1))
            ranks[start + ahead :] += weight * (ahead - better[:, ahead:].sum(axis=0))
    return ranks


def drawn_ranks(evidence: Evidence, points: Points, draws: int, seed: int) -> Whole:
    """Independent draws of the whole order from the posterior: ranks (draws, I), best is 1."""
    chance = np.random.Generator(np.random.PCG64(seed))
    counts = chance.multinomial(draws, [weight for weight, _ in points])
    found = np.empty((draws, len(evidence.sums)), dtype=np.int64)
    done = 0
    for count, (_, held) in zip(counts.tolist(), points, strict=True):
        leniency = held.leniency[:, None] + np.linalg.solve(
            held.root.T, chance.standard_normal((len(held.leniency), count))
        )
        centre = (evidence.sums[:, None] - evidence.asked @ leniency) / (held.chance**2 * held.precision)[:, None]
        worth = centre + chance.standard_normal(centre.shape) / np.sqrt(held.precision)[:, None]
        order = np.argsort(-worth.T, axis=1, kind="stable")
        np.put_along_axis(found[done : done + count], order, np.arange(1, order.shape[1] + 1)[None], 1)
        done += count
    return found


def intervals(kinds: Whole, orders: Whole, shares: tuple[float, float]) -> list[Interval]:
    """Lower quantiles of each application's rank; the draws of equal evidence are one pool."""
    found: dict[int, Interval] = {}
    for kind in np.unique(kinds):
        pool = np.sort(orders[:, kinds == kind], axis=None)
        low, high = (int(pool[max(0, ceil(share * len(pool)) - 1)]) for share in shares)
        found[int(kind)] = low, high
    return [found[int(kind)] for kind in kinds]


def variances_of(held: Posterior, evidence: Evidence) -> Floats:
    """The variance of each application's worth at one point: shape (I,)."""
    own: Floats = 1 / held.precision + (held.spread_of(evidence.asked) ** 2).sum(axis=0)
    return own


def mean_and_sd(points: Sequence[tuple[float, Floats, Floats]]) -> tuple[Floats, Floats]:
    """Mean and deviation over weighted points, from each one's weight, mean and variance."""
    mean = sum(weight * each for weight, each, _ in points)
    square = sum(weight * (variance + each**2) for weight, each, variance in points)
    return np.asarray(mean), np.sqrt(np.maximum(np.asarray(square) - np.asarray(mean) ** 2, 0))


def leniencies_of(reviewers: Sequence[str], evidence: Evidence, points: Points) -> tuple[Leniency, ...]:
    """How lenient each reviewer is, in the order asked for."""
    variances = [(np.linalg.inv(held.root) ** 2).sum(axis=0) for _, held in points]
    figures = [(weight, held.leniency, each) for (weight, held), each in zip(points, variances, strict=True)]
    mean, sd = mean_and_sd(figures)
    at = {name: n for n, name in enumerate(sorted(reviewers))}
    return tuple(Leniency(name, int(evidence.loads[at[name]]), mean[at[name]], sd[at[name]]) for name in reviewers)


def deviations_of(points: Points) -> Deviations:
    """What the scores say about the deviations themselves."""
    told = [
        (held.tau, held.chance, held.severity, held.tau**2 / (held.tau**2 + held.severity**2 + held.chance**2))
        for _, held in points
    ]
    means = np.average(told, axis=0, weights=[weight for weight, _ in points])
    return Deviations(*means.tolist())
