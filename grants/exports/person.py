"""Everything the house holds about one person, for that person: nobody else's data, and no author of a review."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from grants.applications.model import Answer, Application, Comment, Conflict, Part, TeamMember
from grants.calls.model import Call
from grants.decisions.model import JointDecision
from grants.history.model import Entry
from grants.mail.model import Message
from grants.people.model import Person, SignedIn
from grants.reports.model import Outcome, ReportAnswer
from grants.reviews.model import Assignment, Bid, Review, Tie
from grants.rules.applications import RELEASED

SECRET = frozenset({"password_hash", "second_factor", "second_factor_step", "search_key", "key_hash", "person_id"})


def write(session: Session, person: Person, at: datetime) -> bytes:
    """All of it as the bytes of one JSON file."""
    return json.dumps(own(session, person, at), ensure_ascii=False, indent=1, default=plain).encode()


def own(session: Session, person: Person, at: datetime) -> Mapping[str, Any]:
    """All of it, by where it lies."""
    return {
        "as_of": at,
        "person": row_of(person),
        "posts": [row_of(one) for one in person.affiliations],
        "career_breaks": [row_of(one) for one in person.breaks],
        "close_ties": rows(session, select(Tie).where(Tie.person_id == person.id)),
        "bids": rows(session, select(Bid).where(Bid.reviewer_id == person.id)),
        "conflicts_on_record": rows(session, select(Conflict).where(Conflict.person_id == person.id)),
        "appointments": [row_of(one) for one in person.appointments],
        "sessions": rows(session, select(SignedIn).where(SignedIn.person_id == person.id)),
        "applications": applications(session, person),
        "answers_last_written": rows(session, select(Answer).where(Answer.by_id == person.id)),
        "comments": rows(session, select(Comment).where(Comment.by_id == person.id)),
        "reviews_written": reviews(session, person),
        "feedback_received": feedback(session, person),
        "report_answers_last_written": rows(session, select(ReportAnswer).where(ReportAnswer.by_id == person.id)),
        "outcomes_told": rows(session, select(Outcome).where(Outcome.added_by_id == person.id)),
        "mail": mail(session, person),
        "deeds": deeds(session, person),
    }


def row_of(thing: Any) -> dict[str, Any]:
    """A row of one's own, without secrets."""
    names = [one.key for one in thing.__mapper__.column_attrs]
    return {name.lstrip("_"): getattr(thing, name) for name in names if name not in SECRET}


def rows(session: Session, wanted: Any) -> list[dict[str, Any]]:
    """Rows of one's own."""
    return [row_of(one) for one in session.scalars(wanted).unique()]


def applications(session: Session, person: Person) -> list[dict[str, Any]]:
    """The applications one is on, and what stands there of oneself."""
    told = (Call.code, Application.number, Application.title, Application.state, Application.submitted_at)
    led = select(*told, Part.side, Part.unit, Part.position_held, Part.institution_id).join(
        Application, Application.id == Part.application_id,
    ).join(Call, Call.id == Application.call_id).where(Part.pi_id == person.id)  # fmt: skip
    joined = select(*told, TeamMember.side, TeamMember.role, TeamMember.affiliation).join(
        Application, Application.id == TeamMember.application_id,
    ).join(Call, Call.id == Application.call_id).where(TeamMember.person_id == person.id)  # fmt: skip
    return [dict(row) for wanted in (led, joined) for row in session.execute(wanted).mappings()]


def reviews(session: Session, person: Person) -> list[dict[str, Any]]:
    """What one has written about others' applications, as one wrote it."""
    wanted = select(Review).join(Assignment, Assignment.id == Review.assignment_id)
    return [
        {**row_of(one), "scores": [row_of(score) for score in one.scores]}
        for one in session.scalars(wanted.where(Assignment.reviewer_id == person.id)).unique()
    ]


def feedback(session: Session, person: Person) -> list[Any]:
    """What was written about one's own applications for their teams, once released; by whom is told to nobody."""
    mine = or_(
        Application.id.in_(select(Part.application_id).where(Part.pi_id == person.id)),
        Application.id.in_(select(TeamMember.application_id).where(TeamMember.person_id == person.id)),
    )
    wanted = select(JointDecision.feedback).join(Application, Application.id == JointDecision.application_id)
    return list(session.scalars(wanted.where(mine, Application.state.in_(RELEASED))))


def mail(session: Session, person: Person) -> list[dict[str, Any]]:
    """What was written to one."""
    told = (Message.made_at, Message.to, Message.kind, Message.subject, Message.body)
    wanted = select(*told).where(Message.person_id == person.id).order_by(Message.made_at)
    return [dict(row) for row in session.execute(wanted).mappings()]


def deeds(session: Session, person: Person) -> list[dict[str, Any]]:
    """What one has done here."""
    told = (Entry.at, Entry.noun, Entry.step, Entry.source, Entry.target)
    wanted = select(*told).where(Entry.by_id == person.id).order_by(Entry.at)
    return [dict(row) for row in session.execute(wanted).mappings()]


def plain(value: Any) -> Any:
    """What JSON has no form for, as text."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, UUID | Decimal):
        return str(value)
    raise TypeError(value)
