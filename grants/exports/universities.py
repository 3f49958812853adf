"""How many applications each university took part in, and how many were approved: the table behind the figures."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy.orm import Session

from grants.calls.model import Call
from grants.exports.table import Column, Table
from grants.reports.queries import Figures, figures
from grants.words import Sentence, say

WAYS: tuple[tuple[str, Sentence], ...] = (
    ("as_pi", say("as principal investigator")), ("as_lead", say("as lead")), ("as_member", say("anyone on the team")),
)  # fmt: skip


def columns(_call: Call) -> list[Column]:
    """The columns: each way of taking part, each measure."""
    return [
        (say("University"), lambda row: row.name),
        (say("Side"), lambda row: row.side),
        *(column for way, label in WAYS for column in counted(way, label)),
        (say("Success rate, % of eligible"), lambda row: per_cent(row.as_pi.of_eligible)),
    ]


def counted(way: str, label: Sentence) -> Iterator[Column]:
    """Submitted, eligible and approved by one way of taking part."""
    yield say("Submitted, %(way)s", way=label), lambda row: getattr(row, way).submitted
    yield say("Eligible, %(way)s", way=label), lambda row: getattr(row, way).eligible
    yield say("Approved, %(way)s", way=label), lambda row: getattr(row, way).approved


def per_cent(rate: Any) -> Any:
    """A rate in per cent, or nothing where there is nothing to be a rate of."""
    return None if rate is None else rate * 100


def table(session: Session, by: Any, call: Call) -> Table:
    """The table for this reader."""
    return of(figures(session, by, call), call)


def of(counts: Figures, call: Call) -> Table:
    """The table of what has been counted."""
    return Table(columns(call), counts.universities)
