"""A reviewer's pile: what they were asked to judge, where each stands, in which order they meet it."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from grants.applications.model import Application, Conflict
from grants.applications.queries import on_team
from grants.calls.model import Call
from grants.reviews.model import Assignment, Review
from grants.rules.applications import JUDGED
from grants.rules.relations import holds
from grants.rules.reviews import AssignmentState, ReviewState
from grants.rules.roles import Role


@dataclass(frozen=True)
class Line:
    """One application on a reviewer's pile: title and own state, never who else judges it."""

    assignment_id: uuid.UUID
    review_id: uuid.UUID | None
    call_id: uuid.UUID
    call_name: dict[str, str]
    due_on: date | None
    ref: str
    title: str
    asked: AssignmentState
    written: ReviewState | None
    in_conflict: bool

    @property
    def rank(self) -> int:
        """Unanswered first, then begun, then submitted, then what is not for this reviewer."""
        if self.in_conflict or self.asked not in {AssignmentState.INVITED, AssignmentState.ACCEPTED}:
            return 3
        if self.asked is AssignmentState.INVITED:
            return 0
        return 2 if self.written is ReviewState.SUBMITTED else 1

    @property
    def is_waiting(self) -> bool:
        """Whether the reviewer still has to do something about it."""
        return self.rank <= 1

    @property
    def is_live(self) -> bool:
        """Whether it is to be judged by this reviewer."""
        return self.rank < 3  # noqa: PLR2004 - see rank


def conflict_stands(person_id: uuid.UUID) -> ColumnElement[bool]:
    """In SQL: a conflict of this person with the application is on record."""
    return exists().where(
        Conflict.application_id == Application.id, Conflict.person_id == person_id, Conflict.stands.is_(True),
    )  # fmt: skip


def pile(session: Session, by: Any, call_id: uuid.UUID | None = None) -> list[Line]:
    """Everything this reviewer was asked to judge: what waits first, then by number."""
    calls = {held.call_id for held in holds(by, Role.REVIEWER) if call_id in {None, held.call_id}}
    asked = (
        select(
            Assignment.id, Review.id, Call.id, Call.name, Call.reviews_due_on, Call.code, Application.number,
            Application.title, Assignment.state, Review.state, conflict_stands(by.id),
        )
        .join(Assignment.application).join(Application.call).outerjoin(Assignment.review)
        .where(
            Assignment.reviewer_id == by.id, Assignment.state != AssignmentState.REMOVED, Call.id.in_(calls),
            Application.state.in_(JUDGED), ~on_team(by.id),
        )
        .order_by(Call.reviews_due_on, Call.code, Application.number)
    )  # fmt: skip
    lines = [
        Line(assignment, review, call, name, due, f"{code}-{number:03d}", title, state, written, in_conflict)
        for assignment, review, call, name, due, code, number, title, state, written, in_conflict
        in session.execute(asked)
    ]  # fmt: skip
    return sorted(lines, key=lambda line: line.rank)


def queue(session: Session, by: Any, call_id: uuid.UUID) -> list[Line]:
    """The pile of one call in an order that does not change while one works: by number."""
    return sorted((line for line in pile(session, by, call_id) if line.is_live), key=lambda line: line.ref)
