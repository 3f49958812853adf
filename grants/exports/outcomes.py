"""What came of the awards of a call: one row for each publication, person exchanged, follow-on grant and so on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.applications.model import Application
from grants.applications.queries import handled_in
from grants.awards.model import Award
from grants.calls.model import Call
from grants.exports.table import Column, Table
from grants.reports.model import Credit, Outcome
from grants.words import say


@dataclass(frozen=True)
class Row:
    """One outcome, and the award it came of."""

    ref: str
    project: str
    side: Mapping[str, str]
    outcome: Outcome


def columns(_call: Call) -> list[Column]:
    """The columns; what a kind does not ask for stays empty."""
    return [
        (say("Number"), lambda row: row.ref),
        (say("Project"), lambda row: row.project),
        (say("Kind"), lambda row: row.outcome.kind.label),
        (say("Title or name"), lambda row: row.outcome.title),
        (say("Detail"), lambda row: row.outcome.detail),
        (say("Year"), lambda row: row.outcome.year),
        (say("DOI"), lambda row: row.outcome.doi),
        (say("From both sides"), lambda row: row.outcome.joint),
        (say("Told by the authors' universities"), lambda row: row.outcome.joint_computed),
        (say("Authors"), lambda row: "; ".join(author["name"] for author in row.outcome.authors)),
        (say("Side"), lambda row: row.side),
        (say("First day"), lambda row: row.outcome.starts_on),
        (say("Last day"), lambda row: row.outcome.ends_on),
        (say("Days"), lambda row: row.outcome.days),
        (say("People"), lambda row: row.outcome.number),
        (say("Funder"), lambda row: row.outcome.funder),
        (say("What became of it"), lambda row: row.outcome.status.label if row.outcome.status else None),
        (say("Currency"), lambda row: row.outcome.currency),
        (say("Amount"), lambda row: row.outcome.amount),
        (say("Told on"), lambda row: row.outcome.added_at),
    ]


def table(session: Session, by: Any, call: Call) -> Table:
    """What the awards of the call brought, as told so far; none of an award this person is in conflict with."""
    return Table(columns(call), rows(session, by, call))


def rows(session: Session, by: Any, call: Call) -> list[Row]:
    """Every row; one question."""
    mine = handled_in(by, call).with_only_columns(Application.id)
    found = session.execute(
        select(Application.number, Application.title, Outcome).join(Credit, Credit.outcome_id == Outcome.id)
        .join(Award, Award.id == Credit.award_id)
        .join(Application, Application.id == Award.application_id).where(Application.id.in_(mine))
        .order_by(Application.number, Outcome.kind, Outcome.added_at, Outcome.id),
    )  # fmt: skip
    sides = {side.code: side.label for side in call.sides}
    return [
        Row(f"{call.code}-{number:03d}", title, sides.get(outcome.side, {}), outcome)
        for number, title, outcome in found
    ]
