"""What is asked of awards: those of a call, those that wait for a person, what an investigator may do now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Subquery, bindparam, case, func, select
from sqlalchemy.orm import Session, selectinload

from grants.applications.model import Application
from grants.applications.queries import in_conflict
from grants.awards.model import Award, AwardPart
from grants.calls.model import Call, Pot, PotEntry
from grants.decisions.model import Place
from grants.money import Money
from grants.rules import awards as law
from grants.rules.applications import ApplicationState
from grants.rules.awards import AwardStanding, PartState
from grants.rules.pots import Balance, PotEntryKind, balance

PER_PAGE = 50
CLOSED, GOES_ON = 1 << len(PartState), 2 << len(PartState)
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
    mine = awards_in(by, call)
    found = shapes(mine)
    told = session.execute(select(found.c.shape, func.count()).group_by(found.c.shape)).all()
    counts = dict.fromkeys(AwardStanding, 0)
    for shape, count in told:
        counts[standing_by(shape)] += count
    wanted = [shape for shape, _ in told if not standing or standing_by(shape) == standing]
    total = sum(count for shape, count in told if shape in wanted)
    pages = max(1, -(-total // PER_PAGE))
    here = min(max(1, number), pages)
    rows = (
        mine.join(found, found.c.award_id == Award.id).where(found.c.shape.in_(wanted))
        .options(selectinload(Award.parts)).limit(PER_PAGE).offset((here - 1) * PER_PAGE)
    )  # fmt: skip
    return Listed(list(session.scalars(rows).unique()), here, pages, total, counts)


def shapes(awards: Select[Award]) -> Subquery:
    """In SQL: which states the parts of each award are in, and whether it is closed or goes on, as one number."""
    present = [func.max(case((AwardPart.state == state, 1 << place), else_=0)) for place, state in enumerate(PartState)]
    closed = case((Award.closed_at.is_not(None), CLOSED), else_=0)
    goes_on = case((Award.goes_on_since.is_not(None), GOES_ON), else_=0)
    keys = awards.with_only_columns(Award.id).order_by(None)
    return (
        select(Award.id.label("award_id"), (sum(present, closed + goes_on)).label("shape"))
        .outerjoin(AwardPart, AwardPart.award_id == Award.id).where(Award.id.in_(keys))
        .group_by(Award.id, Award.closed_at, Award.goes_on_since).subquery()
    )  # fmt: skip


def standing_by(shape: int) -> AwardStanding:
    """Where awards of one such number stand, by the law."""
    within = [state for place, state in enumerate(PartState) if shape & 1 << place]
    return law.standing(within, reported=bool(shape & CLOSED), goes_on=bool(shape & GOES_ON))


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
