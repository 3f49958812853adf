"""Assignment: which reviewers judge which application, with proof that no other assignment is better.

Best total: the transport problem as a linear programme over the most promising pairs; the prices of its rows then
show for every other pair that it cannot help, or bring it in. Fair: the same with a floor under every application's
score, the highest floor that can be held. Where the answer is not whole, HiGHS branches among the pairs whose
reduced price leaves them a chance, so the proof still covers all pairs.

Literature: Kobren, Saha, McCallum, "Paper matching with local fairness constraints" (KDD 2019);
Stelmakh, Shah, Singh, "PeerReview4All" (JMLR 22, 2021).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor as whole_part
from time import monotonic

import numpy as np

from grants.reckoning.panel import Mask, Panel, floats
from grants.reckoning.solver import Floats, Programme, Solution, Undecided

FEW_PAIRS, MANY_PAIRS, BEST_OF_EACH = 10_000, 250_000, 20
SLIGHT = 1e-6


@dataclass(frozen=True)
class Assignment:
    """Who judges what: reviewers by application, scores by application, and what no assignment can surpass."""

    reviewers: Mapping[str, tuple[str, ...]]
    scores: Mapping[str, int]
    bound: int

    @property
    def total(self) -> int:
        """The sum of all scores."""
        return sum(self.scores.values())

    @property
    def worst(self) -> int:
        """The score of the worst-off application."""
        return min(self.scores.values(), default=0)

    @property
    def is_proven(self) -> bool:
        """Whether nothing better exists (under the same floor)."""
        return self.total >= self.bound


@dataclass(frozen=True)
class Fairness:
    """The fair assignment beside the best total; `ceiling` is a worst-off score that nobody can surpass."""

    best: Assignment
    fair: Assignment
    ceiling: int

    @property
    def price(self) -> Fraction:
        """Which share of the best total fairness costs."""
        return Fraction(self.best.total - self.fair.total, self.best.total or 1)

    @property
    def is_proven(self) -> bool:
        """Whether no assignment has a better worst-off application, and none as fair a better total."""
        return self.fair.is_proven and self.fair.worst >= self.ceiling


@dataclass(frozen=True)
class Relaxed:
    """The linear programme's answer: the chosen pairs (I, R), and what each pair would bring at its prices."""

    chosen: Floats
    total: float
    reduced: Floats


def best_total(panel: Panel, seconds: float = 60.0) -> Assignment | None:
    """The assignment with the largest sum of affinities; none where no complete assignment exists."""
    plain = relaxed(panel, None)
    return None if plain is None else made_whole(panel, None, plain, monotonic() + seconds)


