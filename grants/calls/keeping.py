"""The record of a call: what is held back from deletion, who was given something out of it, what went."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from grants.calls.model import Call, Deletion, DocumentRequest, LegalHold
from grants.db import session_of
from grants.history import note


def held_calls() -> Select[UUID]:
    """The calls of which nothing is deleted."""
    return select(LegalHold.call_id).where(LegalHold.lifted_at.is_(None))


def hold_on(call: Call) -> LegalHold | None:
    """The hold that stands on a call."""
    standing = select(LegalHold).where(LegalHold.call_id == call.id, LegalHold.lifted_at.is_(None))
    return session_of(call).scalar(standing.limit(1))


def requests_of(call: Call) -> Sequence[DocumentRequest]:
    """Everything that was asked for out of the record of a call, the newest first."""
    asked = select(DocumentRequest).where(DocumentRequest.call_id == call.id)
    return session_of(call).scalars(asked.order_by(DocumentRequest.asked_on.desc(), DocumentRequest.at.desc())).all()


def sealed_in(session: Session, applications: Collection[UUID]) -> set[UUID | None]:
    """Which of these applications stand in the record without people: their history tells no name either."""
    gone = select(Deletion.application_id).where(Deletion.application_id.in_(applications))
    return set(session.scalars(gone)) if applications else set()


def note_deletion(session: Session, went: Deletion, step: str, by: Any, **detail: Any) -> None:
    """Note that something went because its time was over; not what it said."""
    session.add(went)
    session.flush()
    note(session, went, step, by, went.at, ref=went.ref, count=went.count, **detail)
