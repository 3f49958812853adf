"""What no longer counts: a confirmation or signature that fell by a later change; told once, when writing rests."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.applications.actions.signing import asked_for, tell_signatory
from grants.applications.model import Application, Endorsement, Part
from grants.applications.signatures import sign_offs
from grants.applications.tellings import about, closing, titled
from grants.calls.model import Call
from grants.history.model import Entry
from grants.jobs.engine import Work, job
from grants.jobs.model import ReminderSent
from grants.mail.outbox import post
from grants.people.model import Person
from grants.rules.applications import OPEN_TO_WRITING
from grants.rules.deadlines import of_application
from grants.rules.rounds import TAKES, is_open_for
from grants.words import Moment, say

REST, HASTE = timedelta(minutes=10), timedelta(minutes=2)
LAST_HOURS = timedelta(hours=2)
CHANGES = ("write", "join", "invite", "change_member", "remove_member", "leave", "transfer_lead")


@job("tell_undone", every=timedelta(minutes=1))
def run(work: Work) -> None:
    """Tell of every confirmation and signature that a change has undone, once, when nobody has written for a while."""
    written = select(Application.id).join(Call).where(
        Call.state.in_(TAKES), Application.state.in_(OPEN_TO_WRITING), Application.changed_at <= work.at - HASTE,
        Application.id.in_(select(Part.application_id).where(Part.confirmed_version.is_not(None)))
        | Application.id.in_(select(Endorsement.application_id)),
    )  # fmt: skip
    with work.record.transaction() as session:
        found = session.scalars(written.order_by(Application.id)).all()
    for application_id in found:
        with work.record.transaction() as session:
            look_at(session, application_id, work.at)


def look_at(session: Session, application_id: UUID, at: datetime) -> None:
    """One application, if its writing rests: shortly before the close a shorter rest does."""
    application = session.get_one(Application, application_id)
    hurry = of_application(application).at - at < LAST_HOURS
    if not is_open_for(application, at) or at - application.changed_at < (HASTE if hurry else REST):
        return
    for part in fallen(application):
        if part.pi is not None and first_time(session, part.id, part.pi.id, f"fallen {part.confirmed_version}", at):
            tell_fallen(session, part, part.pi, at)
    for one in (sign_off.request for sign_off in sign_offs(application) if sign_off.is_undone):
        if one is not None and first_time(session, one.id, one.id, f"undone {one.answered_at}", at):
            tell_signed(session, one, at)


def fallen(application: Application) -> Iterator[Part]:
    """The parts whose investigator had confirmed an earlier version."""
    for part in application.parts:
        if part.confirmed_version is not None and part.confirmed_version != application.content_version:
            yield part


def first_time(session: Session, subject: UUID, receiver: UUID, rule: str, at: datetime) -> bool:
    """Whether this has not been told yet; from now on it has."""
    kept = {"subject_id": subject, "receiver_id": receiver, "rule": rule[:60]}
    if session.scalar(select(ReminderSent.id).filter_by(**kept).limit(1)) is not None:
        return False
    session.add(ReminderSent(**kept, at=at))
    return True


def tell_fallen(session: Session, part: Part, pi: Person, at: datetime) -> None:
    """Tell an investigator that their confirmation no longer counts, and by whose changes; own changes are known."""
    application = part.application
    names = writers(session, part, pi)
    if not names or part.confirmed_at is None:
        return
    subject = say("Your confirmation of %(ref)s no longer counts", ref=application.ref)
    news = about(
        application, "confirmation_fallen", subject, titled(application),
        say("You confirmed it on %(when)s. Since then it was changed by %(people)s.",
            when=Moment(part.confirmed_at, pi.zone), people=", ".join(names)),
        say("Read it again and confirm the version that stands now; until then it cannot be submitted."),
        closing(application), link=f"/my/applications/{application.id}/submit",
    )  # fmt: skip
    post(session, pi, news, at)


def writers(session: Session, part: Part, pi: Person) -> list[str]:
    """Who else has changed the text since this side confirmed it."""
    since = (
        select(Entry.by_id).where(
            Entry.subject_id == part.application_id, Entry.at > part.confirmed_at, Entry.step.in_(CHANGES),
            Entry.by_id != pi.id,
        )
    )  # fmt: skip
    people = session.scalars(select(Person).where(Person.id.in_(since)).order_by(Person.family, Person.given))
    return [person.name_in(pi.language) for person in people]


def tell_signed(session: Session, endorsement: Endorsement, at: datetime) -> None:
    """Ask the signatory again, and tell the investigators of the side why."""
    application = endorsement.application
    tell_signatory(
        endorsement, at,
        say("You have signed before. The budget or the people of this side have changed since, so we ask you again."),
    )  # fmt: skip
    pi = application.part(endorsement.side).pi
    if pi is not None:
        subject = say("%(name)s has to sign again for %(ref)s", name=endorsement.name, ref=application.ref)
        what = say(
            "The budget or the people of your side changed after “%(what)s” was signed. %(name)s was asked again.",
            what=asked_for(endorsement).label, name=endorsement.name,
        )  # fmt: skip
        link = f"/my/applications/{application.id}/sign-offs"
        post(session, pi, about(application, "signature_undone", subject, titled(application), what, link=link), at)