def fairest(panel: Panel, seconds: float = 60.0) -> Fairness | None:
    """Among all assignments those whose worst-off application scores best, and of these the best total.

    None where no complete assignment exists. Where the time runs out, `ceiling` and `bound` say what may be left.
    """
    until = monotonic() + seconds
    plain = relaxed(panel, None)
    best = made_whole(panel, None, plain, until) if plain else None
    if plain is None or best is None:
        return None
    low, fair = best.worst, best
    high, floored = highest_floor(panel, low, plain)
    trial = high
    while low < high and monotonic() < until:
        floored = floored or relaxed(panel, trial, plain)
        try:
            found = made_whole(panel, trial, floored, until) if floored else None
        except Undecided:
            break
        low, fair = (max(trial, found.worst), found) if found else (low, fair)
        high = high if found else trial - 1
        trial, floored = -(-(low + high) // 2), None
    return Fairness(best, fair, max(high, low))


def highest_floor(panel: Panel, low: int, plain: Relaxed) -> tuple[int, Relaxed | None]:
    """The highest floor that the linear programme can hold, with its answer: no whole assignment holds a higher one."""
    high = max(low, min(panel.own_best.tolist(), default=0))
    held, trial = None, high
    while low < high:
        found = relaxed(panel, trial, plain)
        low, held = (trial, found) if found else (low, held)
        high = high if found else trial - 1
        trial = -(-(low + high) // 2)
    return low, held


def made_whole(panel: Panel, floor: int | None, plain: Relaxed, until: float) -> Assignment | None:
    """The whole assignment that the linear programme's answer is, or that branching finds; none where there is none."""
    chosen = plain.chosen > 0.5  # noqa: PLR2004 (half-way between no and yes)
    if np.abs(plain.chosen - chosen).max(initial=0.0) < SLIGHT:
        return told(panel, chosen, whole_part(plain.total + SLIGHT * max(1.0, abs(plain.total))))
    return branched(panel, floor, plain, until)


def branched(panel: Panel, floor: int | None, plain: Relaxed, until: float) -> Assignment | None:
    """The same by branching among the pairs that can still matter: whose reduced price loses less than the gap."""
    bound = whole_part(plain.total + SLIGHT * max(1.0, abs(plain.total)))
    width = max(1.0, float(np.abs(panel.affinity).max()) / 50)
    while True:
        among = panel.allowed & ((plain.reduced > -width) | (plain.chosen > SLIGHT))
        solution = solved(panel, among, floor, until - monotonic())
        if solution is None and (among == panel.allowed).all():
            return None
        if solution is None:
            width *= 8
            continue
        chosen = np.zeros(panel.allowed.shape, dtype=bool)
        chosen[among] = solution.values > 0.5  # noqa: PLR2004
        total = int(panel.affinity[chosen].sum())
        best_here = max(total, whole_part(solution.bound + SLIGHT))
        left_out = panel.allowed & ~among & (plain.total + plain.reduced >= total + 1 - SLIGHT)
        if not left_out.any():
            return told(panel, chosen, min(bound, best_here))
        if monotonic() >= until:
            return told(panel, chosen, bound)
        width = max(width, -float(plain.reduced[left_out].min()) + SLIGHT)


def relaxed(panel: Panel, floor: int | None, near: Relaxed | None = None) -> Relaxed | None:
    """The linear programme over all pairs, by pricing: none where even fractions cannot meet all demands.

    It begins with the pairs that looked best at the prices of a similar programme, where one is at hand.
    """
    among = promising(panel, near)
    while True:
        solution = solved(panel, among, floor)
        if solution is None and (among == panel.allowed).all():
            return None
        if solution is None:
            among = panel.allowed
            continue
        reduced = floats(panel.affinity) - prices_of(panel, solution.prices, floor)
        helpful = panel.allowed & ~among & (reduced > SLIGHT)
        if not helpful.any():
            chosen = np.zeros(panel.allowed.shape)
            chosen[among] = solution.values
            return Relaxed(chosen, solution.total, reduced)
        among = among | helpful


def promising(panel: Panel, near: Relaxed | None) -> Mask:
    """The pairs to begin with: all where they are few, else the best of each application and of each reviewer."""
    if panel.allowed.sum() <= (FEW_PAIRS if near else MANY_PAIRS):
        return panel.allowed
    among = np.zeros(panel.allowed.shape, dtype=bool)
    for worth in (floats(panel.affinity), *([near.reduced + near.chosen] if near else [])):
        liking = np.where(panel.allowed, worth, -np.inf)
        for axis in (0, 1):
            few = min(BEST_OF_EACH, liking.shape[axis])
            np.put_along_axis(among, np.argsort(-liking, axis=axis, kind="stable").take(range(few), axis), True, axis)
    return among & panel.allowed


def solved(panel: Panel, among: Mask, floor: int | None, seconds: float | None = None) -> Solution | None:
    """One programme over these pairs: linear, or in whole numbers where it is told how long to branch."""
    rows, columns = (each.astype(np.int64) for each in np.nonzero(among))
    pair = np.arange(len(rows))
    gains = floats(panel.affinity)[among]
    programme = Programme(gains, np.ones(len(rows)), whole=seconds is not None)
    programme.rows(rows, pair, np.ones(len(rows)), (floats(panel.demand), floats(panel.demand)))
    programme.rows(columns, pair, np.ones(len(rows)), (floats(panel.least), floats(panel.most)))
    everyone = np.ones(len(panel.applications))
    for claim in panel.claims:
        inside = claim.among[among]
        low = everyone * (-np.inf if claim.least is None else claim.least)
        high = everyone * (np.inf if claim.most is None else claim.most)
        programme.rows(rows[inside], pair[inside], np.ones(int(inside.sum())), (low, high))
    if floor is not None:
        programme.rows(rows, pair, gains, (everyone * floor, everyone * np.inf))
    return programme.solve(max(1.0, seconds or 60.0))


def prices_of(panel: Panel, prices: Floats, floor: int | None) -> Floats:
    """What the rows together charge each pair: shape (I, R)."""
    size, width = panel.affinity.shape
    charge = prices[:size, None] + prices[None, size : size + width]
    at = size + width
    for claim in panel.claims:
        charge = charge + np.where(claim.among, prices[at : at + size, None], 0.0)
        at += size
    return charge if floor is None else charge + prices[at:, None] * panel.affinity


def told(panel: Panel, chosen: Mask, bound: int) -> Assignment:
    """An assignment by name."""
    reviewers = {
        name: tuple(panel.reviewers[n] for n in np.nonzero(row)[0].tolist())
        for name, row in zip(panel.applications, chosen, strict=True)
    }
    scores = (panel.affinity * chosen).sum(axis=1).tolist()
    return Assignment(reviewers, dict(zip(panel.applications, scores, strict=True)), bound)
