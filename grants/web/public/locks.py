"""The locks of the house: what proves who somebody is, how often it may be tried, and where they go once inside."""

from datetime import datetime

import structlog
from flask import redirect, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue

from grants.people import actions, passwords, queries
from grants.people.model import Person
from grants.rules.people import (
    MAILS_PER_ADDRESS,
    MAILS_PER_SOURCE,
    MAILS_WITHIN,
    TRIES_PER_ADDRESS,
    TRIES_PER_SOURCE,
    TRIES_WITHIN,
)
from grants.rules.refusal import Refused
from grants.rules.relations import anyone, holds, is_signed_in
from grants.rules.roles import Role
from grants.web import signin as sessions
from grants.web.addresses import way_back
from grants.web.desk import Hall
from grants.web.transaction import rest, session
from grants.words import say

log = structlog.get_logger()

EVERYONE, SIGNED_IN = Hall(anyone), Hall(is_signed_in)
ENTER, OWN = "call.open.read", "user.own.read_profile"
WAIT = say("There were too many tries. Wait a quarter of an hour, or have a sign-in link sent to you.")
HOMES = (
    (Role.OFFICER, "office.home"),
    (Role.CHAIR, "reviewer.panels"),
    (Role.REVIEWER, "reviewer.home"),
    (Role.AUDITOR, "office.home"),
    (Role.ADMINISTRATOR, "admin.home"),
)


def home_of(person: Person) -> str:
    """The desk where a person's tasks lie."""
    return url_for(next((home for role, home in HOMES if holds(person, role)), "applicant.home"))


def go_on(person: Person) -> ResponseReturnValue:
    """Lead a person who has just signed in to where they were going, else to their desk."""
    return redirect(way_back(cookie.pop(sessions.GOING, None), home_of(person)), 303)


def remember_going(address: str | None) -> None:
    """Keep where somebody was going until they have signed in."""
    if way_back(address, ""):
        cookie[sessions.GOING] = address


def let_in(person: Person, at: datetime) -> ResponseReturnValue:
    """The first lock is open: on to the second if there is one, else in."""
    if person.second_factor is not None:
        sessions.halfway(person, at)
        return redirect(url_for("signin.code"), 303)
    sessions.sign_in(person, at)
    log.info("signed in", person=str(person.id))
    return go_on(person)


def limits(kind: str, name: str, per_name: int, per_source: int) -> dict[str, int]:
    """The names under which tries are counted, for whom and from where, and how many there may be of each."""
    return {
        sessions.counted(kind, name): per_name,
        sessions.counted(f"{kind} source", sessions.source()): per_source,
    }


def may_mail(address: str, at: datetime) -> bool:
    """Whether another link may be mailed to this address, at the wish of this source; counts it if so."""
    counted = limits("mail", address, MAILS_PER_ADDRESS, MAILS_PER_SOURCE)
    if queries.is_beyond(session(), counted, at - MAILS_WITHIN):
        return False
    actions.count_try(session(), counted, at)
    return True


def refuse_if_beyond(counted: dict[str, int], at: datetime) -> None:
    """Refuse when too many tries failed lately; the window slides, so nobody is locked out for long."""
    if queries.is_beyond(session(), counted, at - TRIES_WITHIN):
        raise Refused(WAIT)


def person_with(address: str, password: str, at: datetime) -> Person | None:
    """The person whose address and password these are; a wrong guess is counted, and takes as long for anybody."""
    counted = limits("password", address, TRIES_PER_ADDRESS, TRIES_PER_SOURCE)
    refuse_if_beyond(counted, at)
    known = queries.by_email(session(), address)
    kept = known.password_hash if known is not None else None
    rest()
    right = passwords.fits(kept, password)
    refuse_if_beyond(counted, at)
    person = queries.by_email(session(), address)
    if right and person is not None and person.disabled_at is None and person.password_hash == kept:
        return person
    log.info("wrong password", source=sessions.counted("log", sessions.source())[:12])
    actions.count_try(session(), counted, at)
    return None


def fits_second_lock(person: Person, typed: str, at: datetime) -> bool:
    """Whether a code opens the second lock; a wrong one is counted against the account."""
    counted = limits("code", str(person.id), TRIES_PER_ADDRESS, TRIES_PER_SOURCE)
    refuse_if_beyond(counted, at)
    right = actions.use_second_factor(person, typed, at)
    if not right:
        log.info("wrong code", person=str(person.id))
        actions.count_try(session(), counted, at)
    return right
