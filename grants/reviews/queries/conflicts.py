"""The conflicts on record in a call."""

import uuid
from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, lazyload

from grants.applications.model import Application, Conflict
from grants.calls.model import Call
from grants.reviews.model import Assignment
from grants.reviews.queries.grounds import seen_by_the_law
from grants.reviews.queries.seeking import listed
from grants.rules.applications import JUDGED
from grants.rules.reviews import DECLARE


def on_record(by: Any, call: Call) -> Select[Application, Conflict]:
    """The conflicts that stand in a call; nothing of applications this person is in conflict with."""
    handled = listed(by, call).with_only_columns(Application.id)
    stands = (Conflict.stands.is_(True), Application.id.in_(handled))
    wanted = select(Application, Conflict).join(Conflict, Conflict.application_id == Application.id)
    return wanted.where(*stands)


def counted_conflicts(session: Session, by: Any, call: Call) -> int:
    """How many conflicts stand."""
    return session.scalar(on_record(by, call).with_only_columns(func.count(Conflict.id))) or 0


def conflicts_in(session: Session, by: Any, call: Call, first: int, most: int) -> list[tuple[Application, Conflict]]:
    """Who may not judge or handle what, by number, so many from one place on."""
    found = (
        on_record(by, call).order_by(Application.number, Conflict.at, Conflict.id).offset(first).limit(most)
        .options(*seen_by_the_law(), joinedload(Conflict.person))
    )  # fmt: skip
    return [(application, conflict) for application, conflict in session.execute(found).unique()]


def own_conflicts(session: Session, by: Any, call: Call) -> list[tuple[int, Conflict]]:
    """What this person has declared, or is known for: the number and the reason, not the application."""
    found = (
        select(Application.number, Conflict).join(Conflict, Conflict.application_id == Application.id)
        .where(Application.call_id == call.id, Conflict.person_id == by.id, Conflict.stands.is_(True))
        .order_by(Application.number).options(lazyload(Conflict.person))
    )  # fmt: skip
    return [(number, conflict) for number, conflict in session.execute(found)]


def judged_as(session: Session, call: Call, number: int) -> Application | None:
    """The application that goes by a number, once it was handed in."""
    found = select(Application).where(
        Application.call_id == call.id, Application.number == number, Application.submitted_at.is_not(None),
        Application.state.in_(JUDGED),
    )  # fmt: skip
    return session.scalars(found).unique().first()


def judged_by_key(session: Session, keys: Collection[uuid.UUID]) -> dict[uuid.UUID, Application]:
    """Applications by their keys, with what the law of conflicts looks at."""
    found = select(Application).where(Application.id.in_(keys)).options(*seen_by_the_law())
    return {one.id: one for one in session.scalars(found).unique()}


def assignment_of(session: Session, by: Any, application: Application) -> Assignment | None:
    """This person's own assignment to an application, where it still stands."""
    found = select(Assignment).where(Assignment.application_id == application.id, Assignment.reviewer_id == by.id)
    one = session.scalars(found).unique().first()
    return one if one is not None and one.state in DECLARE.source else None
