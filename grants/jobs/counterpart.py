"""The hours after the close in which the other side may still confirm: everybody is told when they begin and end."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.applications.model import Application
from grants.applications.tellings import about, investigators, titled
from grants.calls.model import Call
from grants.jobs.close_calls import tell_unsent
from grants.jobs.engine import Work, job
from grants.jobs.model import ReminderSent
from grants.mail.outbox import post
from grants.rules.applications import ApplicationState
from grants.rules.consent import grace_until, is_in_counterpart_grace
from grants.rules.deadlines import of_application, shuts
from grants.rules.rounds import TAKES
from grants.words import Moment, say


@job("counterpart_grace", every=timedelta(minutes=1))
def run(work: Work) -> None:
    """Tell, once each, that one side's confirmation waits for the other's, and that it waited in vain."""
    unsubmitted = select(Application.id).join(Call).where(
        Call.counterpart_grace_hours > 0, Call.state.in_(TAKES), Application.state == ApplicationState.DRAFT,
        Application.submitted_at.is_(None),
    )  # fmt: skip
    with work.record.transaction() as session:
        found = session.scalars(unsubmitted.order_by(Application.id)).all()
    for application_id in found:
        with work.record.transaction() as session:
            look_at(session, application_id, work.at)


def look_at(session: Session, application_id: UUID, at: datetime) -> None:
    """One application: its hours have begun, or are over."""
    application = session.get_one(Application, application_id, with_for_update={"of": Application})
    if application.state is not ApplicationState.DRAFT or at <= shuts(of_application(application)):
        return
    begun = f"grace begun {grace_until(application).isoformat()}"
    if is_in_counterpart_grace(application, at):
        if not was_told(session, application, begun):
            remember(session, application, begun, at)
            tell_begun(session, application, at)
    elif was_told(session, application, begun):
        over = begun.replace("begun", "over")
        if not was_told(session, application, over):
            remember(session, application, over, at)
            tell_unsent(session, application, at)


def was_told(session: Session, application: Application, rule: str) -> bool:
    """Whether this was told before."""
    sent = select(ReminderSent.id).where(ReminderSent.subject_id == application.id, ReminderSent.rule == rule)
    return session.scalar(sent.limit(1)) is not None


def remember(session: Session, application: Application, rule: str, at: datetime) -> None:
    """Write down that it is told now."""
    session.add(ReminderSent(subject_id=application.id, receiver_id=application.id, rule=rule, at=at))


def tell_begun(session: Session, application: Application, at: datetime) -> None:
    """Tell every investigator what is still to be confirmed, by whom, and until when on their own clock."""
    version = application.content_version
    missing = [part for part in application.parts if part.confirmed_version != version]
    for pi in investigators(application):
        until = Moment(grace_until(application), pi.zone)
        mine = any(part.pi_id == pi.id for part in missing)
        what = say("The call is closed. Your confirmation stands; the others can confirm until %(when)s.", when=until)
        if mine:
            what = say("The call is closed, and you have not confirmed. You still can, until %(when)s.", when=until)
        then = say("With the last confirmation it is submitted. Otherwise it is not, and takes no part in the call.")
        subject = say("%(ref)s can still be confirmed until %(when)s", ref=application.ref, when=until)
        link = f"/my/applications/{application.id}/submit"
        post(session, pi, about(application, "counterpart_grace", subject, titled(application), what, then, link=link),
             at)  # fmt: skip
