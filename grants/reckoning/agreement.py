"""Agreement: how far reviewers of one panel say the same, by Krippendorff's alpha and by intraclass correlations.

Alpha: K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), for any number of reviewers, missing
reviews and four levels of measurement. ICC: P. E. Shrout, J. L. Fleiss, Psychological Bulletin 86 (1979) 420-428,
for complete tables; for sparse ones `ranks.Deviations.reliability` tells the same from the model of scores.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from grants.reckoning.solver import Floats

Rows = Sequence[Sequence[float | None]]
LEVELS = ("nominal", "ordinal", "interval", "ratio")
PAIR = 2


def coincidences(rows: Rows) -> tuple[Floats, Floats]:
    """The values that occur in pairs, ascending (v,), and how often each meets each within an application (v, v).

    An application with fewer than two scores says nothing about agreement. A ValueError for what is no number.
    """
    units = [[float(score) for score in row if score is not None] for row in rows]
    units = [unit for unit in units if len(unit) >= PAIR]
    if not np.isfinite([score for unit in units for score in unit]).all():
        raise ValueError("every score is a finite number")
    values = sorted({score for unit in units for score in unit})
    at = {value: n for n, value in enumerate(values)}
    found = np.zeros((len(values), len(values)))
    for unit in units:
        counts = np.bincount([at[score] for score in unit], minlength=len(values)).astype(float)
        found += (np.outer(counts, counts) - np.diag(counts)) / (len(unit) - 1)
    return np.array(values), found


def distances(values: Floats, often: Floats, level: str) -> Floats:
    """The squared distance between each two values (v, v) at one level of measurement."""
    one, other = values[:, None], values[None, :]
    if level == "nominal":
        return np.asarray(one != other, dtype=float)
    if level == "interval":
        return np.asarray((one - other) ** 2)
    if level == "ratio":
        if values.size and values.min() < 0:
            raise ValueError("a ratio scale has no negative values")
        total = np.where(one + other == 0, 1.0, one + other)
        return np.asarray(((one - other) / total) ** 2)
    if level != "ordinal":
        raise ValueError(f"{level} is none of {', '.join(LEVELS)}")
    middle = np.cumsum(often) - often / 2
    return np.asarray((middle[:, None] - middle[None, :]) ** 2)


def alpha(rows: Rows, level: str = "ordinal") -> float | None:
    """Krippendorff's alpha: 1 perfect, 0 as by chance; none where all pairable scores are equal (or there are none)."""
    values, found = coincidences(rows)
    often = found.sum(axis=1)
    apart = distances(values, often, level)
    expected = (np.outer(often, often) * apart).sum()
    if expected == 0:
        return None
    return float(1 - (often.sum() - 1) * (found * apart).sum() / expected)


def icc(rows: Rows) -> Mapping[str, float | None]:
    """The six intraclass correlations of a complete table (applications x reviewers), named as by Shrout and Fleiss.

    None for each that the table does not define. A ValueError where a review is missing, or there are fewer than two
    applications or reviewers.
    """
    table = np.array([[np.nan if score is None else score for score in row] for row in rows], dtype=float)
    if table.ndim != PAIR or min(table.shape) < PAIR or not np.isfinite(table).all():
        raise ValueError("intraclass correlations want a complete table of two or more by two or more")
    size, width = table.shape
    whole = table - table.mean()
    between = width * (whole.mean(axis=1) ** 2).sum() / (size - 1)
    judges = size * (whole.mean(axis=0) ** 2).sum() / (width - 1)
    within = ((table - table.mean(axis=1, keepdims=True)) ** 2).sum() / (size * (width - 1))
    error = (within * size * (width - 1) - judges * (width - 1)) / ((size - 1) * (width - 1))
    harsh = (judges - error) / size
    parts = {
        "icc_1_1": (between - within, between + (width - 1) * within),
        "icc_2_1": (between - error, between + (width - 1) * error + width * harsh),
        "icc_3_1": (between - error, between + (width - 1) * error),
        "icc_1_k": (between - within, between),
        "icc_2_k": (between - error, between + harsh),
        "icc_3_k": (between - error, between),
    }
    return {name: float(over / under) if under else None for name, (over, under) in parts.items()}


def bootstrap(rows: Rows, level: str = "ordinal", times: int = 500, seed: int = 0) -> tuple[float, float] | None:
    """The middle nine tenths of alpha over applications drawn with replacement (PCG64); none where it is undefined."""
    chance = np.random.Generator(np.random.PCG64(seed))
    picks = (chance.integers(len(rows), size=len(rows)) for _ in range(times)) if rows else ()
    drawn = [alpha([rows[place] for place in pick.tolist()], level) for pick in picks]
    known = [each for each in drawn if each is not None]
    if not known:
        return None
    low, high = np.quantile(known, (0.05, 0.95))
    return float(low), float(high)
