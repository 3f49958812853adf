"""Forgetting a person on request: first what would stay, side by side and until when; then, by two people, for good."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from grants.applications.actions.forgetting import forget_in_teams
from grants.applications.queries.keeping import held_of
from grants.people.actions.forgetting import forget
from grants.people.model import Person
from grants.people.queries import by_email
from grants.reviews.actions import drop_ties
from grants.rules.keeping import allow_forgetting
from grants.rules.refusal import Refused
from grants.words import say


def told(session: Session, email: str) -> Iterator[str]:
    """What each side keeps of the person, and until when."""
    held = held_of(session, known(session, email))
    for one in held:
        state = "still under way" if one.under_way else f"kept under a pseudonym until {one.until:%Y-%m-%d}"
        yield f"{one.ref}  {one.side:6} {state}"
    if not held:
        yield "No side keeps anything."


def forgotten(session: Session, email: str, both: tuple[str, str], at: datetime) -> str:
    """Forget the person, for two people who answer for it; the address under which they stand from now on."""
    person, officers = known(session, email), (known(session, both[0]), known(session, both[1]))
    held = held_of(session, person)
    allow_forgetting(person, held, officers)
    forget_in_teams(session, person)
    drop_ties(session, person)
    forget(person, held, officers, at)
    return str(person.email)


def known(session: Session, email: str) -> Person:
    """Somebody with an account."""
    person = by_email(session, email)
    if person is None:
        raise Refused(say("There is nobody with the address %(email)s.", email=email))
    return person
