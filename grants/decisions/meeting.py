"""What is asked of the panel's meeting: its members, who leaves for what, the agenda, what was written down."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, contains_eager

from grants.applications.model import Application, Conflict, Part, TeamMember
from grants.calls.model import Call
from grants.decisions.model import AgendaItem, Attendance
from grants.decisions.panel import Standing
from grants.people.model import Appointment, Person
from grants.rules.agenda import Block, agenda
from grants.rules.roles import Role

PANEL = (Role.CHAIR, Role.REVIEWER)


@dataclass(frozen=True)
class Member:
    """Somebody of the panel: with which part, and for which applications they leave the room."""

    person: Person
    role: Role
    side: str
    away_for: frozenset[int]
    is_present: bool | None


def members_of(session: Session, call: Call, at: datetime) -> list[Member]:
    """The chairs and the reviewers of a call, each with the applications they are in conflict with."""
    held = session.scalars(
        select(Appointment)
        .join(Appointment.person)
        .where(
            Appointment.call_id == call.id, Appointment.role.in_(PANEL), Person.disabled_at.is_(None),
            or_(Appointment.until.is_(None), Appointment.until > at),
        )
        .order_by(Appointment.role, Appointment.side, Person.family, Person.id)
        .options(contains_eager(Appointment.person).lazyload("*")),
    ).unique()  # fmt: skip
    away, kept = absences(session, call), attendance(session, call)
    found: dict[uuid.UUID, Member] = {}
    for one in held:
        person = one.person
        found.setdefault(
            person.id,
            Member(person, one.role, one.side or "", frozenset(away.get(person.id, ())), kept.get(person.id)),
        )
    return list(found.values())


def absences(session: Session, call: Call) -> dict[uuid.UUID, set[int]]:
    """Who may not be in the room for what: by a conflict on record, or for being on its team."""
    mine = Application.call_id == call.id
    questions: tuple[Any, ...] = (
        select(Conflict.person_id, Application.number).join(Application, Application.id == Conflict.application_id)
        .where(mine, Conflict.stands.is_(True)),
        select(Part.pi_id, Application.number).join(Application, Application.id == Part.application_id)
        .where(mine, Part.pi_id.is_not(None)),
        select(TeamMember.person_id, Application.number)
        .join(Application, Application.id == TeamMember.application_id)
        .where(mine, TeamMember.person_id.is_not(None)),
    )  # fmt: skip
    away: dict[uuid.UUID, set[int]] = {}
    for question in questions:
        for person, number in session.execute(question):
            away.setdefault(person, set()).add(number)
    return away


def attendance(session: Session, call: Call) -> dict[uuid.UUID, bool]:
    """Who was at the meeting, as far as it was written down."""
    rows = session.execute(select(Attendance.person_id, Attendance.is_present).where(Attendance.call_id == call.id))
    return {person: is_present for person, is_present in rows}  # noqa: C416 - a Row is no pair to mypy


def agenda_for(seen: Sequence[Standing], members: Collection[Member]) -> list[Block[Any]]:
    """The applications that a reader sees, in blocks of the same people out of the room."""
    in_conflict = {one.number: [each.person.id for each in members if one.number in each.away_for] for one in seen}
    return agenda([one.number for one in seen], in_conflict)


def items_of(session: Session, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, AgendaItem]:
    """What was written down about some applications."""
    wanted = select(AgendaItem).where(AgendaItem.application_id.in_(ids))
    return {one.application_id: one for one in session.scalars(wanted).unique()}
