"""Nobody: an account in a person's place, once the person is no longer to be known there."""

from datetime import datetime

from sqlalchemy.orm import Session

from grants.people.model import Person
from grants.rules.keeping import pseudonym_of


def nobody(session: Session, person: Person, at: datetime) -> Person:
    """An account that cannot be entered, at the same university; nothing leads from it to the person."""
    made = Person(email="", family="", created_at=at, disabled_at=at, institution_id=person.institution_id)
    made.family, made.email = pseudonym_of(made)
    session.add(made)
    session.flush()
    return made
