"""The choice of a set: whether a walk down the ranking can still meet its quotas, and the merit optimum to compare.

HiGHS searches; whole-number arithmetic judges. What it finds is checked exactly, and a set that a tolerance let
through is forbidden before it searches again, so no answer rests on a rounding.
"""

from collections.abc import Sequence

import numpy as np

from grants.reckoning.solver import Programme, Undecided
from grants.rules.allotment import Allotment, Means, OnEmpty, Project, allot, check, spending
from grants.rules.quotas import Quota


class Choice:
    """All sets of projects that the money covers and the quotas allow; projects in the order of the walk."""

    def __init__(self, ordered: Sequence[Project], means: Means, quotas: Sequence[Quota]) -> None:
        check(ordered, means)
        self.ordered, self.means, self.quotas = ordered, means, quotas
        self.seen: list[bool] | None = None

    def best(
        self, merits: Sequence[int] | None = None, chosen: Sequence[bool] = (), seconds: float = 60.0,
    ) -> list[bool] | None:  # fmt: skip
        """The set of most merit with these first choices, or none; without merits any set that will do.

        Undecided where so many seconds in all are too short for proof.
        """
        programme = self.programme(merits or [0] * len(self.ordered))
        programme.fix(chosen)
        while (solution := programme.solve_within(seconds)) is not None:
            if not solution.is_proven:
                raise Undecided("the time was too short for proof")
            taken = [value > 0.5 for value in solution.values[: len(self.ordered)]]  # noqa: PLR2004 (whole numbers)
            if self.allows(taken):
                return taken
            forbid(programme, taken, larger=self.overdraws(taken))
        return None

    def completes(self, chosen: Sequence[bool]) -> bool:
        """Whether some choice further down meets all quotas; the last answer is kept, it often still holds."""
        if self.seen is None or self.seen[: len(chosen)] != list(chosen):
            found = self.best(chosen=chosen)
            self.seen = found or self.seen
            return found is not None
        return True

    def overdraws(self, taken: Sequence[bool]) -> bool:
        """Whether the money is not enough for these, in exact arithmetic."""
        return not self.means.cover(spending(self.among(taken)))

    def allows(self, taken: Sequence[bool]) -> bool:
        """Whether money and quotas both allow this set, in exact arithmetic."""
        names = [project.id for project in self.among(taken)]
        return all(quota.is_met(names) for quota in self.quotas) and not self.overdraws(taken)

    def among(self, taken: Sequence[bool]) -> list[Project]:
        """The projects of a set."""
        return [project for project, yes in zip(self.ordered, taken, strict=True) if yes]

    def programme(self, merits: Sequence[int]) -> Programme:
        """A variable for each project, and one for what each party's gap costs; a row for each pot and quota."""
        count, pots = len(self.ordered), list(self.means.pots.items())
        balancing = self.means.balancing
        cap = balancing.amount if balancing else 0
        gains = np.array([*merits, *[0] * len(pots)], dtype=float)
        programme = Programme(gains, np.array([1.0] * count + [1.0 if cap else 0.0] * len(pots)), free=count)
        for place, (name, pot) in enumerate(pots):
            rate = float(balancing.rates[pot.currency]) if balancing else 1.0
            scale = max(pot.amount, 1)
            asks = {at: each.asks[name] / scale for at, each in enumerate(self.ordered) if each.asks.get(name)}
            programme.row({**asks, count + place: -cap / rate / scale}, None, pot.amount / scale)
        programme.row({count + place: 1.0 for place in range(len(pots))}, None, 1.0)
        for quota in self.quotas:
            weights = {at: float(quota.weights.get(each.id, 0)) for at, each in enumerate(self.ordered)}
            programme.row(weights, quota.least, quota.most)
        return programme


def forbid(programme: Programme, taken: Sequence[bool], *, larger: bool) -> None:
    """Take one set out of the search; with `larger` all sets that hold it as well, as no more money comes with them."""
    inside = {at: 1.0 for at, yes in enumerate(taken) if yes}
    outside = {} if larger else {at: -1.0 for at, yes in enumerate(taken) if not yes}
    programme.row({**inside, **outside}, None, len(inside) - 1)


def allot_with_quotas(
    ordered: Sequence[Project], means: Means, quotas: Sequence[Quota] = (), on_empty: OnEmpty = "skip"
) -> Allotment | None:
    """Walk down the order; fund what the money covers and what still lets all quotas be met: none if nothing can.

    The funded set is the one whose pattern down the ranking is lexicographically largest among all that are allowed.
    """
    if not quotas:
        return allot(ordered, means, on_empty)
    choice = Choice(ordered, means, quotas)
    return allot(ordered, means, on_empty, completes=choice.completes) if choice.completes([]) else None


def most_merit(
    ordered: Sequence[Project], means: Means, quotas: Sequence[Quota] = (), seconds: float = 60.0,
) -> list[str] | None:  # fmt: skip
    """The funded set with the largest sum of merit, to compare with the walk, never instead of it; none if none can.

    Shown as a comparison only: it passes over better ranked projects where worse ones fit the pots better.
    """
    choice = Choice(ordered, means, quotas)
    taken = choice.best([project.merit for project in ordered], seconds=seconds)
    return None if taken is None else [project.id for project in choice.among(taken)]
