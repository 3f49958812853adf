"""Assigning: asking reviewers for applications, reminding them, taking them off."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.applications.model import Application
from grants.calls.model import Call
from grants.db import session_of
from grants.mail.outbox import Telling, post
from grants.people.model import Appointment, Person
from grants.people.tellings import named
from grants.reviews.model import Assignment
from grants.reviews.queries import grounds_between
from grants.rules import reviews as law
from grants.rules.applications import ASSIGN
from grants.rules.conflicts import Ground
from grants.rules.refusal import Refused
from grants.rules.relations import judges_blind
from grants.words import Sentence, say

LINK = "/asked/%s"  # sealed in mails: it answers for one assignment, without an account


@dataclass(frozen=True)
class Asked:
    """One application and the member of the pool who is asked to judge it."""

    application: Application
    member: Appointment


def assign(asked: Iterable[Asked], by: Person, at: datetime) -> list[Assignment]:
    """Ask reviewers, each for one or many applications; whoever is in conflict is refused, each gets one mail."""
    asked = list(asked)
    if not asked:
        return []
    session = session_of(asked[0].application)
    earlier = earlier_of(session, asked)
    people = {one.member.person_id: one.member.person for one in asked}
    applications = {one.application.id: one.application for one in asked}
    barred = grounds_between(session, asked[0].application.call, people.values(), applications.values())
    for one in asked:
        refuse_conflict(one, barred.get((one.application.id, one.member.person_id), ()))
    made = [ask(one, earlier.get((one.application.id, one.member.person_id)), by, at) for one in asked]
    tell_asked(session, made, at)
    return made


def ask(one: Asked, earlier: Assignment | None, by: Person, at: datetime) -> Assignment:
    """Ask one reviewer for one application; one who was taken off or declined is asked again."""
    application, reviewer = one.application, one.member.person
    application.take(ASSIGN, by, at, reviewer=str(reviewer.id), side=one.member.side)
    if earlier is not None:
        earlier.take(law.ASK_AGAIN, by, at)
        earlier.asked_at, earlier.asked_by_id, earlier.reason = at, by.id, ""
        return earlier
    made = Assignment(
        application=application, reviewer=reviewer, reviewer_id=reviewer.id, side=one.member.side or "", asked_at=at,
        asked_by_id=by.id,
    )  # fmt: skip
    session_of(application).add(made)
    made.begin(by, at)
    return made


def refuse_conflict(one: Asked, found: Sequence[Ground]) -> None:
    """Refuse to ask somebody who is, or may be, in conflict; what was looked at and is none does not count."""
    application, side = one.application, one.member.side
    if application.call.review_round.reads == "own_side" and side != application.lead_side:
        raise Refused(say("In this round reviewers judge only what is led from their own side."), "reviewer")
    if found:
        raise Refused(
            say("%(person)s cannot judge %(ref)s: %(reason)s", person=named(one.member.person),
                ref=one.application.ref, reason=found[0].reason), "reviewer",
        )  # fmt: skip


def earlier_of(session: Session, asked: list[Asked]) -> dict[tuple[uuid.UUID, uuid.UUID], Assignment]:
    """The assignments that exist already between these people and these applications."""
    people, applications = {one.member.person_id for one in asked}, {one.application.id for one in asked}
    found = select(Assignment).where(Assignment.reviewer_id.in_(people), Assignment.application_id.in_(applications))
    return {(one.application_id, one.reviewer_id): one for one in session.scalars(found).unique()}


def tell_asked(session: Session, made: list[Assignment], at: datetime) -> None:
    """One mail to each reviewer, however many applications they are asked for."""
    by_reviewer: dict[uuid.UUID, list[Assignment]] = {}
    for one in made:
        by_reviewer.setdefault(one.reviewer_id, []).append(one)
    for theirs in by_reviewer.values():
        call, single = theirs[0].application.call, theirs[0] if len(theirs) == 1 else None
        telling = Telling(
            kind="review_asked", subject=say("Please review for %(call)s", call=call.name),
            paragraphs=(*what_is_asked(theirs), *due(call)),
            link=LINK % single.id if single else "/reviews", sealed=single is not None, call_id=call.id,
            application_id=single.application_id if single else None,
            lines=() if single else tuple((f"{one.application.ref}: {one.application.title}", LINK % one.id)
                                          for one in theirs),
        )  # fmt: skip
        post(session, theirs[0].reviewer, telling, at)


def what_is_asked(theirs: list[Assignment]) -> tuple[Sentence, ...]:
    """What a reviewer is asked: title and people first, then the application."""
    first = theirs[0].application
    asked = (
        say("We ask you to review “%(title)s” (%(ref)s).", title=first.title, ref=first.ref)
        if len(theirs) == 1
        else say("We ask you to review %(count)s applications.", count=len(theirs))
    )
    if judges_blind(theirs[0].reviewer, first.call):
        return (asked, say("Look at the title first, and say whether you have a conflict of interest."))
    return (asked, say("Look at the title and the people first, and say whether you have a conflict of interest."))


def due(call: Call) -> tuple[Sentence, ...]:
    """By when the reviews are wanted."""
    if call.review_round.due_on is None:
        return ()
    return (say("Please submit your review by %(day)s.", day=call.review_round.due_on),)


def remind(assignment: Assignment, by: Person, at: datetime) -> None:
    """Remind a reviewer of one application."""
    assignment.take(law.REMIND, by, at)
    call = assignment.application.call
    telling = Telling(
        kind="review_reminder", subject=say("A reminder: your review for %(call)s", call=call.name),
        paragraphs=(
            say("“%(title)s” (%(ref)s) still waits for you.", title=assignment.application.title,
                ref=assignment.application.ref),
            *due(call),
        ),
        link=f"/reviews/assignments/{assignment.id}", call_id=call.id, application_id=assignment.application_id,
    )  # fmt: skip
    post(session_of(assignment), assignment.reviewer, telling, at)


def remove(assignment: Assignment, reason: str, by: Person, at: datetime) -> None:
    """Take a reviewer off an application: access ends at once, what was written is void but kept."""
    assignment.take(law.REMOVE, by, at, reason=reason)
    void_review(assignment, reason, by, at)
    tell_taken_off(assignment, at)


def void_review(assignment: Assignment, reason: str, by: Person, at: datetime) -> None:
    """What was written counts nowhere any more, and stays on record."""
    review = assignment.review
    if review is not None and review.state is not law.ReviewState.VOID:
        review.take(law.VOID, by, at, reason=reason)


def tell_taken_off(assignment: Assignment, at: datetime) -> None:
    """Tell a reviewer that an application is theirs no more; the reason is not told."""
    call = assignment.application.call
    telling = Telling(
        kind="review_taken_off", subject=say("You need not review %(ref)s", ref=assignment.application.ref),
        paragraphs=(
            say("“%(title)s” has been taken off your pile. Thank you for your readiness.",
                title=assignment.application.title),
        ),
        link="/reviews", call_id=call.id, application_id=assignment.application_id,
    )  # fmt: skip
    post(session_of(assignment), assignment.reviewer, telling, at)
