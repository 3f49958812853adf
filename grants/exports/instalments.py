"""The payments that each side plans of its awards, as finance looks ahead to them."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from grants import clock
from grants.applications.model import Application
from grants.applications.queries import in_conflict
from grants.awards.model import Award, AwardPart, Instalment
from grants.calls.model import Call
from grants.exports.table import Column, Table
from grants.rules.agreements import payer_name
from grants.rules.instalments import standing_of
from grants.words import say

COLUMNS: list[Column] = [
    (say("Number"), lambda row: row.award.application.ref),
    (say("Title"), lambda row: row.award.application.title),
    (say("Paid by"), lambda row: payer_name(row.part.party) if row.part.party else row.part.side.label),
    (say("Amount"), lambda row: row.amount),
    (say("Currency"), lambda row: row.part.currency),
    (say("Day"), lambda row: row.due_on),
    (say("Report"), lambda row: row.report_code),
    (say("Status"), lambda row: standing_of(row, clock.now()).label),
    (say("When"), lambda row: row.entry.at if row.entry else None),
    (say("Cost centre"), lambda row: row.part.cost_centre),
]


def table(session: Session, by: Any, call: Call) -> Table:
    """Every planned payment of the call, none of an award this person is in conflict with."""
    award = joinedload(Instalment.part).joinedload(AwardPart.award)
    wanted = (
        select(Instalment)
        .join(AwardPart, AwardPart.id == Instalment.part_id).join(Award, Award.id == AwardPart.award_id)
        .join(Application, Application.id == Award.application_id)
        .where(Application.call_id == call.id, ~in_conflict(by.id))
        .order_by(Application.number, AwardPart.position, Instalment.position)
        .options(award.selectinload(Award.conditions), award.selectinload(Award.reports))  # type: ignore[attr-defined]
    )  # fmt: skip
    return Table(COLUMNS, list(session.scalars(wanted).unique()))
