"""Keeping one's own account: registering, names and place, password, address, leave."""

import uuid
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from babel.core import get_global
from sqlalchemy.orm import Session

from grants.db import session_of
from grants.history import note
from grants.mail.outbox import Address, post, post_all
from grants.people.actions.signing_in import LASTS, drop_keys, end_sessions, use_key
from grants.people.model import Basis, CareerBreak, Institution, InstitutionName, KeyLink, KeyPurpose, Person, Precision
from grants.people.queries import administrators, breaks_of, by_email, institution_called
from grants.people.tellings import address_telling, changed_telling, erasure_telling, key_telling
from grants.rules.people import BREAK_KINDS
from grants.rules.refusal import Refused
from grants.words import say

MOST_BREAKS = 30


@dataclass(frozen=True)
class Particulars:
    """What a person says about themselves; role, address and rights are not among it."""

    family: str
    given: str
    family_latin: str
    given_latin: str
    title: str
    unit: str
    language: str
    zone: str
    institution_id: uuid.UUID | None = None
    institution_name: str = ""
    orcid: str | None = None
    doctorate_on: date | None = None
    doctorate_precision: Precision = Precision.DAY
    doctoral_student: bool = False
    name_order: str = ""
    erad: str | None = None
    doctorate_basis: Basis = Basis.CONFERRAL
    defence_on: date | None = None
    defence_precision: Precision = Precision.DAY
    first_post_on: date | None = None
    first_post_precision: Precision = Precision.DAY
    born_on: date | None = None


ELSEWHERE_KEPT = {"institution_id", "institution_name"}
OWN = tuple(each.name for each in fields(Particulars) if each.name not in ELSEWHERE_KEPT)


def register(session: Session, key: uuid.UUID, told: Particulars, password_hash: str, at: datetime) -> Person:
    """Make an account for the address to which the link was mailed."""
    link = use_key(session, key, KeyPurpose.REGISTER, at)
    if by_email(session, link.email) is not None:
        raise Refused(say("There is an account with this address already. Sign in, or ask for a sign-in link."))
    person = Person(
        email=link.email, password_hash=password_hash, created_at=at, notice_seen_at=at,
        institution=place_of(session, told), **{name: getattr(told, name) for name in OWN},
    )  # fmt: skip
    session.add(person)
    session.flush()
    note(session, person, "register", person, at)
    return person


def place_of(session: Session, told: Particulars) -> Institution | None:
    """The institution a person chose, or the one they named: known under that name, or new without a ROR id."""
    if told.institution_id is not None:
        return session.get(Institution, told.institution_id)
    if not told.institution_name:
        return None
    known = institution_called(session, told.institution_name)
    if known is not None:
        return known
    country = get_global("zone_territories").get(told.zone, "ZZ")
    named = InstitutionName(language=told.language, text=told.institution_name)
    return Institution(country=country[:2], zone=told.zone, names=[named])


def change_profile(person: Person, by: Person, told: Particulars, at: datetime) -> None:
    """Keep what a person says about themselves; the history names what changed, not what it said."""
    allow_own(person, by)
    place = place_of(session_of(person), told)
    changed = [name for name in OWN if getattr(person, name) != getattr(told, name)]
    for name in changed:
        setattr(person, name, getattr(told, name))
    if "orcid" in changed:
        person.orcid_proved_at = None
    if place is not person.institution:
        person.institution = place
        changed.append("institution")
    if changed:
        note(session_of(person), person, "change_profile", by, at, changed=changed)


def change_password(person: Person, password_hash: str, at: datetime, *, but: str | None = None) -> None:
    """Keep a new password: other sessions end, no link mailed before works, and the person is told."""
    person.password_hash = password_hash
    session = session_of(person)
    end_sessions(person, but=but)
    drop_keys(session, person.email, at)
    note(session, person, "change_password", person, at)
    post(session, person, changed_telling("password_changed", say("Your password was changed")), at)


def send_address_key(person: Person, email: str, at: datetime) -> None:
    """Ask a new address to prove itself; one that has an account already is told nothing new on the page."""
    session = session_of(person)
    if by_email(session, email) is not None:
        return
    link = KeyLink(
        purpose=KeyPurpose.ADDRESS, email=email, person_id=person.id, made_at=at, until=at + LASTS[KeyPurpose.ADDRESS],
    )  # fmt: skip
    session.add(link)
    to = Address(email, person.name_in(person.language), person.language)
    post(session, to, key_telling(link, person.zone), at)


def change_address(person: Person, key: uuid.UUID, at: datetime) -> None:
    """Move an account to the address that proved itself; the old one is told."""
    session = session_of(person)
    link = use_key(session, key, KeyPurpose.ADDRESS, at)
    if link.person_id != person.id or by_email(session, link.email) is not None:
        raise Refused(say("This link has been used, or is too old. Ask for a new one."))
    post(session, person, address_telling(link.email), at)
    drop_keys(session, person.email, at)
    person.email = link.email
    note(session, person, "change_address", person, at)


def add_break(person: Person, by: Person, leave: CareerBreak, at: datetime) -> None:
    """Write down a leave that an early-career rule may credit."""
    allow_own(person, by)
    if leave.kind not in BREAK_KINDS:
        raise Refused(say("Choose one of the answers that are offered."), "kind")
    if leave.ends_on < leave.starts_on:
        raise Refused(say("It ends before it starts."), "ends_on")
    session = session_of(person)
    if len(breaks_of(session, person)) >= MOST_BREAKS:
        raise Refused(say("There are at most %(most)s leaves in one profile.", most=MOST_BREAKS))
    leave.person_id = person.id
    session.add(leave)
    note(session, person, "add_break", by, at)


def remove_break(leave: CareerBreak, by: Person, at: datetime) -> None:
    """Strike a leave out."""
    allow_own(leave.person, by)
    session = session_of(leave)
    note(session, leave.person, "remove_break", by, at)
    session.delete(leave)


def ask_erasure(person: Person, at: datetime) -> None:
    """Ask that one's personal data be erased; the administrators answer by the rules of record-keeping."""
    session = session_of(person)
    note(session, person, "ask_erasure", person, at)
    post_all(session, administrators(session, at), erasure_telling(person), at)


def allow_own(person: Any, by: Any) -> None:
    """Only one's own account."""
    if by.id != person.id:
        raise Refused(say("This is not for you to do."))
