"""What an agreement has brought, as one table: a measure a row."""

from collections.abc import Iterator
from typing import Any

from grants.exports.table import Column, Table
from grants.reports.queries.partnership import Partnership
from grants.words import say

COLUMNS: list[Column] = [
    (say("Measure"), lambda row: row[0]),
    (say("Of what"), lambda row: row[1]),
    (say("Number"), lambda row: row[2]),
    (say("Agreed"), lambda row: row[3]),
]


def table(counts: Partnership) -> Table:
    """Every figure of the dashboard."""
    return Table(COLUMNS, list(rows(counts)))


def rows(counts: Partnership) -> Iterator[tuple[Any, Any, Any, Any]]:
    """Benchmarks first, then who led, what was given, what came of it."""
    yield from ((one.measure.label, None, one.reached, one.agreed) for one in counts.benchmarks)
    yield from ((say("Led from"), label, tally.submitted, None) for label, tally in counts.led_from)
    yield from ((say("Granted"), one.granted.currency, one.granted, None) for one in counts.given)
    yield from ((say("Won on top of it"), one.currency, one.won_money, None) for one in counts.follow_on)
    yield from ((kind.label, None, count, None) for kind, count, _ in counts.results.kinds)
