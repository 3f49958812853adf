"""The model of scores: what an application is worth, how lenient each reviewer is, and chance.

    score of i by j = centre + worth_i + leniency_j + chance,   worth ~ N(0, tau^2),   leniency ~ N(0, s^2)
    chance ~ N(0, r^2) with r^2 = sigma^2 + tau_a^2;   tau, sigma, tau_a ~ U(0, U), and s fixed or ~ U(0, S)

Source: Heyard, Ott, Salanti, Egger, "Rethinking the funding line at the Swiss National Science Foundation", Statistics
and Public Policy 9 (2022), and its R package ERforResearch. There the posterior is sampled; here it is summed: every
pair is scored once, so only r enters, and given (tau, r, s) all else is Gaussian. The sum over these two or three
runs over a lattice along the axes of the posterior at its peak.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations, product
from math import acos, exp, inf, log, pi, sqrt

import numpy as np

from grants.reckoning.evidence import Evidence
from grants.reckoning.solver import Floats

NEAR = 1e-6  # where the search for the peak ends, in logits
SMALLEST = 0.005  # chance is never less than this share of U: no scale is read more finely
STEPS = {2: (1.0, 12.0), 3: (1.4, 9.0)}  # lattice step in deviations, and how far below the peak it reaches


@dataclass(frozen=True)
class Prior:
    """How far deviations may go, on the scale of the scores: U, and s; `estimated` takes s as the bound S instead."""

    upper: float
    severity: float
    estimated: bool = False

    def __post_init__(self) -> None:
        if not (0 < self.upper < inf and 0 < self.severity < inf):
            raise ValueError("both deviations of the prior are positive numbers")

    @classmethod
    def snsf(cls, lowest: float, highest: float) -> "Prior":
        """The published setting (U = 2, s = 0.5 on one to six), scaled to another scale's width."""
        return cls(0.4 * (highest - lowest), 0.1 * (highest - lowest))

    @classmethod
    def estimating(cls, lowest: float, highest: float) -> "Prior":
        """The setting that lets the scores say how much reviewers differ in leniency."""
        return cls(0.4 * (highest - lowest), 0.4 * (highest - lowest), estimated=True)

    @property
    def bounds(self) -> list[tuple[float, float]]:
        """Between what each unknown deviation lies: tau, r, and s where it is estimated."""
        known = [(0.0, self.upper), (SMALLEST * self.upper, self.upper * sqrt(2))]
        return [*known, (0.0, self.severity)] if self.estimated else known


@dataclass(frozen=True)
class Posterior:
    """All that follows once tau, r and s are held: shapes (I,) for worth, (R,) for leniency."""

    tau: float
    chance: float
    severity: float
    density: float
    worth: Floats
    leniency: Floats
    precision: Floats
    root: Floats

    def spread_of(self, asked: Floats) -> Floats:
        """F (R, I) with Cov(worth) = diag(1 / precision) + F'F: what not knowing the reviewers adds."""
        weighted = asked.T / (self.chance**2 * self.precision)
        return np.linalg.solve(self.root, weighted).astype(float)


def given_deviations(evidence: Evidence, tau: float, chance: float, severity: float) -> Posterior:
    """The Gaussian posterior and the log likelihood (up to a constant) for one choice of the deviations."""
    weight = chance**-2
    precision = weight * evidence.counts + tau**-2
    matrix = np.diag(weight * evidence.loads + severity**-2)
    for count, shared in evidence.per_count.items():
        matrix -= shared * (weight**2 / (weight * count + tau**-2))
    root: Floats = np.linalg.cholesky(matrix).astype(float)
    pull = weight * evidence.given - weight**2 * (evidence.asked.T @ (evidence.sums / precision))
    leniency: Floats = np.linalg.solve(root.T, np.linalg.solve(root, pull)).astype(float)
    worth = weight * (evidence.sums - evidence.asked @ leniency) / precision
    explained = worth @ evidence.sums + leniency @ evidence.given
    density = (
        -evidence.counts.sum() * log(chance) - len(worth) * log(tau) - len(leniency) * log(severity)
        - np.log(precision).sum() / 2 - np.log(np.diag(root)).sum() - weight * (evidence.squares - explained) / 2
    )  # fmt: skip
    return Posterior(tau, chance, severity, float(density), worth, leniency, precision, root)


