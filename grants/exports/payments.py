"""The money of a call's awards as finance books it: promised, paid, set free and returned, line by line per payer."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, lazyload

from grants.applications.model import Application
from grants.applications.queries import in_conflict
from grants.awards.model import Award, AwardPart
from grants.calls.model import Call, FundingParty, Pot, PotEntry
from grants.exports.table import Column, Table
from grants.money import Money
from grants.rules.agreements import payer_name
from grants.rules.pots import PotEntryKind
from grants.words import say

BOOKED = (PotEntryKind.AWARD, PotEntryKind.DECOMMIT, PotEntryKind.PAY, PotEntryKind.RETURN)
COLUMNS: list[Column] = [
    (say("Number"), lambda row: f"{row.code}-{row.number:03d}"),
    (say("Title"), lambda row: row.title),
    (say("Paid by"), lambda row: payer_name(row.FundingParty)),
    (say("When"), lambda row: row.at),
    (say("What"), lambda row: row.kind.label),
    (say("Amount"), lambda row: Money(row.minor, row.currency)),
    (say("Currency"), lambda row: row.currency),
    (say("Cost centre"), lambda row: row.cost_centre or ""),
    (say("Note"), lambda row: row.note),
]


def table(session: Session, by: Any, call: Call) -> Table:
    """Every line about an award of the call, none of an award this person is in conflict with; one question."""
    line = (PotEntry.kind, PotEntry.minor, PotEntry.at, PotEntry.note, Pot.currency)
    wanted = (
        select(*line, FundingParty, Call.code, Application.number, Application.title, AwardPart.cost_centre)
        .join(Pot, Pot.id == PotEntry.pot_id)
        .join(FundingParty, FundingParty.id == Pot.party_id)
        .join(Application, Application.id == PotEntry.application_id)
        .join(Call, Call.id == Application.call_id)
        .join(Award, Award.application_id == Application.id)
        .outerjoin(AwardPart, (AwardPart.award_id == Award.id) & (AwardPart.party_id == Pot.party_id))
        .where(Application.call_id == call.id, PotEntry.kind.in_(BOOKED), ~in_conflict(by.id))
        .order_by(Application.number, PotEntry.at)
        .options(lazyload(FundingParty.pots))
    )
    return Table(COLUMNS, session.execute(wanted).all())
