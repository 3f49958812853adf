"""Applications in lists, each holding exactly what its reader may see."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, lazyload, selectinload

from grants.applications.model import Application, Conflict, Finding, Invitation, Part, TeamMember
from grants.calls.model import Call
from grants.db import session_of
from grants.people.model import Person
from grants.rules.applications import ApplicationState
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


def on_team(person_id: UUID) -> Any:
    """In SQL: this person is on the application's team."""
    return or_(
        exists().where(Part.application_id == Application.id, Part.pi_id == person_id),
        exists().where(TeamMember.application_id == Application.id, TeamMember.person_id == person_id),
    )


def in_conflict(person_id: UUID) -> Any:
    """In SQL: this person may not handle the application."""
    stands = exists().where(
        Conflict.application_id == Application.id, Conflict.person_id == person_id, Conflict.stands.is_(True),
    )  # fmt: skip
    return or_(on_team(person_id), stands)


def mine(session: Session, by: Person) -> list[Application]:
    """The applications this person is on, newest change first."""
    wanted = (
        select(Application)
        .where(on_team(by.id), Application.state != ApplicationState.WITHDRAWN)
        .order_by(Application.changed_at.desc())
        .options(
            lazyload("*"),
            selectinload(Application.parts).lazyload("*"),
            selectinload(Application.call).options(selectinload(Call.sides), selectinload(Call.deadlines)),
        )
    )
    return list(session.scalars(wanted).unique())


def invitations_to(session: Session, by: Person) -> list[Invitation]:
    """Invitations that wait for this person's answer."""
    wanted = select(Invitation).where(Invitation.email == by.email, Invitation.state == InvitationState.PENDING)
    return list(session.scalars(wanted).unique())


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
