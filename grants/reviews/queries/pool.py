"""The pool of a call: who reviews, how much each has in hand, who may be asked for what."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload

from grants.applications.model import Application
from grants.applications.queries import in_conflict
from grants.calls.model import Call
from grants.people.model import Appointment, Person
from grants.reviews.model import Assignment, Review
from grants.reviews.queries.grounds import grounds_between, seen_by_the_law
from grants.reviews.queries.seeking import AT_WORK, listed
from grants.rules.applications import ApplicationState
from grants.rules.conflicts import Ground
from grants.rules.reviews import AssignmentState, ReviewState
from grants.rules.roles import Role
from grants.words import NAMES

REVIEWED = func.count(Review.id).filter(Review.state == ReviewState.SUBMITTED)


@dataclass(frozen=True)
class PoolMember:
    """A reviewer of a call: who, for which side, knowing what, with how much in hand and how much done."""

    appointment: Appointment
    asked: int
    done: int

    @property
    def person(self) -> Person:
        """The reviewer."""
        return self.appointment.person

    @property
    def languages(self) -> list[str]:
        """The languages they read, by their own names."""
        return [NAMES[code] for code in self.appointment.languages]

    @property
    def side(self) -> str:
        """The side they review for."""
        return self.appointment.side or ""


def in_pool(call: Call, at: datetime) -> Select[Appointment]:
    """The appointments that make up a call's pool now."""
    return (
        select(Appointment)
        .join(Appointment.person)
        .where(
            Appointment.call_id == call.id, Appointment.role == Role.REVIEWER,
            or_(Appointment.until.is_(None), Appointment.until > at), Person.disabled_at.is_(None),
        )
        .options(joinedload(Appointment.person))
        .order_by(Appointment.side, func.lower(Person.family_latin), func.lower(Person.family), Person.id)
    )  # fmt: skip


def pool(session: Session, by: Any, call: Call, at: datetime) -> list[PoolMember]:
    """The pool by side and name; the loads tell nothing of applications this person is in conflict with."""
    loads = loads_of(session, by, call)
    return [PoolMember(one, *loads.get(one.person_id, (0, 0))) for one in session.scalars(in_pool(call, at)).unique()]


def loads_of(session: Session, by: Any, call: Call) -> dict[uuid.UUID, tuple[int, int]]:
    """How many applications each reviewer is at work on, and how many reviews are in."""
    rows = session.execute(
        select(Assignment.reviewer_id, func.count(), REVIEWED)
        .join(Assignment.application).outerjoin(Assignment.review)
        .where(
            Application.call_id == call.id, Application.state != ApplicationState.WITHDRAWN,
            Assignment.state.in_(AT_WORK), ~in_conflict(by.id),
        )
        .group_by(Assignment.reviewer_id),
    )  # fmt: skip
    return {reviewer: (asked, done) for reviewer, asked, done in rows}


def member_of(session: Session, call: Call, person_id: uuid.UUID, at: datetime) -> Appointment | None:
    """A person's place in a call's pool."""
    return session.scalars(in_pool(call, at).where(Appointment.person_id == person_id)).unique().first()


def unsettled(session: Session, by: Any, call: Call, ids: Iterable[uuid.UUID] | None = None) -> list[Application]:
    """The call's applications that reviewers can be asked for, all or some, with what the law of conflicts looks at."""
    wanted = listed(by, call).where(
        Application.submitted_at.is_not(None), Application.state == ApplicationState.SUBMITTED,
    )  # fmt: skip
    if ids is not None:
        wanted = wanted.where(Application.id.in_(list(ids)))
    return list(session.scalars(wanted.order_by(Application.number).options(*seen_by_the_law())).unique())


def named_grounds(
    session: Session, application: Application, members: Iterable[PoolMember],
) -> list[tuple[PoolMember, Ground | None]]:  # fmt: skip
    """Everyone of the pool who is not asked for an application already, each with what speaks against them."""
    kept = select(Assignment.reviewer_id).where(
        Assignment.application_id == application.id, Assignment.state != AssignmentState.REMOVED,
    )  # fmt: skip
    asked = set(session.scalars(kept))
    free = [one for one in members if one.person.id not in asked]
    found = grounds_between(session, application.call, [one.person for one in free], [application])
    return [(one, next(iter(found.get((application.id, one.person.id), ())), None)) for one in free]


def open_assignments(session: Session, by: Any, call: Call, person_id: uuid.UUID) -> list[Assignment]:
    """What a reviewer of the call still has in hand, but for applications this person is in conflict with."""
    wanted = (
        select(Assignment).join(Assignment.application).outerjoin(Assignment.review)
        .where(
            Application.call_id == call.id, Assignment.reviewer_id == person_id, Assignment.state.in_(AT_WORK),
            or_(Review.id.is_(None), Review.state == ReviewState.DRAFT), ~in_conflict(by.id),
        )
        .order_by(Application.number)
    )  # fmt: skip
    return list(session.scalars(wanted).unique())
