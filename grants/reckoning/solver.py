"""The solver: linear and whole-number programmes, solved to proven optimality by HiGHS on one thread.

HiGHS (MIT licence): Huangfu and Hall, Mathematical Programming Computation 10 (2018) 119-142, https://highs.dev.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
PROVEN = (highspy.HighsModelStatus.kOptimal,)
IMPOSSIBLE = (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible)


class Undecided(Exception):
    """The time ran out before there was any answer."""


@dataclass(frozen=True)
class Solution:
    """An answer: the variables (n,), what they come to, what nobody can surpass, and the price of each row (m,)."""

    values: Floats
    total: float
    bound: float
    prices: Floats

    @property
    def is_proven(self) -> bool:
        """Whether the bound shows that nothing better exists."""
        return self.total >= self.bound - 1e-6 * max(1.0, abs(self.bound))


class Programme:
    """Maximise gains·x, 0 <= x <= most, under rows; variables from `free` on need not be whole."""

    def __init__(self, gains: Floats, most: Floats, *, whole: bool = True, free: int | None = None) -> None:
        self.highs = highspy.Highs()  # type: ignore[no-untyped-call]
        options = {"output_flag": False, "threads": 1, "random_seed": 0, "mip_rel_gap": 0.0, "mip_abs_gap": 1e-6}
        for name, value in options.items():
            self.highs.setOptionValue(name, value)
        self.count = len(gains)
        self.first_free = self.count if free is None else free
        nothing = np.array([], dtype=np.int32)
        self.highs.addCols(
            self.count, np.asarray(gains, float), np.zeros(self.count), np.asarray(most, float),
            0, nothing, nothing, np.array([], dtype=float),
        )  # fmt: skip
        if not self.count:  # without any variable HiGHS would not look at the rows
            self.highs.addVar(0.0, 0.0)
        self.highs.changeObjectiveSense(highspy.ObjSense.kMaximize)
        self.be_whole(whole=whole)

    def be_whole(self, *, whole: bool) -> None:
        """Ask for whole numbers, or allow fractions."""
        self.whole = whole
        kind = highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous
        columns = np.arange(self.first_free, dtype=np.int32)
        self.highs.changeColsIntegrality(len(columns), columns, np.full(len(columns), int(kind), dtype=np.uint8))

    def row(self, weights: Mapping[int, float], least: float | None, most: float | None) -> None:
        """One more row: least <= weights·x <= most (none: no bound)."""
        columns = np.array(list(weights), dtype=np.int32)
        low = -highspy.kHighsInf if least is None else float(least)
        high = highspy.kHighsInf if most is None else float(most)
        self.highs.addRow(low, high, len(columns), columns, np.array(list(weights.values()), dtype=float))

    def rows(self, owner: Whole, columns: Whole, weights: Floats, bounds: tuple[Floats, Floats]) -> None:
        """Many rows at once, from entries (row, column, weight) of shape (k,) and bounds least and most, each (m,)."""
        sorted_by_row = np.argsort(owner, kind="stable")
        starts = np.searchsorted(owner[sorted_by_row], np.arange(len(bounds[0]))).astype(np.int32)
        self.highs.addRows(
            len(bounds[0]), np.asarray(bounds[0], float), np.asarray(bounds[1], float), len(owner), starts,
            columns[sorted_by_row].astype(np.int32), np.asarray(weights, float)[sorted_by_row],
        )  # fmt: skip

    def fix(self, chosen: Sequence[bool]) -> None:
        """Hold the first variables at these values, and let go of the others."""
        low = np.zeros(self.first_free)
        high = np.ones(self.first_free)
        low[: len(chosen)] = high[: len(chosen)] = chosen
        columns = np.arange(self.first_free, dtype=np.int32)
        self.highs.changeColsBounds(self.first_free, columns, low, high)

    def solve(self, seconds: float = 60.0) -> Solution | None:
        """The best answer, or none where there is no answer at all; Undecided where the time was too short.

        In whole numbers the time may run out with an answer that is not proven: its bound says what may be left.
        """
        self.highs.setOptionValue("time_limit", self.highs.getRunTime() + seconds)
        self.highs.run()
        status, found = self.highs.getModelStatus(), self.highs.getInfo()
        if status in IMPOSSIBLE:
            return None
        has_some = found.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        if status not in PROVEN and not (self.whole and has_some):
            raise Undecided(self.highs.modelStatusToString(status))
        solution: Any = self.highs.getSolution()
        total = found.objective_function_value
        bound = total if status in PROVEN else found.mip_dual_bound
        return Solution(np.array(solution.col_value)[: self.count], total, bound, np.array(solution.row_dual))

    def solve_within(self, seconds: float) -> Solution | None:
        """The same where all searches together may take so many seconds; Undecided when they are over."""
        left = seconds - float(self.highs.getRunTime())
        if left <= 0:
            raise Undecided("the time for all searches is over")
        return self.solve(left)
