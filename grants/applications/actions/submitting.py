"""Confirming, submitting, reopening, withdrawing."""

from datetime import datetime

from grants.applications import content
from grants.applications.model import Application, Snapshot
from grants.applications.queries import gaps, people_of
from grants.calls.queries import officers
from grants.db import session_of
from grants.mail.outbox import Telling, post_all
from grants.people.model import Person
from grants.rules import applications as law
from grants.rules.refusal import Overtaken
from grants.rules.relations import THE_CLOCK, is_in_conflict, side_of_pi
from grants.words import Moment, Sentence, say


def confirm(application: Application, version: int, by: Person, at: datetime) -> None:
    """Stand behind this very version, for one's own side; any later edit undoes it."""
    application.gap_count = len(gaps(application))
    application.allow(law.CONFIRM, by, at)
    if version != application.content_version:
        raise Overtaken(say("The text has changed since you read it. Read it again, then confirm."))
    part = application.part(side_of_pi(by, application) or "")
    part.confirmed_version, part.confirmed_at = version, at
    application.take(law.CONFIRM, by, at, side=part.side, content_version=version)
    missing = [one for one in application.parts if one.confirmed_version != version and one.pi is not None]
    post_all(
        session_of(application), [one.pi for one in missing],
        Telling(
            kind="confirmation_asked",
            subject=say("Please confirm “%(title)s”", title=application.title or application.ref),
            paragraphs=(
                say("%(side)s has confirmed this version. Read it and confirm it for your side; then it can be sent.",
                    side=application.call.side(part.side).label),
                closing(application),
            ),
            link=f"/my/applications/{application.id}/submit", call_id=application.call_id,
            application_id=application.id,
        ),
        at,
    )  # fmt: skip


def submit(application: Application, version: int, by: Person, at: datetime) -> Snapshot:
    """Hand it in: a frozen copy with its fingerprint, and a receipt to everybody concerned."""
    application.gap_count = len(gaps(application))
    application.allow(law.SUBMIT, by, at)
    if version != application.content_version:
        raise Overtaken(say("The text has changed since you read it. Read it again, then submit."))
    said = content.content_of(application)
    snapshot = Snapshot(
        application=application, ordinal=len(application.snapshots) + 1, content_version=version, at=at, by_id=by.id,
        content=said, sha256=content.fingerprint(said),
    )  # fmt: skip
    session_of(application).add(snapshot)
    application.submitted_at = at
    application.take(law.SUBMIT, by, at, ordinal=snapshot.ordinal, sha256=snapshot.sha256)
    tell_receipt(application, snapshot, at)
    return snapshot


def tell_receipt(application: Application, snapshot: Snapshot, at: datetime) -> None:
    """The receipt: number, time in UTC and on each side's clock, fingerprint."""
    session = session_of(application)
    paragraphs: tuple[Sentence, ...] = (
        say("We have received your application “%(title)s”.", title=application.title),
        say("Number: %(ref)s, submission %(ordinal)s", ref=application.ref, ordinal=snapshot.ordinal),
        say("Received: %(when)s", when=Moment(at, "UTC")),
        *(say("%(side)s: %(when)s", side=side.label, when=Moment(at, side.zone)) for side in application.call.sides),
        say("Fingerprint of what was submitted: %(sha256)s", sha256=snapshot.sha256),
        say("You can reopen it and submit again until the call closes; the last submission counts."),
    )
    telling = Telling(
        kind="receipt", subject=say("Received: %(ref)s", ref=application.ref), paragraphs=paragraphs,
        link=f"/my/applications/{application.id}/receipt", call_id=application.call_id, application_id=application.id,
    )  # fmt: skip
    post_all(session, [part.pi for part in application.parts if part.pi], telling, at)
    office = Telling(
        kind="receipt_office", subject=say("Submitted: %(ref)s", ref=application.ref),
        paragraphs=paragraphs[1:-1], link=f"/office/applications/{application.id}",
        call_id=application.call_id, application_id=application.id,
    )  # fmt: skip
    post_all(session, free_officers(application, at), office, at)


def reopen(application: Application, by: Person, at: datetime) -> None:
    """Go on writing before the deadline; what was submitted stays valid until it is submitted again."""
    application.take(law.REOPEN, by, at)
    tell_people(
        application, at, "reopened",
        say("Reopened: %(ref)s", ref=application.ref),
        say("%(ref)s is open for editing again. What was submitted stays valid until you submit again.",
            ref=application.ref),
    )  # fmt: skip


def stand_as_submitted(application: Application, at: datetime) -> None:
    """At the close, what was reopened and not sent again stands as it was submitted last."""
    application.take(law.STAND, THE_CLOCK, at)


def withdraw(application: Application, reason: str, by: Person, at: datetime) -> None:
    """Take it back for good; the other side and both offices are told."""
    application.take(law.WITHDRAW, by, at, reason=reason)
    sentence = say("%(ref)s was withdrawn. Reason given: %(reason)s", ref=application.ref, reason=reason or "–")
    subject = say("Withdrawn: %(ref)s", ref=application.ref)
    tell_people(application, at, "withdrawn", subject, sentence)
    session = session_of(application)
    telling = Telling(
        kind="withdrawn", subject=subject, paragraphs=(sentence,), link=f"/office/applications/{application.id}",
        call_id=application.call_id, application_id=application.id,
    )  # fmt: skip
    post_all(session, free_officers(application, at), telling, at)


def free_officers(application: Application, at: datetime) -> list[Person]:
    """The officers of both sides who may know of this application: nobody in conflict with it."""
    every = officers(session_of(application), application.call.programme_id, at)
    return [officer for officer in every if not is_in_conflict(officer, application)]


def tell_people(application: Application, at: datetime, kind: str, subject: Sentence, sentence: Sentence) -> None:
    """Tell everyone on the team one thing."""
    telling = Telling(
        kind=kind, subject=subject, paragraphs=(sentence, closing(application)),
        link=f"/my/applications/{application.id}", call_id=application.call_id, application_id=application.id,
    )  # fmt: skip
    post_all(session_of(application), people_of(application), telling, at)


def closing(application: Application) -> Sentence:
    """When the call closes, on each side's clock."""
    call = application.call
    until = call.deadlines[-1].at
    first, *others = call.sides
    if not others:
        return say("The call closes on %(when)s.", when=Moment(until, first.zone))
    return say(
        "The call closes on %(when)s (%(other)s).", when=Moment(until, first.zone), other=Moment(until, others[0].zone),
    )  # fmt: skip
