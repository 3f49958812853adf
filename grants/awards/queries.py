"""What is asked of awards: those of a call, those that wait for a person, what an investigator may do now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session, selectinload

from grants.applications.model import Application
from grants.applications.queries import in_conflict
from grants.awards.model import Award, AwardPart
from grants.calls.model import Call, Pot, PotEntry
from grants.decisions.model import Place
from grants.money import Money
from grants.rules.applications import ApplicationState
from grants.rules.awards import AwardStanding, PartState
from grants.rules.pots import Balance, PotEntryKind, balance

PER_PAGE = 50
OFFERED_TO = (
    select(
        AwardPart.id, AwardPart.award_id, Application.title, AwardPart.minor, AwardPart.currency, AwardPart.answer_by,
    )
    .join(Award, Award.id == AwardPart.award_id).join(Application, Application.id == Award.application_id)
    .where(AwardPart.pi_id == bindparam("me"), AwardPart.state == PartState.OFFERED).order_by(AwardPart.answer_by)
)  # fmt: skip


@dataclass(frozen=True)
class Offer:
    """What is offered to an investigator for their side, and until when they answer."""

    id: UUID
    award_id: UUID
    title: str
    granted: Money
    answer_by: datetime


@dataclass(frozen=True)
class Listed:
    """One page of a call's awards, and how many there are of each standing."""

    rows: list[Award]
    number: int
    pages: int
    total: int
    standings: Mapping[AwardStanding, int]


def awards_in(by: Any, call: Call) -> Select[Award]:
    """The awards of a call, save those this person is in conflict with."""
    return (
        select(Award)
        .join(Application, Application.id == Award.application_id)
        .where(Application.call_id == call.id, ~in_conflict(by.id))
        .order_by(Application.number)
    )


def awards_of(session: Session, by: Any, call: Call, number: int, standing: str = "") -> Listed:
    """A page of the awards of a call with where each stands; always the same few questions."""
    every = list(session.scalars(awards_in(by, call).options(selectinload(Award.parts))).unique())
    counts = {each: sum(award.standing is each for award in every) for each in AwardStanding}
    wanted = [award for award in every if not standing or award.standing == standing]
    pages = max(1, -(-len(wanted) // PER_PAGE))
    here = min(max(1, number), pages)
    return Listed(wanted[(here - 1) * PER_PAGE : here * PER_PAGE], here, pages, len(wanted), counts)


def offered_to(session: Session, by: Any) -> list[Offer]:
    """The offers that wait for this investigator's answer, the soonest first."""
    rows = session.execute(OFFERED_TO, {"me": by.id})
    return [Offer(row.id, row.award_id, row.title, Money(row.minor, row.currency), row.answer_by) for row in rows]


def award_of(session: Session, application: Application) -> Award | None:
    """The award an application got, if any."""
    return session.scalar(select(Award).where(Award.application_id == application.id))


def moved(session: Session, part: AwardPart, *kinds: PotEntryKind) -> list[PotEntry]:
    """The lines of the ledgers that concern one side's money for its application: promised, paid, come back."""
    wanted = select(PotEntry).where(PotEntry.application_id == part.award.application_id, PotEntry.kind.in_(kinds))
    return [entry for entry in session.scalars(wanted) if entry.pot.party_id == part.party_id]


def money_of(session: Session, award: Award) -> dict[str, Balance]:
    """What was promised, paid and given back on each side of an award, from the ledgers."""
    lines = session.execute(
        select(PotEntry.kind, PotEntry.minor, Pot.party_id)
        .join(Pot, Pot.id == PotEntry.pot_id)
        .where(PotEntry.application_id == award.application_id),
    ).all()
    return {
        part.side.code: balance([one for one in lines if one.party_id == part.party_id], part.currency)
        for part in award.parts
    }


def reserves_of(session: Session, by: Any, call: Call) -> list[Application]:
    """The reserve list of a call as far as this officer sees it, in the panel's order."""
    wanted = (
        select(Application)
        .outerjoin(Place, Place.application_id == Application.id)
        .where(Application.call_id == call.id, Application.state == ApplicationState.RESERVE, ~in_conflict(by.id))
        .order_by(Place.position.is_(None), Place.position, Application.number)
    )
    return list(session.scalars(wanted).unique())
