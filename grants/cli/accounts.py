"""The first administrator, made from the shell: whoever can run this owns the installation."""

from datetime import datetime

from sqlalchemy.orm import Session

from grants.config import Settings
from grants.history import note
from grants.mail.outbox import full_link, post
from grants.people.actions.signing_in import new_key
from grants.people.model import Appointment, KeyPurpose, Person
from grants.people.queries import by_email
from grants.people.tellings import key_telling
from grants.rules.people import INVITING_LINK_LASTS, folded
from grants.rules.relations import Nobody, is_administrator
from grants.rules.roles import Role

THE_OPERATOR = Nobody("the operator")


def make_administrator(session: Session, settings: Settings, email: str, at: datetime) -> str:
    """Give an address the administrator's role, with an account if it has none; the link to choose a password."""
    person = by_email(session, email)
    if person is None:
        address = folded(email)
        person = Person(email=address, family=address.partition("@")[0], created_at=at)
        session.add(person)
        session.flush()
    if not is_administrator(person):
        person.appointments.append(Appointment(role=Role.ADMINISTRATOR, since=at))
        note(session, person, "appoint", THE_OPERATOR, at, role=Role.ADMINISTRATOR.value)
    key = new_key(session, person.email, KeyPurpose.PASSWORD, at)
    key.until = at + INVITING_LINK_LASTS
    session.flush()
    message = post(session, person, key_telling(key, person.zone), at)
    return full_link(message, settings.base_url, settings.secret_key)
