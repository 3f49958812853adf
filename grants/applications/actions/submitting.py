"""Confirming, submitting, reopening."""

from datetime import datetime

from grants.applications import content
from grants.applications.holds import refuse_if_held
from grants.applications.model import Application, Part, Snapshot
from grants.applications.queries import gaps
from grants.applications.signatures import unsigned
from grants.applications.tellings import about, closing, investigators, tell_office, tell_people
from grants.db import session_of
from grants.mail.outbox import post_all
from grants.people.model import Person
from grants.rules import applications as law
from grants.rules.consent import grace_until, is_in_counterpart_grace
from grants.rules.refusal import Overtaken
from grants.rules.relations import THE_CLOCK, side_of_pi
from grants.rules.rounds import is_open_for
from grants.words import Moment, Sentence, say


def confirm(application: Application, version: int, by: Person, at: datetime) -> Snapshot | None:
    """Stand behind this very version, for one's own side; any later edit undoes it.

    In the hours that a call gives the other side after the close, the last confirmation submits: never half of it.
    """
    application.gap_count = len(gaps(application))
    application.allow(law.CONFIRM, by, at)
    if version != application.content_version:
        raise Overtaken(say("The text has changed since you read it. Read it again, then confirm."))
    after_the_close = is_in_counterpart_grace(application, at)
    part = application.part(side_of_pi(by, application) or "")
    part.confirmed_version, part.confirmed_at = version, at
    application.take(law.CONFIRM, by, at, side=part.side, content_version=version)
    missing = [one for one in application.parts if one.confirmed_version != version]
    if after_the_close and not missing:
        return submit(application, version, by, at)
    ask_the_others(application, part, missing, at)
    return None


def ask_the_others(application: Application, confirmed: Part, missing: list[Part], at: datetime) -> None:
    """Tell the investigators who have not confirmed this version that one side has."""
    until = closing(application)
    if is_in_counterpart_grace(application, at):
        last = Moment(grace_until(application), application.call.zone)
        until = say("The call is closed. You can still confirm until %(when)s.", when=last)
    news = about(
        application, "confirmation_asked",
        say("Please confirm “%(title)s”", title=application.title or application.ref),
        say("%(side)s has confirmed this version. Read it and confirm it for your side; then it can be sent.",
            side=application.call.side(confirmed.side).label),
        until, link=f"/my/applications/{application.id}/submit",
    )  # fmt: skip
    post_all(session_of(application), [one.pi for one in missing if one.pi is not None], news, at)


def submit(application: Application, version: int, by: Person, at: datetime) -> Snapshot:
    """Hand it in: a frozen copy with its fingerprint, and a receipt to everybody concerned."""
    application.gap_count, application.unsigned = len(gaps(application)), unsigned(application)
    application.allow(law.SUBMIT, by, at)
    refuse_if_held(application.call, [part.pi_id for part in application.parts], by.id)
    if version != application.content_version:
        raise Overtaken(say("The text has changed since you read it. Read it again, then submit."))
    said = content.content_of(application)
    snapshot = Snapshot(
        application=application, ordinal=len(application.snapshots) + 1, content_version=version, at=at, by_id=by.id,
        content=said, sha256=content.fingerprint(said),
    )  # fmt: skip
    session_of(application).add(snapshot)
    application.take(law.SUBMIT, by, at, ordinal=snapshot.ordinal, sha256=snapshot.sha256)
    application.submitted_at = at
    tell_receipt(application, snapshot, at)
    return snapshot


def tell_receipt(application: Application, snapshot: Snapshot, at: datetime) -> None:
    """The receipt: number, time in UTC and on each side's clock, fingerprint."""
    facts: tuple[Sentence, ...] = (
        say("Number: %(ref)s, submission %(ordinal)s", ref=application.ref, ordinal=snapshot.ordinal),
        say("Received: %(when)s", when=Moment(at, "UTC")),
        *(say("%(side)s: %(when)s", side=side.label, when=Moment(at, side.zone)) for side in application.call.sides),
        say("Fingerprint of what was submitted: %(sha256)s", sha256=snapshot.sha256),
    )
    again = say("You can reopen it and submit again until the call closes; the last submission counts.")
    news = about(
        application, "receipt", say("Received: %(ref)s", ref=application.ref),
        say("We have received your application “%(title)s”.", title=application.title), *facts,
        *((again,) if is_open_for(application, at) else ()), link=f"/my/applications/{application.id}/receipt",
    )  # fmt: skip
    post_all(session_of(application), investigators(application), news, at)
    tell_office(application, at, "receipt_office", say("Submitted: %(ref)s", ref=application.ref), *facts)


def reopen(application: Application, by: Person, at: datetime) -> None:
    """Go on writing before the deadline; what was submitted stays valid until it is submitted again."""
    application.take(law.REOPEN, by, at)
    tell_people(
        application, at, "reopened",
        say("Reopened: %(ref)s", ref=application.ref),
        say("%(ref)s is open for editing again. What was submitted stays valid until you submit again.",
            ref=application.ref),
        closing(application),
    )  # fmt: skip


def stand_as_submitted(application: Application, at: datetime) -> None:
    """At the close, what was reopened and not sent again stands as it was submitted last."""
    application.take(law.STAND, THE_CLOCK, at)
