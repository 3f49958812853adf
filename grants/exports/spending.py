"""What each side of an award asked for and spent, each kind of cost for itself, as the newest report tells it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from grants.applications.model import Application, BudgetLine, Part
from grants.applications.queries import handled_in
from grants.awards.model import Award, AwardPart
from grants.calls.model import Call, Side
from grants.exports.table import Column, Table
from grants.money import Money
from grants.reports.queries.money import spending_told
from grants.rules.reports import ReportState
from grants.words import say

NOT_TOLD = say("not told yet")


@dataclass(frozen=True)
class Row:
    """One kind of cost of one side of an award."""

    ref: str
    title: str
    side: Mapping[str, str]
    kind: Mapping[str, str]
    asked: Money
    spent: Money | None


COLUMNS: list[Column] = [
    (say("Number"), lambda row: row.ref),
    (say("Title"), lambda row: row.title),
    (say("Side"), lambda row: row.side),
    (say("Kind of cost"), lambda row: row.kind),
    (say("Currency"), lambda row: row.asked.currency),
    (say("Asked for"), lambda row: row.asked),
    (say("Spent"), lambda row: NOT_TOLD if row.spent is None else row.spent),
]


def table(session: Session, by: Any, call: Call) -> Table:
    """Every kind of cost of every side of the call's awards, none this person is in conflict with."""
    return Table(COLUMNS, list(rows(session, by, call)))


def rows(session: Session, by: Any, call: Call) -> Iterator[Row]:
    """A row for each kind of cost that a side pays for; two questions."""
    budgets = asked(session, handled_in(by, call).with_only_columns(Application.id))
    told = spending_told(*ReportState)
    found = session.execute(
        handled_in(by, call)
        .join(Award, Award.application_id == Application.id).join(AwardPart, AwardPart.award_id == Award.id)
        .join(Side, Side.id == AwardPart.side_id)
        .outerjoin(told, (told.c.award_id == Award.id) & (told.c.side == Side.code))
        .with_only_columns(Application.id, Application.number, Application.title, Side.code, AwardPart.currency,
                           told.c.by_kind)
        .order_by(Application.number, AwardPart.position),
    )  # fmt: skip
    for key, number, title, code, currency, by_kind in found:
        side = call.side(code)
        for kind, label in call.costs(side):
            yield Row(
                f"{call.code}-{number:03d}", title, side.label, label,
                Money(budgets.get((key, code, kind), 0), currency),
                Money(by_kind.get(kind, 0), currency) if by_kind else None,
            )  # fmt: skip


def asked(session: Session, applications: Any) -> dict[tuple[Any, str, str], int]:
    """What the budgets of these applications asked for, by side and kind of cost."""
    told = session.execute(
        select(Part.application_id, Part.side, BudgetLine.category, func.sum(BudgetLine.minor))
        .join(Part, Part.id == BudgetLine.part_id).where(Part.application_id.in_(applications))
        .group_by(Part.application_id, Part.side, BudgetLine.category),
    )  # fmt: skip
    return {(application, side, kind): int(minor or 0) for application, side, kind, minor in told}
