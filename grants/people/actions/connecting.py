"""Connecting an account with an ORCID iD that its owner has proved at ORCID."""

from dataclasses import dataclass
from datetime import datetime

from grants.db import session_of
from grants.history import note
from grants.people.model import Person
from grants.people.queries import by_proved_orcid
from grants.rules.refusal import Refused
from grants.words import say


@dataclass(frozen=True)
class Proved:
    """What ORCID says of who signed in there: the iD, and the name the record shows."""

    orcid: str
    given: str = ""
    family: str = ""


def connect_orcid(person: Person, proved: Proved, at: datetime) -> None:
    """Connect an account with the iD proved at ORCID; the name there fills in a romanised name that is missing."""
    session = session_of(person)
    other = by_proved_orcid(session, proved.orcid)
    if other is not None and other.id != person.id:
        raise Refused(say("This ORCID iD is connected with another account here."))
    person.orcid, person.orcid_proved_at = proved.orcid, at
    if not (person.family_latin or person.given_latin) and not (person.family + person.given).isascii():
        person.family_latin, person.given_latin = proved.family, proved.given
    note(session, person, "connect_orcid", person, at)


def disconnect_orcid(person: Person, at: datetime) -> None:
    """Let go of the iD: nobody signs in with it here any more."""
    person.orcid = person.orcid_proved_at = None
    note(session_of(person), person, "disconnect_orcid", person, at)
