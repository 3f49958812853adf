"""Withdrawing what was handed in; throwing a draft away, and taking it back."""

from datetime import datetime

from grants.applications.model import Application
from grants.applications.tellings import about, investigators, tell_office, tell_people
from grants.db import session_of
from grants.mail.outbox import post_all
from grants.people.model import Person
from grants.rules import applications as law
from grants.rules.formal import KEPT
from grants.rules.refusal import Refused
from grants.words import Moment, say


def withdraw(application: Application, reason: str, by: Person, at: datetime) -> None:
    """Take it back for good; every investigator, the team and the offices of all sides are told, with the reason."""
    if not reason.strip():
        raise Refused(say("Give a reason: the other side and the offices will read it."), "reason")
    application.take(law.WITHDRAW, by, at, reason=reason)
    application.withdrawn_at = at
    sentence = say("%(ref)s was withdrawn. Reason given: %(reason)s", ref=application.ref, reason=reason)
    subject = say("Withdrawn: %(ref)s", ref=application.ref)
    tell_people(application, at, "withdrawn", subject, sentence)
    tell_office(application, at, "withdrawn", subject, sentence)


def delete_draft(application: Application, by: Person, at: datetime) -> None:
    """Throw a draft away; the other sides are told, and for thirty days its lead can take it back."""
    application.take(law.DELETE_DRAFT, by, at)
    application.withdrawn_at = at
    title = application.title or application.ref
    for pi in investigators(application, but=by):
        telling = about(
            application, "draft_deleted", say("Draft %(ref)s was deleted", ref=application.ref),
            say("%(person)s has deleted the draft “%(title)s”.", person=by.name_in(pi.language), title=title),
            say("They can take it back until %(when)s.", when=Moment(at + KEPT, pi.zone)), link="/my",
        )  # fmt: skip
        post_all(session_of(application), [pi], telling, at)


def take_draft_back(application: Application, by: Person, at: datetime) -> None:
    """Take back a draft that was thrown away; it is as it was, and everybody on the team is told."""
    application.take(law.TAKE_BACK_DRAFT, by, at)
    application.withdrawn_at = None
    tell_people(
        application, at, "draft_taken_back", say("Draft %(ref)s is back", ref=application.ref),
        say("“%(title)s” was taken back from the deleted drafts. It is as it was.",
            title=application.title or application.ref),
    )  # fmt: skip
