"""Parking: what somebody sent without being signed in any more is kept until they are again."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from grants.people.model import ParkedForm, Person

LASTS = timedelta(days=3)
MOST = 10
Fields = list[tuple[str, str]]


def park(session: Session, person_id: uuid.UUID, sent: tuple[str, Fields], at: datetime) -> ParkedForm | None:
    """Keep what was sent to a path; of one person only the newest few, and of nobody who has no account."""
    if session.get(Person, person_id) is None:
        return None
    path, fields = sent
    parked = ParkedForm(
        person_id=person_id, path=path, fields=[list(pair) for pair in fields], at=at, until=at + LASTS,
    )  # fmt: skip
    newest = select(ParkedForm.id).where(ParkedForm.person_id == person_id).order_by(ParkedForm.at.desc())
    kept = session.scalars(newest.limit(MOST - 1)).all()
    session.execute(delete(ParkedForm).where(ParkedForm.person_id == person_id, ParkedForm.id.not_in(kept)))
    session.add(parked)
    return parked


def throw_away(session: Session, key: uuid.UUID, by: Person) -> None:
    """It was sent, or is no longer wanted."""
    session.execute(delete(ParkedForm).where(ParkedForm.id == key, ParkedForm.person_id == by.id))
