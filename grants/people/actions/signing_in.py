"""Signing in: tries that are counted, keys that are mailed and used once, sessions that end at once."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from grants.db import session_of
from grants.history import note
from grants.mail.outbox import Address, post
from grants.people.model import KeyLink, KeyPurpose, ParkedForm, Person, SignedIn, SignInTry
from grants.people.queries import by_email
from grants.people.tellings import closed_telling, key_telling
from grants.rules.people import INVITING_LINK_LASTS, LINK_LASTS
from grants.rules.refusal import Refused
from grants.rules.retention import Kind, cutoff
from grants.words import say

LASTS = {
    KeyPurpose.SIGN_IN: LINK_LASTS,
    KeyPurpose.PASSWORD: LINK_LASTS,
    KeyPurpose.ADDRESS: LINK_LASTS,
    KeyPurpose.REGISTER: INVITING_LINK_LASTS,
}


def count_try(session: Session, counted: Iterable[str], at: datetime) -> None:
    """Count a try that failed, for its address and for where it came from."""
    session.add_all(SignInTry(counted=one, at=at) for one in counted)


def send_key(session: Session, email: str, purpose: KeyPurpose, language: str, at: datetime) -> None:
    """Mail the link that was asked for, or the one that fits: nobody on the page learns whether an account exists."""
    person = by_email(session, email)
    if person is None:
        to = Address(email, language=language)
        post(session, to, key_telling(new_key(session, email, KeyPurpose.REGISTER, at), "UTC"), at)
    elif person.disabled_at is not None:
        post(session, person, closed_telling(), at)
    else:
        fitting = KeyPurpose.SIGN_IN if purpose is KeyPurpose.REGISTER else purpose
        post(session, person, key_telling(new_key(session, email, fitting, at), person.zone), at)


def new_key(session: Session, email: str, purpose: KeyPurpose, at: datetime) -> KeyLink:
    """A link for one address that works once; the key itself is sealed when the mail goes out."""
    link = KeyLink(purpose=purpose, email=email, made_at=at, until=at + LASTS[purpose])
    session.add(link)
    return link


def use_key(session: Session, key: uuid.UUID, purpose: KeyPurpose, at: datetime) -> KeyLink:
    """Use a mailed link up."""
    wanted = select(KeyLink).where(KeyLink.id == key, KeyLink.purpose == purpose)
    link = session.scalar(wanted.with_for_update())
    if link is None or link.used_at is not None or link.until <= at:
        raise Refused(say("This link has been used, or is too old. Ask for a new one."))
    link.used_at = at
    return link


def drop_keys(session: Session, email: str, at: datetime) -> None:
    """No link mailed to this address before now opens anything."""
    session.execute(update(KeyLink).where(KeyLink.email == email, KeyLink.used_at.is_(None)).values(used_at=at))


def confirm(row: SignedIn, at: datetime) -> None:
    """The person proved again that it is still them."""
    row.confirmed_at = at


def end_session(session: Session, key_hash: str) -> None:
    """End one session for good."""
    session.execute(delete(SignedIn).where(SignedIn.key_hash == key_hash))


def end_sessions(person: Person, *, but: str | None = None) -> None:
    """End a person's sessions everywhere: after a new password, a lost role, a closed account."""
    ended = delete(SignedIn).where(SignedIn.person_id == person.id)
    session_of(person).execute(ended if but is None else ended.where(SignedIn.key_hash != but))


def end_other_sessions(person: Person, kept: str, at: datetime) -> None:
    """Sign oneself out everywhere but here."""
    end_sessions(person, but=kept)
    note(session_of(person), person, "end_other_sessions", person, at)


def sweep(session: Session, at: datetime) -> None:
    """Forget what no longer matters: sessions that ran out, old tries, old links, what nobody took up again."""
    session.execute(delete(ParkedForm).where(ParkedForm.until < at))
    session.execute(delete(SignedIn).where(SignedIn.until < at))
    session.execute(delete(SignInTry).where(SignInTry.at < cutoff(Kind.TRY, at)))
    session.execute(delete(KeyLink).where(KeyLink.until < cutoff(Kind.KEY, at)))
