"""Appointing: who is officer, chair, reviewer, auditor or administrator, and whose account is open."""

from datetime import datetime
from typing import Any

from grants.db import session_of
from grants.history import note
from grants.mail.outbox import post, post_all
from grants.people.actions.signing_in import drop_keys, end_sessions, new_key
from grants.people.model import Appointment, KeyPurpose, Person
from grants.people.queries import administrators
from grants.people.tellings import appointed_telling, dismissed_telling, key_telling, new_administrator_telling
from grants.rules.people import INVITING_LINK_LASTS, Post, allow_administering, allow_appointing, allow_dismissing
from grants.rules.refusal import Refused
from grants.rules.relations import is_administrator, is_officer
from grants.rules.roles import Role
from grants.words import say


def appoint(by: Person, person: Person, to: Post, at: datetime) -> Appointment:
    """Give a person a role; they are told, and for a new administrator the others are told as well."""
    allow_appointing(by, person, to)
    session = session_of(person)
    appointment = Appointment(
        role=to.role, expertise=to.expertise, since=at, granted_by_id=by.id, **to.scope,
    )  # fmt: skip
    person.appointments.append(appointment)
    note(session, person, "appoint", by, at, role=to.role.value, **to.scope)
    post(session, person, appointed_telling(appointment, to.place), at)
    if to.role is Role.ADMINISTRATOR:
        others = [one for one in administrators(session, at) if one.id not in {by.id, person.id}]
        post_all(session, others, new_administrator_telling(person, by), at)
    return appointment


def dismiss(by: Person, appointment: Appointment, at: datetime) -> None:
    """End a role from the next request on; the person's sessions end with it."""
    allow_dismissing(by, appointment)
    appointment.until = at
    person = appointment.person
    scope = {"programme_id": appointment.programme_id, "call_id": appointment.call_id, "side": appointment.side}
    end_sessions(person)
    session = session_of(person)
    note(session, person, "dismiss", by, at, role=appointment.role.value, **scope)
    post(session, person, dismissed_telling(appointment), at)


def disable(by: Person, person: Person, at: datetime) -> None:
    """Close an account: every session ends, no link of it works."""
    allow_administering(by, person)
    if person.disabled_at is not None:
        raise Refused(say("This account is closed already."))
    person.disabled_at = at
    end_sessions(person)
    drop_keys(session_of(person), person.email, at)
    note(session_of(person), person, "disable", by, at)


def enable(by: Person, person: Person, at: datetime) -> None:
    """Open a closed account again."""
    allow_administering(by, person)
    if person.disabled_at is None:
        raise Refused(say("This account is open."))
    person.disabled_at = None
    note(session_of(person), person, "enable", by, at)


def send_password_link(by: Any, person: Person, at: datetime) -> None:
    """Mail a person the link with which they choose a password themselves; nobody sets one for them."""
    if not (is_officer(by) or is_administrator(by)):
        raise Refused(say("This is not for you to do."))
    if person.disabled_at is not None:
        raise Refused(say("This account is closed."))
    session = session_of(person)
    link = new_key(session, person.email, KeyPurpose.PASSWORD, at)
    link.until = at + INVITING_LINK_LASTS
    note(session, person, "send_password_link", by, at)
    post(session, person, key_telling(link, person.zone), at)
