"""How long the reckoning takes: assignments of two sizes, expected ranks of two, each from the same invented numbers.

python -m tests.bench.reckoning
"""

import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from grants.reckoning.assignment import best_total, fairest
from grants.reckoning.evidence import Table
from grants.reckoning.panel import Panel, panel_of
from grants.reckoning.ranks import expected_ranks
from grants.reckoning.severity import Prior


def panel(applications: int, reviewers: int) -> Panel:
    """Three reviews each; affinities out of five hidden themes; one conflict for each application."""
    chance = np.random.Generator(np.random.PCG64(3))
    themes = chance.random((applications, 5)) ** 3 @ chance.random((5, reviewers)) ** 3
    affinity = {
        (f"a{i:04}", f"r{j:03}"): int(60 * themes[i, j]) + int(chance.integers(20))
        for i in range(applications)
        for j in range(reviewers)
    }
    conflicts = [(f"a{i:04}", f"r{chance.integers(reviewers):03}") for i in range(applications)]
    each = -(-3 * applications // reviewers)
    demand = {f"a{i:04}": 3 for i in range(applications)}
    return panel_of(affinity, conflicts, demand, {f"r{j:03}": (each // 2, each + 2) for j in range(reviewers)})


def table(applications: int, reviewers: int, scores: int) -> Table:
    """Scores from one to six, spread evenly over the applications."""
    chance = np.random.Generator(np.random.PCG64(1))
    worth, lenient = chance.normal(0, 0.7, applications), chance.normal(0, 0.5, reviewers)
    given: dict[tuple[str, str], float] = {}
    for i in range(applications):
        count = scores * (i + 1) // applications - scores * i // applications
        for j in chance.choice(reviewers, count, replace=False):
            score = round(3.5 + worth[i] + lenient[j] + chance.normal(0, 0.8))
            given[f"a{i:04}", f"r{j:03}"] = float(min(6, max(1, score)))
    return Table([f"a{i:04}" for i in range(applications)], [f"r{j:03}" for j in range(reviewers)], given)


def taken(name: str, work: Callable[[], Any]) -> str:
    """One line: how long it took, and how long a core worked on it."""
    began, before = time.perf_counter(), time.process_time()
    work()
    return f"{name:44}{time.perf_counter() - began:8.2f} s {time.process_time() - before:8.2f} core s"


def figures() -> Iterator[str]:
    """A line for each."""
    for applications, reviewers in ((100, 30), (1000, 200)):
        held = panel(applications, reviewers)
        size = f"{applications:,} x {reviewers}"
        yield taken(f"assignment {size}, best total", lambda held=held: best_total(held))
        yield taken(f"assignment {size}, fair, with its price", lambda held=held: fairest(held))
    for applications, reviewers, scores in ((100, 30, 300), (353, 36, 2838)):
        told = table(applications, reviewers, scores)
        name = f"expected ranks {applications} x {reviewers}, {scores:,} scores"
        yield taken(name, lambda told=told: expected_ranks(told, Prior.snsf(1, 6)))
        yield taken(f"{name}, severity estimated", lambda told=told: expected_ranks(told, Prior.estimating(1, 6)))


if __name__ == "__main__":
    print("\n".join(figures()))
