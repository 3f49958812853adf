"""The tables behind the figures of a call: each heading says what is counted."""

from collections.abc import Callable, Mapping
from typing import Any

from grants.calls.model import Call
from grants.exports import universities
from grants.exports.table import Column, Table
from grants.reports.queries import Figures
from grants.words import say

FEW = say("fewer than five")
TALLY: list[Column] = [
    (say("Submitted"), lambda row: row[1].submitted),
    (say("Eligible"), lambda row: row[1].eligible),
    (say("Approved"), lambda row: row[1].approved),
    (say("Approved, % of eligible"), lambda row: universities.per_cent(row[1].of_eligible)),
    (say("Approved, % of submitted"), lambda row: universities.per_cent(row[1].of_submitted)),
]


def by_theme(counts: Figures, _call: Call) -> Table:
    """Applications by theme."""
    return Table([(say("Theme"), lambda row: row[0]), *TALLY], counts.themes)


def by_side(counts: Figures, _call: Call) -> Table:
    """Applications by the side that leads them."""
    return Table([(say("Led from"), lambda row: row[0]), *TALLY], counts.sides)


def by_stage(counts: Figures, _call: Call) -> Table:
    """Applications by the career stage of who leads them; small counts are not told."""
    told: list[Column] = [
        (say("Submitted"), lambda row: veiled(row[1][0])), (say("Eligible"), lambda row: veiled(row[1][1])),
        (say("Approved"), lambda row: veiled(row[1][2])),
    ]  # fmt: skip
    return Table([(say("Career stage"), lambda row: row[0].label), *told], counts.stages)


def veiled(count: int | None) -> Any:
    """A count, or that it is too small to be told."""
    return FEW if count is None else count


def network(counts: Figures, _call: Call) -> Table:
    """Which universities work together."""
    return Table([
        (say("University"), lambda row: row.first), (say("With"), lambda row: row.second),
        (say("Submitted"), lambda row: row.tally.submitted), (say("Approved"), lambda row: row.tally.approved),
    ], counts.network)  # fmt: skip


def money(counts: Figures, _call: Call) -> Table:
    """What each side gave and what was spent of it."""
    return Table([
        (say("Side"), lambda row: row.label), (say("Projects"), lambda row: row.projects),
        (say("Currency"), lambda row: row.granted.currency), (say("Granted"), lambda row: row.granted),
        (say("Spent, by accepted reports"), lambda row: row.spent),
    ], counts.money)  # fmt: skip


def results(counts: Figures, _call: Call) -> Table:
    """What came of it, by kind."""
    return Table([
        (say("Kind"), lambda row: row[0].label), (say("All"), lambda row: row[1]),
        (say("From both sides together"), lambda row: row[2]),
    ], counts.results.kinds)  # fmt: skip


TABLES: Mapping[str, Callable[[Figures, Call], Table]] = {
    "universities": universities.of, "themes": by_theme, "sides": by_side, "stages": by_stage, "network": network,
    "money": money, "results": results,
}  # fmt: skip


def table(counts: Figures, call: Call, name: str) -> Table:
    """One of the tables of what was counted; every line tells the day as of which it counts."""
    made = TABLES[name](counts, call)
    return Table([*made.columns, (say("As of"), lambda _: counts.as_of)], made.rows)
