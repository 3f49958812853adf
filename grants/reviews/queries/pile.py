"""A reviewer's pile: what they were asked to judge, where each stands, in which order they meet it."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, Uuid, bindparam, case, exists, func, select
from sqlalchemy.orm import Session, aliased

from grants.applications.model import Application, Conflict
from grants.applications.queries import on_team
from grants.calls.model import Call, ReviewRound
from grants.reviews.model import Assignment, Review
from grants.rules.applications import JUDGED
from grants.rules.calls import CLOSED_TO_PANEL
from grants.rules.relations import holds
from grants.rules.reviews import AssignmentState, ReviewState
from grants.rules.roles import Role


@dataclass(frozen=True)
class Line:
    """One application on a reviewer's pile: title and own state, never who else judges it; in conflict no title."""

    call: Any  # its id, code, name, bid_days and due_on
    assignment_id: uuid.UUID
    review_id: uuid.UUID | None
    number: int
    title: str
    asked: AssignmentState
    written: ReviewState | None
    in_conflict: bool

    @property
    def ref(self) -> str:
        """The number people know the application by."""
        return f"{self.call.code}-{self.number:03d}"

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


def conflict_stands(person_id: Any) -> ColumnElement[bool]:
    """In SQL: a conflict of this person with the application is on record."""
    return exists().where(
        Conflict.application_id == Application.id, Conflict.person_id == person_id, Conflict.stands.is_(True),
    )  # fmt: skip


def asked_of_me(me: Any) -> Select[Any]:
    """In SQL: what a reviewer was asked to judge in some calls; written down once, for it is asked all evening."""
    return (
        select(
            Application.call_id, Assignment.id, Review.id, Application.number,
            case((conflict_stands(me), ""), else_=Application.title), Assignment.state, Review.state,
            conflict_stands(me),
        )
        .join(Assignment.application).outerjoin(Assignment.review)
        .where(
            Assignment.reviewer_id == me, Assignment.state != AssignmentState.REMOVED,
            Application.call_id.in_(bindparam("calls", expanding=True)), Application.state.in_(JUDGED), ~on_team(me),
        )
    )  # fmt: skip


ASKED_OF_ME = asked_of_me(bindparam("me", type_=Uuid()))


def pile(session: Session, by: Any) -> list[Line]:
    """Everything this reviewer was asked to judge: what waits first, then by number."""
    found = lines_of(session, by, {call.id: call for call in pools_of(session, by)})
    return sorted(found, key=in_turn)


def pools_of(session: Session, by: Any) -> Sequence[Any]:
    """The published calls in whose pool this reviewer is, with what a pile tells of them."""
    here = (ReviewRound.call_id == Call.id) & (ReviewRound.position == Call.at_round)
    told = (Call.id, Call.code, Call.name, ReviewRound.bid_days, ReviewRound.due_on)
    wanted = select(*told).join(ReviewRound, here).where(
        Call.id.in_({held.call_id for held in holds(by, Role.REVIEWER)}), Call.state.not_in(CLOSED_TO_PANEL),
    )  # fmt: skip
    return session.execute(wanted.order_by(Call.code)).all()


def in_turn(line: Line) -> tuple[Any, ...]:
    """What waits first, the soonest call first, then by number."""
    return line.rank, line.call.due_on or date.max, line.call.code, line.number


def queue(session: Session, by: Any, call: Any) -> list[Line]:
    """The pile of one call in an order that does not change while one works: by number."""
    calls = {call.id: call} if holds(by, Role.REVIEWER, call_id=call.id) else {}
    return sorted((line for line in lines_of(session, by, calls) if line.is_live), key=lambda line: line.number)


def own_reviews(session: Session, by: Any, call: Any, reading: Iterable[Any] = ()) -> list[Review]:
    """The reviews that this reviewer writes or has written in a call, by number."""
    mine = [line.review_id for line in queue(session, by, call) if line.asked is AssignmentState.ACCEPTED]
    wanted = select(Review).where(Review.id.in_([key for key in mine if key])).options(*reading)
    return sorted(session.scalars(wanted).unique(), key=lambda review: review.application.number)


def in_need(session: Session, lines: Sequence[Line]) -> list[Line]:
    """What waits, the application with the fewest reviews in first; equals stay in the order they came in."""
    waiting = [line for line in lines if line.is_waiting]
    beside = aliased(Assignment)
    counted = (
        select(Assignment.id, func.count(Review.id))
        .join(beside, beside.application_id == Assignment.application_id)
        .join(Review, (Review.assignment_id == beside.id) & (Review.state == ReviewState.SUBMITTED))
        .where(Assignment.id.in_([line.assignment_id for line in waiting]), beside.state == AssignmentState.ACCEPTED)
        .group_by(Assignment.id)
    )
    reviews: dict[uuid.UUID, int] = {key: count for key, count in session.execute(counted)}  # noqa: C416 - rows are no pairs to dict()
    return sorted(waiting, key=lambda line: reviews.get(line.assignment_id, 0))


def lines_of(session: Session, by: Any, calls: Mapping[uuid.UUID, Any]) -> list[Line]:
    """What this reviewer was asked to judge in these calls."""
    rows = session.execute(ASKED_OF_ME, {"me": by.id, "calls": list(calls)})
    return [Line(calls[call], *told) for call, *told in rows]
