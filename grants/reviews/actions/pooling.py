"""The pool: who reviews in a call, for which side. An officer adds people by their address."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from grants.applications.model import Application
from grants.applications.queries import on_team
from grants.calls.model import Call
from grants.db import session_of
from grants.history import note
from grants.mail.outbox import Telling, post
from grants.people.model import Appointment, Person
from grants.people.queries import by_email
from grants.rules.applications import ApplicationState
from grants.rules.calls import POOL
from grants.rules.people import Post, allow_appointing, folded
from grants.rules.refusal import Refused
from grants.rules.roles import Role
from grants.words import say


@dataclass(frozen=True)
class Newcomer:
    """Who is added to a pool: address, names, side, what they know, their language, how much, what they read."""

    email: str
    family: str
    given: str
    side: str
    expertise: str = ""
    language: str = "en"
    most: int | None = None
    reads: tuple[str, ...] = ()


def add_reviewer(call: Call, whom: Newcomer, by: Person, at: datetime) -> Appointment:
    """Put somebody into a call's pool, with an account if they had none, and invite them to sign in."""
    call.allow(POOL, by, at)
    if whom.side not in {side.code for side in call.sides}:
        raise Refused(say("Choose the side they review for."), "side")
    session = session_of(call)
    person = by_email(session, whom.email) or newcomer(call, whom, at)
    if person.disabled_at is not None:
        raise Refused(say("This account is closed."), "email")
    refuse_applicant(call, person)
    place = Post(Role.REVIEWER, call.programme_id, call.id, whom.side, whom.expertise, call.name)
    allow_appointing(by, person, place)
    appointment = Appointment(
        role=Role.REVIEWER, since=at, granted_by_id=by.id, expertise=whom.expertise, most=whom.most,
        languages=list(whom.reads), **place.scope,
    )  # fmt: skip
    person.appointments.append(appointment)
    note(session, person, "appoint", by, at, role=Role.REVIEWER.value, **place.scope)
    call.take(POOL, by, at, person=str(person.id), side=whom.side)
    invite(call, person, at)
    return appointment


def newcomer(call: Call, whom: Newcomer, at: datetime) -> Person:
    """Open an account for somebody who had none; they complete it when they first sign in."""
    person = Person(
        email=folded(whom.email), family=whom.family, given=whom.given, language=whom.language,
        zone=call.side(whom.side).zone, created_at=at, appointments=[],
    )  # fmt: skip
    session_of(call).add(person)
    return person


def refuse_applicant(call: Call, person: Person) -> None:
    """Nobody judges in a call in which they apply."""
    applies = select(Application.id).where(
        Application.call_id == call.id, Application.state != ApplicationState.WITHDRAWN, on_team(person.id),
    )  # fmt: skip
    if session_of(call).scalar(applies.limit(1)) is not None:
        raise Refused(say("This person applies in this call, and cannot review in it."), "email")


def invite(call: Call, person: Person, at: datetime) -> None:
    """Tell a reviewer that they are asked, and how to come in."""
    telling = Telling(
        kind="reviewer_invited", subject=say("Please review for %(call)s", call=call.name),
        paragraphs=(
            say("We would like you to be a reviewer of %(call)s. You will be asked for single applications one by one.",
                call=call.name),
            say("Sign in with this address; you need no password: a link to sign in is mailed to you."),
        ),
        link="/reviews", call_id=call.id,
    )  # fmt: skip
    post(session_of(call), person, telling, at)
