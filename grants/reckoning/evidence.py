"""Evidence: who gave what score to what, brought into one order, so that the order it came in changes nothing."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from grants.reckoning.solver import Floats, Whole


@dataclass(frozen=True)
class Table:
    """Scores by application and reviewer; a pair that is not there was not reviewed. Higher is better.

    `applications` and `reviewers` name everybody, also those without a review; the results follow their order.
    """

    applications: Sequence[str]
    reviewers: Sequence[str]
    scores: Mapping[tuple[str, str], float]

    def __post_init__(self) -> None:
        named = set(self.applications), set(self.reviewers)
        if len(named[0]) != len(self.applications) or len(named[1]) != len(self.reviewers):
            raise ValueError("a name comes twice")
        if any(application not in named[0] or reviewer not in named[1] for application, reviewer in self.scores):
            raise ValueError("a score is of somebody unknown")
        if not self.scores or not np.isfinite(list(self.scores.values())).all():
            raise ValueError("there must be scores, and every score is a finite number")

    @classmethod
    def of_rows(
        cls, applications: Sequence[str], reviewers: Sequence[str], rows: Iterable[Sequence[float | None]]
    ) -> "Table":
        """The table that a rectangle says: a row for each application, a column for each reviewer, none where none."""
        given = {
            (application, reviewer): score
            for application, row in zip(applications, rows, strict=True)
            for reviewer, score in zip(reviewers, row, strict=True)
            if score is not None
        }
        return cls(applications, reviewers, given)


@dataclass(frozen=True)
class Evidence:
    """A table as arrays, applications (I) and reviewers (R) in the order of their names.

    `asked` (I, R) is 1 where a review exists; `sums` (I,) and `given` (R,) are the scores less `centre`, summed by
    application and by reviewer; `squares` is the sum of their squares. `kinds` (I,) numbers the distinct evidence:
    applications of one kind were judged by the same reviewers with the same sum, and nothing can tell them apart.
    """

    asked: Floats
    sums: Floats
    given: Floats
    squares: float
    centre: float
    kinds: Whole
    means: Floats
    per_count: Mapping[int, Floats] = field(repr=False)

    @cached_property
    def counts(self) -> Floats:
        """How many reviews each application has (I,)."""
        counted: Floats = self.asked.sum(axis=1)
        return counted

    @cached_property
    def loads(self) -> Floats:
        """How many reviews each reviewer wrote (R,)."""
        counted: Floats = self.asked.sum(axis=0)
        return counted


def gathered(table: Table) -> Evidence:
    """The evidence of a table; the centre is the mean of the applications' means."""
    rows, columns = (sorted(names) for names in (table.applications, table.reviewers))
    at, to = {name: n for n, name in enumerate(rows)}, {name: n for n, name in enumerate(columns)}
    scores = np.zeros((len(rows), len(columns)))
    asked = np.zeros_like(scores)
    for (application, reviewer), score in table.scores.items():
        scores[at[application], to[reviewer]] = score
        asked[at[application], to[reviewer]] = 1.0
    counts = asked.sum(axis=1)
    with np.errstate(invalid="ignore"):
        means = np.where(counts > 0, scores.sum(axis=1) / counts, np.nan)
    centre = float(np.mean(np.sort(means[counts > 0])))
    deviations = np.where(asked > 0, scores - centre, 0.0)
    kinds = kinds_of(asked, scores.sum(axis=1))
    return Evidence(
        asked, same_for_all(kinds, deviations.sum(axis=1)), deviations.sum(axis=0), float((deviations**2).sum()),
        centre, kinds, means, {int(n): asked[counts == n].T @ asked[counts == n] for n in np.unique(counts)},
    )  # fmt: skip


def kinds_of(asked: Floats, totals: Floats) -> Whole:
    """Numbers the distinct evidence: same reviewers, same sum (to nine decimals)."""
    numbers: dict[Hashable, int] = {}
    keys = zip(np.packbits(asked.astype(bool), axis=1), np.round(totals, 9), strict=True)
    return np.array([numbers.setdefault((row.tobytes(), float(total)), len(numbers)) for row, total in keys])


def same_for_all(kinds: Whole, figures: Floats) -> Floats:
    """Each kind's mean figure for all of its members, so that equal evidence is equal to the last bit."""
    mean: Floats = np.bincount(kinds, weights=figures) / np.bincount(kinds)
    return mean[kinds]
