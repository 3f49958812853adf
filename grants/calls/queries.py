"""Questions about calls: which are there for whom, who are their officers, what happened to them."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select
from sqlalchemy.orm import Session, joinedload, lazyload, selectinload

from grants import clock
from grants.calls.gaps import Gap, gaps
from grants.calls.model import Call, FundingParty, Membership, Programme
from grants.calls.statement import definition_of
from grants.db import Texts
from grants.people.model import Appointment, InstitutionName, Person, called, newest
from grants.rules.calls import BEFORE_PUBLICATION, PUBLIC, CallState
from grants.rules.relations import holds
from grants.rules.roles import Role

__all__ = [
    "Gap", "Page", "appointed", "calls_of_office", "definition_of", "gaps", "members_named", "officers",
    "programmes", "programmes_of", "public_calls", "released_calls", "running_calls", "with_money",
]  # fmt: skip

T = TypeVar("T")
SHEET = 25
FINISHED = {CallState.RELEASED, CallState.ARCHIVED}


@dataclass(frozen=True)
class Page(Sequence[T]):
    """One page of a list, and how many pages and rows there are."""

    rows: Sequence[T]
    number: int
    pages: int
    total: int

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, place: Any) -> Any:
        return self.rows[place]


def paged(session: Session, question: Select[Any], number: int, size: int = SHEET) -> Page[Any]:
    """One page of what a question asks for; a page beyond the last is the last."""
    total = session.scalar(select(func.count()).select_from(question.order_by(None).subquery())) or 0
    pages = max(1, -(-total // size))
    here = min(max(1, number), pages)
    rows = session.scalars(question.limit(size).offset((here - 1) * size)).unique().all()
    return Page(rows, here, pages, total)


def public_calls(session: Session) -> list[Call]:
    """The calls that are running, as anyone may see them, the next deadline first."""
    running = PUBLIC - FINISHED
    found = session.scalars(select(Call).where(Call.state.in_(running)).order_by(Call.opens_at)).unique().all()
    return sorted(found, key=lambda call: (call.closing.at, call.code))


def released_calls(session: Session, number: int) -> Page[Call]:
    """The calls whose decisions are public, the newest first."""
    return paged(session, select(Call).where(Call.state.in_(PUBLIC & FINISHED)).order_by(*NEWEST), number)


NEWEST = (Call.opens_at.desc(), Call.code)


def read_by(by: Any) -> ColumnElement[bool]:
    """The calls whose record this person reads: of their programmes; a draft is its officers' alone."""
    office = {held.programme_id for held in holds(by, Role.OFFICER)}
    audits = {held.programme_id for held in holds(by, Role.AUDITOR)}
    seen = Call.state.not_in(BEFORE_PUBLICATION)
    return or_(Call.programme_id.in_(office), Call.programme_id.in_(audits) & seen)


def calls_of_office(session: Session, by: Any, number: int, state: str = "", text: str = "") -> Page[Call]:
    """The calls an officer or auditor keeps the record of, the newest first."""
    question = select(Call).where(read_by(by)).order_by(*NEWEST)
    if state in set(CallState):
        question = question.where(Call.state == CallState(state))
    if text:
        alike = f"%{text.replace('!', '!!').replace('%', '!%').replace('_', '!_')}%"
        named = [Call.name[language].as_string().ilike(alike, escape="!") for language in ("en", "ja", "sv")]
        question = question.where(or_(Call.code.ilike(alike, escape="!"), *named))
    return paged(session, question, number)


def running_calls(session: Session, by: Any) -> list[Call]:
    """The calls of an officer or auditor that are not finished yet."""
    question = select(Call).where(read_by(by), Call.state.not_in(FINISHED)).order_by(Call.opens_at, Call.code)
    return list(session.scalars(question).unique())


def programmes_of(session: Session, by: Any) -> list[Programme]:
    """The programmes this person is an officer of."""
    ids = {held.programme_id for held in holds(by, Role.OFFICER)}
    return list(session.scalars(select(Programme).where(Programme.id.in_(ids)).order_by(Programme.slug)))


def programmes(session: Session) -> list[Programme]:
    """Every programme with its calls, for those who appoint people to them."""
    question = select(Programme).order_by(Programme.slug).options(selectinload(Programme.calls))
    return list(session.scalars(question).unique())


def former_calls(session: Session, call: Call) -> list[Call]:
    """The calls of the same programme that have been released, the newest first."""
    own = select(Call).where(
        Call.programme_id == call.programme_id, Call.id != call.id,
        Call.state.in_(FINISHED),
    )  # fmt: skip
    return list(session.scalars(own.order_by(Call.opens_at.desc(), Call.code)).unique())


def with_money(session: Session, call: Call) -> list[FundingParty]:
    """Who pays in a call, with pots and their ledgers, in a fixed number of questions."""
    question = select(FundingParty).where(FundingParty.call_id == call.id).order_by(FundingParty.position)
    return list(session.scalars(question.options(selectinload(FundingParty.pots))).unique())


SERVES = (
    (Appointment.programme_id == bindparam("programme"))
    & (Appointment.role == Role.OFFICER)
    & or_(Appointment.until.is_(None), Appointment.until > bindparam("at"))
)
OFFICERS = (
    select(Person).where(Person.appointments.any(SERVES), Person.disabled_at.is_(None)).order_by(Person.email)
    .options(lazyload(Person.institution))
)  # fmt: skip


def officers(session: Session, programme_id: uuid.UUID, at: datetime) -> list[Person]:
    """Everyone who is an officer of a programme now."""
    return list(session.scalars(OFFICERS, {"programme": programme_id, "at": at}).unique())


def appointed(session: Session, call: Call, at: datetime) -> list[Appointment]:
    """Who serves in a call now: its programme's officers and auditors, its chair and its reviewers."""
    here = or_(Appointment.call_id == call.id, Appointment.programme_id == call.programme_id)
    now = or_(Appointment.until.is_(None), Appointment.until > at)
    question = select(Appointment).where(here, now).options(joinedload(Appointment.person))
    in_order = question.order_by(Appointment.role, Appointment.side, Appointment.since, Appointment.id)
    return list(session.scalars(in_order).unique())


MEMBERS = (
    select(
        Membership.institution_id, InstitutionName.language, InstitutionName.text, InstitutionName.valid_from,
        InstitutionName.valid_to,
    )
    .join(InstitutionName, InstitutionName.institution_id == Membership.institution_id)
    .where(Membership.programme_id == bindparam("programme"))
    .order_by(Membership.position, InstitutionName.valid_from)
)  # fmt: skip


def members_named(session: Session, call: Call) -> dict[uuid.UUID, Texts]:
    """The institutions of a call's programme as they are called today, or will be, in the programme's order."""
    names: dict[uuid.UUID, list[Any]] = {}
    for name in session.execute(MEMBERS, {"programme": call.programme_id}):
        names.setdefault(name.institution_id, []).append(name)
    today = clock.now().date()
    return {key: called(every, today) or newest(every) for key, every in names.items()}
