"""What is asked of awards: those of a call, those that wait for a person, what an investigator may do now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam, case, func, select
from sqlalchemy.orm import Session

from grants.applications.model import Application
from grants.applications.queries import in_conflict
from grants.awards.model import Award, AwardPart
from grants.calls.model import Call, Pot, PotEntry, Side
from grants.decisions.model import Place
from grants.money import Money
from grants.people.model import Person
from grants.rules import awards as law
from grants.rules.applications import ApplicationState
from grants.rules.awards import AwardStanding, PartState
from grants.rules.names import Named
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
class PartLine(Named):
    """One side of an award in a list: who leads it there, what it gives, and the answer."""

    side: str
    zone: str
    family: str
    given: str
    family_latin: str
    given_latin: str
    granted: Money
    state: PartState
    answer_by: datetime
    cost_centre: str
    reason: str


@dataclass(frozen=True)
class Line:
    """One award in a list."""

    id: UUID
    ref: str
    title: str
    standing: AwardStanding
    parts: Sequence[PartLine]


@dataclass(frozen=True)
class Listed:
    """One page of a call's awards, and how many there are of each standing."""

    rows: Sequence[Line]
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
    """A page of the awards of a call with where each stands; always the same three questions."""
    mine, shape = awards_in(by, call), shape_of()
    found = mine.with_only_columns(shape.label("shape")).order_by(None).subquery()
    told = session.execute(select(found.c.shape, func.count()).group_by(found.c.shape)).all()
    counts = dict.fromkeys(AwardStanding, 0)
    for one, count in told:
        counts[standing_by(one)] += count
    if standing:
        mine = mine.where(shape.in_([one for one, _ in told if standing_by(one) == standing]))
    total = sum(count for one, count in counts.items() if not standing or one == standing)
    pages = max(1, -(-total // PER_PAGE))
    here = min(max(1, number), pages)
    rows = lines(session, call, mine.limit(PER_PAGE).offset((here - 1) * PER_PAGE), shape)
    return Listed(rows, here, pages, total, counts)


def lines(session: Session, call: Call, wanted: Select[Any], shape: ColumnElement[int]) -> list[Line]:
    """These awards as a list tells them."""
    rows = session.execute(
        wanted.with_only_columns(Award.id, Application.number, Application.title, shape.label("shape")),
    ).all()
    parts = parts_of(session, [row.id for row in rows])
    return [
        Line(row.id, f"{call.code}-{row.number:03d}", row.title, standing_by(row.shape), parts.get(row.id, ()))
        for row in rows
    ]


def parts_of(session: Session, awards: Sequence[UUID]) -> dict[UUID, list[PartLine]]:
    """The parts of these awards, in the order of the call's sides."""
    rows = session.execute(
        select(
            AwardPart.award_id, AwardPart.minor, AwardPart.currency, Side.code, Side.zone, Person.family, Person.given,
            Person.family_latin, Person.given_latin, AwardPart.state, AwardPart.answer_by, AwardPart.cost_centre,
            AwardPart.reason,
        )
        .join(Side, Side.id == AwardPart.side_id).join(Person, Person.id == AwardPart.pi_id)
        .where(AwardPart.award_id.in_(awards)).order_by(AwardPart.position),
    )  # fmt: skip
    parts: dict[UUID, list[PartLine]] = {}
    for row in rows:
        parts.setdefault(row.award_id, []).append(
            PartLine(
                row.code, row.zone, row.family, row.given, row.family_latin, row.given_latin,
                Money(row.minor, row.currency), row.state, row.answer_by, row.cost_centre, row.reason,
            ),
        )  # fmt: skip
    return parts


def shape_of() -> ColumnElement[int]:
    """In SQL: which states the parts of an award are in, and whether it is closed or goes on, as one number."""
    bits = case(*((AwardPart.state == state, 1 << place) for place, state in enumerate(PartState)))
    within = select(func.coalesce(func.sum(bits.distinct()), 0)).where(AwardPart.award_id == Award.id).correlate(Award)
    closed = case((Award.closed_at.is_not(None), CLOSED), else_=0)
    goes_on = case((Award.goes_on_since.is_not(None), GOES_ON), else_=0)
    return within.scalar_subquery() + closed + goes_on


def standing_by(shape: Any) -> AwardStanding:
    """Where awards of one such number stand, by the law."""
    shape = int(shape)
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
