"""Ties: what a person tells of those they are close to, so that nobody has to find out later."""

from datetime import datetime

from sqlalchemy import delete, or_
from sqlalchemy.orm import Session

from grants.db import session_of
from grants.history import note
from grants.people.model import Person
from grants.reviews.model import Tie
from grants.reviews.queries import ties_of
from grants.rules.outcomes import read_doi
from grants.rules.people import folded
from grants.rules.refusal import Refused
from grants.rules.relations import is_self
from grants.words import say

MOST_TIES = 300


def add_tie(person: Person, tie: Tie, by: Person, at: datetime) -> None:
    """Tell whom one supervised, was supervised by, or published with; seen by oneself, compared by the rules."""
    if not is_self(by, person):
        raise Refused(say("This is not for you to do."))
    if not tie.email and not tie.doi:
        raise Refused(say("Write the other's e-mail address, or the DOI of what you published together."), "email")
    if tie.doi and tie.year is None:
        raise Refused(say("Write the year of the publication."), "year")
    session = session_of(person)
    if len(ties_of(session, person)) >= MOST_TIES:
        raise Refused(say("There are at most %(most)s ties in one profile.", most=MOST_TIES))
    tie.person_id, tie.email = person.id, folded(tie.email) if tie.email else ""
    tie.doi = read_doi(tie.doi).lower() if tie.doi else ""
    session.add(tie)
    note(session, person, "add_tie", by, at)


def drop_ties(session: Session, person: Person) -> None:
    """Forget whom a person was tied to, and that others told of them; part of forgetting the person."""
    session.execute(delete(Tie).where(or_(Tie.person_id == person.id, Tie.email == person.email)))


def remove_tie(tie: Tie, by: Person, at: datetime) -> None:
    """Strike a tie out."""
    if tie.person_id != by.id:
        raise Refused(say("This is not for you to do."))
    session = session_of(tie)
    note(session, by, "remove_tie", by, at)
    session.delete(tie)
