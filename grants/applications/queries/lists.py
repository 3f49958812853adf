"""Applications in lists, each holding exactly what its reader may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, bindparam, exists, func, or_, select, union_all
from sqlalchemy.orm import Session, joinedload, lazyload, load_only, selectinload

from grants.applications.model import Application, Conflict, Finding, Invitation, Part, TeamMember
from grants.calls.model import Call
from grants.db import session_of
from grants.people.model import Person
from grants.rules.applications import ApplicationState
from grants.rules.formal import KEPT
from grants.rules.invitations import InvitationState


def people_of(application: Application) -> list[Person]:
    """Everyone on the team who has an account."""
    session = session_of(application)
    ids = [member.person_id for member in application.members if member.person_id]
    members = session.scalars(select(Person).where(Person.id.in_(ids))).all() if ids else []
    return [*(part.pi for part in application.parts if part.pi), *members]


def standing(findings: Iterable[Finding]) -> dict[str, Finding]:
    """The newest verdict of each side."""
    return {finding.side: finding for finding in findings}


def on_team(person_id: Any) -> Any:
    """In SQL: this person is on the application's team."""
    return or_(
        exists().where(Part.application_id == Application.id, Part.pi_id == person_id),
        exists().where(TeamMember.application_id == Application.id, TeamMember.person_id == person_id),
    )


def in_conflict(person_id: UUID) -> Any:
    """In SQL: this person may not handle the application; theirs are sought once, not anew for every application."""
    theirs = (
        select(Part.application_id).where(Part.pi_id == person_id),
        select(TeamMember.application_id).where(TeamMember.person_id == person_id),
        select(Conflict.application_id).where(Conflict.person_id == person_id, Conflict.stands.is_(True)),
    )
    return Application.id.in_(union_all(*(one.correlate(None) for one in theirs)))


def of_mine() -> Select[Application]:
    """In SQL: what somebody is on, as far as a list of it tells; written down once, for it is asked all day."""
    told = load_only(Call.code, Call.name, Call.opens_at, Call.zone, Call.deadline_rule, Call._state)  # noqa: SLF001
    may_come_back = and_(Application.submitted_at.is_(None), Application.withdrawn_at >= bindparam("since"))
    wanted = select(Application).options(
        lazyload("*"),
        joinedload(Application.parts).lazyload("*"),
        joinedload(Application.call).options(lazyload("*"), told, selectinload(Call.deadlines)),
    )
    stands = Application.state != ApplicationState.WITHDRAWN
    mine = wanted.where(on_team(bindparam("me")), stands | may_come_back)
    return mine.order_by(Application.changed_at.desc(), Application.id)


MINE = of_mine()
INVITED = (
    select(
        Invitation.id, Invitation.until, Application.title, Application.number, Call.code, Person.family, Person.given,
        Person.family_latin, Person.given_latin, Person.name_order,
    )
    .join(Application, Application.id == Invitation.application_id).join(Call, Call.id == Application.call_id)
    .join(Person, Person.id == Invitation.invited_by_id)
    .where(Invitation.email == bindparam("email"), Invitation.state == InvitationState.PENDING)
)  # fmt: skip


@dataclass(frozen=True)
class Invited:
    """An invitation that waits for an answer: into what, until when, and the name of whoever sent it."""

    id: UUID
    until: datetime
    title: str
    by: Any


def mine(session: Session, by: Person, at: datetime) -> tuple[list[Application], list[Application]]:
    """The applications this person is on, newest change first; and drafts thrown away lately, the last one first."""
    found = session.scalars(MINE, {"me": by.id, "since": at - KEPT}).unique().all()
    gone = [one for one in found if one.state is ApplicationState.WITHDRAWN]
    stand = [one for one in found if one.state is not ApplicationState.WITHDRAWN]
    return stand, sorted(gone, key=lambda one: one.withdrawn_at or at, reverse=True)


def invitations_to(session: Session, by: Person) -> list[Invited]:
    """Invitations that wait for this person's answer."""
    rows = session.execute(INVITED, {"email": by.email}).all()
    return [Invited(row.id, row.until, row.title or f"{row.code}-{row.number:03d}", row) for row in rows]


def handled_in(by: Any, call: Call) -> Select[Application]:
    """The applications of a call that an officer, chair or auditor handles: never one they are in conflict with."""
    return select(Application).where(and_(Application.call_id == call.id, ~in_conflict(by.id)))


def submitted_in(by: Any, call: Call) -> Select[Application]:
    """Those that were handed in and stand."""
    return handled_in(by, call).where(
        Application.submitted_at.is_not(None), Application.state != ApplicationState.WITHDRAWN,
    )  # fmt: skip


def counted(session: Session, wanted: Select[Any]) -> int:
    """How many rows a list has in all."""
    return session.scalar(select(func.count()).select_from(wanted.order_by(None).subquery())) or 0
