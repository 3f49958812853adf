"""What is asked of history."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from grants.history.model import Entry

TEAM_NOUN = "application"
TEAM_NOUNS = ("endorsement",)


def told_to_team(session: Session, application_id: uuid.UUID, steps: frozenset[str] | None = None) -> Sequence[Entry]:
    """What happened to an application as its team may know it: their own deeds and the formal steps, newest first."""
    ours = and_(Entry.noun == TEAM_NOUN, Entry.step.in_(steps or ()))
    wanted = (
        select(Entry)
        .where(Entry.application_id == application_id, or_(ours, Entry.noun.in_(TEAM_NOUNS)))
        .order_by(Entry.at.desc(), Entry.seq.desc())
        .limit(60)
    )
    return session.scalars(wanted).all()


def of_subject(session: Session, subject_id: uuid.UUID) -> Sequence[Entry]:
    """Everything that happened to one thing, newest first."""
    return session.scalars(select(Entry).where(Entry.subject_id == subject_id).order_by(Entry.seq.desc())).all()


def told_of(session: Session, subject_id: uuid.UUID, step: str) -> Sequence[Entry]:
    """Every time one deed was done to one thing, newest first."""
    wanted = select(Entry).where(Entry.subject_id == subject_id, Entry.step == step)
    return session.scalars(wanted.order_by(Entry.seq.desc())).all()


def of_call(call_id: uuid.UUID, applications: Select[Any]) -> Select[Any]:
    """Everything that happened in a call, newest first: to itself, and to those applications."""
    theirs = or_(Entry.application_id.is_(None), Entry.application_id.in_(applications))
    wanted = select(Entry).where(Entry.call_id == call_id, theirs)
    return wanted.order_by(Entry.at.desc(), Entry.subject_id, Entry.seq.desc())