def log_angle(chance: float, upper: float) -> float:
    """What the bounds of sigma and tau_a leave of the quarter circle with radius r: log density of r, less log r."""
    angle = pi / 2 if chance <= upper else pi / 2 - 2 * acos(upper / chance)
    return log(angle) if angle > 0 else -inf


def integrated(evidence: Evidence, prior: Prior) -> list[tuple[float, Posterior]]:
    """The posterior as weighted points, heaviest first; the weights sum to one."""

    def at(point: Floats) -> tuple[float, Posterior]:
        shares = 1 / (1 + np.exp(-point))
        values = [low + (high - low) * share for (low, high), share in zip(prior.bounds, shares, strict=True)]
        held = given_deviations(evidence, values[0], values[1], (*values, prior.severity)[2])
        return held.density + log(values[1]) + float(np.log(shares * (1 - shares)).sum()), held

    def bent(point: Floats) -> tuple[float, Posterior]:
        smooth, held = at(point)
        return smooth + log_angle(held.chance, prior.upper), held

    peak, axes = summit(lambda point: at(point)[0], len(prior.bounds))  # the prior of r has a cusp: it joins later
    found = list(lattice(bent, peak, axes))
    top = max(density for density, _ in found)
    weights = [exp(density - top) for density, _ in found]
    total = sum(weights)
    weighed = [(weight / total, held) for weight, (_, held) in zip(weights, found, strict=True)]
    return sorted(weighed, key=lambda pair: -pair[0])


def summit(height: Callable[[Floats], float], size: int) -> tuple[Floats, Floats]:
    """The peak of a log density, and its axes (columns, one deviation long): Newton's method from the best of a net."""
    net = [np.array(point) for point in product((-5.0, -3.5, -2.0, -1.0, 0.0, 1.0), repeat=size)]
    point = max(net, key=height)
    for _ in range(40):
        slope, bend = slopes(height, point)
        lengths, axes = np.linalg.eigh(-bend)
        lengths = np.maximum(np.abs(lengths), 0.05)
        step = axes @ ((axes.T @ slope) / lengths)
        step *= min(1.0, 2.0 / max(float(np.abs(step).max()), 1e-12))
        now = height(point)
        while height(point + step) < now and np.abs(step).max() > NEAR:
            step /= 2
        point = point + step
        if np.abs(step).max() <= NEAR:
            break
    return point, axes / np.sqrt(lengths)


def slopes(height: Callable[[Floats], float], point: Floats, reach: float = 2e-3) -> tuple[Floats, Floats]:
    """Gradient and second derivatives by central differences."""
    size = len(point)
    moves = np.eye(size) * reach
    here = height(point)
    ahead, behind = ([height(point + sign * move) for move in moves] for sign in (1, -1))
    slope = np.array([(up - down) / (2 * reach) for up, down in zip(ahead, behind, strict=True)])
    bend = np.diag([(up + down - 2 * here) / reach**2 for up, down in zip(ahead, behind, strict=True)])
    for one, other in combinations(range(size), 2):
        corners = [height(point + a * moves[one] + b * moves[other]) * a * b for a in (1, -1) for b in (1, -1)]
        bend[one, other] = bend[other, one] = sum(corners) / (4 * reach**2)
    return slope, bend


def lattice(
    at: Callable[[Floats], tuple[float, Posterior]], peak: Floats, axes: Floats
) -> Iterator[tuple[float, Posterior]]:
    """All points of the lattice around the peak that matter, found from neighbour to neighbour."""
    step, depth = STEPS[len(peak)]
    start = (0,) * len(peak)
    waiting, seen = [start], {start}
    top = at(peak)[0]
    while waiting:
        place = waiting.pop()
        density, held = at(peak + axes @ (step * np.array(place)))
        if density < top - depth:
            continue
        yield density, held
        for axis, way in product(range(len(peak)), (-1, 1)):
            beside = (*place[:axis], place[axis] + way, *place[axis + 1 :])
            if beside not in seen:
                seen.add(beside)
                waiting.append(beside)
