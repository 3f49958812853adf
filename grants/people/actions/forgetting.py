"""Answering somebody who asks to be forgotten: the account is emptied and sealed, the record keeps a pseudonym."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete

from grants.db import session_of
from grants.history import note
from grants.mail import Message
from grants.people.actions.signing_in import drop_keys, end_sessions
from grants.people.model import ParkedForm, Person, RecoveryCode
from grants.rules.keeping import Held, allow_forgetting, pseudonym_of

EMPTIED = (
    "given", "family_latin", "given_latin", "name_order", "title", "unit",
)  # fmt: skip
UNKNOWN = (
    "orcid", "orcid_proved_at", "erad", "doctorate_on", "defence_on", "first_post_on", "born_on", "institution_id",
    "password_hash", "second_factor",
)  # fmt: skip


def forget(person: Person, held: Sequence[Held], both: tuple[Person, Person], at: datetime) -> None:
    """Take out all that no law needs: who they are, how they are reached and sign in, what was written to them."""
    allow_forgetting(person, held, both)
    session = session_of(person)
    end_sessions(person)
    drop_keys(session, person.email, at)
    for kind in (Message, ParkedForm, RecoveryCode):
        session.execute(delete(kind).where(kind.person_id == person.id))
    for row in (*person.breaks, *person.affiliations):
        session.delete(row)
    for name in EMPTIED:
        setattr(person, name, "")
    for name in UNKNOWN:
        setattr(person, name, None)
    person.family, person.email = pseudonym_of(person)
    person.disabled_at = at
    until = max((one.until for one in held), default=None)
    note(session, person, "forget", both[0], at, with_id=both[1].id, kept_until=until)
    session.flush()
    session.expire_all()
