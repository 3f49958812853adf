"""Reminders: every chain's open cases, each reminded once for each of its days; what is true no more is not sent."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.applications.model import Application, Endorsement, Invitation
from grants.applications.signatures import mark
from grants.awards.model import Award, AwardPart
from grants.jobs import fiscal_years, joint_reminders, late_reports, leaving, reminders
from grants.jobs.engine import Work, job
from grants.jobs.model import ReminderSent
from grants.jobs.reminders import Case, unsent
from grants.mail.model import Message
from grants.mail.outbox import post
from grants.reports.model import Report
from grants.reviews.model import Assignment
from grants.rules.applications import OPEN_TO_WRITING, ApplicationState
from grants.rules.awards import PartState
from grants.rules.calls import is_open_for
from grants.rules.consent import EndorsementState
from grants.rules.invitations import InvitationState
from grants.rules.reports import OWED
from grants.rules.reviews import AssignmentState

SOURCES = (
    *reminders.SOURCES, *joint_reminders.SOURCES, *late_reports.SOURCES, *leaving.SOURCES, *fiscal_years.SOURCES,
)  # fmt: skip


@job("remind", every=timedelta(minutes=10))
def run(work: Work) -> None:
    """Remind everybody whose morning has come; each chain in a transaction of its own."""
    for source in SOURCES:
        with work.record.transaction() as session:
            at = work.at
            cases = list(source(session, at))
            sent = already_sent(session, cases)
            for case in cases:
                remind(session, case, sent, at)


def already_sent(session: Session, cases: list[Case]) -> set[tuple[object, object, str]]:
    """What these cases' chains have sent before."""
    chains = {case.chain.name for case in cases}
    done: set[tuple[object, object, str]] = set()
    for chain in chains:
        rows = session.execute(
            select(ReminderSent.subject_id, ReminderSent.receiver_id, ReminderSent.rule)
            .where(ReminderSent.rule.startswith(f"{chain} ", autoescape=True)),
        )  # fmt: skip
        done.update((subject, receiver, rule) for subject, receiver, rule in rows)
    return done


def remind(session: Session, case: Case, sent: set[tuple[object, object, str]], at: datetime) -> None:
    """Send one person the newest reminder whose morning has come, unless it was sent; older ones are let go."""
    reached = case.chain.reached(case.due, case.zone, case.since, at)
    fresh = [rule for rule in reached if (case.subject_id, case.receiver_id, rule) not in sent]
    if not fresh:
        return
    if fresh[-1] == reached[-1]:
        post(session, case.receiver, case.telling, at)
    session.add_all(
        ReminderSent(subject_id=case.subject_id, receiver_id=case.receiver_id, rule=rule, at=at) for rule in fresh
    )


def still_true(session: Session, message: Message, at: datetime) -> bool:
    """Whether what a reminder asks for is still to be done, looked at when it is about to be sent."""
    ask = CONDITIONS.get(message.kind)
    return ask is None or ask(session, message, at)


def draft_waits(session: Session, message: Message, at: datetime) -> bool:
    """The application is unsubmitted and the call takes it."""
    application = session.get(Application, message.application_id)
    return application is not None and application.state in OPEN_TO_WRITING and is_open_for(application, at)


def invitation_waits(session: Session, message: Message, at: datetime) -> bool:
    """The invitation is unanswered and still works."""
    asked = select(Invitation.id).where(
        Invitation.application_id == message.application_id, Invitation.email == message.to,
        Invitation.state == InvitationState.PENDING, Invitation.until > at,
    )  # fmt: skip
    return session.scalar(asked.limit(1)) is not None and draft_waits(session, message, at)


def sign_off_waits(session: Session, message: Message, _at: datetime) -> bool:
    """The signatory's answer is still missing, or no longer counts."""
    asked = select(Endorsement).where(
        Endorsement.application_id == message.application_id, Endorsement.email == message.to,
        Endorsement.state.in_((EndorsementState.ASKED, EndorsementState.APPROVED)),
    )  # fmt: skip
    found = session.scalars(asked)
    return any(one.state is EndorsementState.ASKED or one.seen != mark(one.application, one.side) for one in found)


def review_waits(session: Session, message: Message, _at: datetime) -> bool:
    """The reviewer has not answered, or has accepted and not sent the review."""
    assignment = session.scalar(
        select(Assignment).where(
            Assignment.application_id == message.application_id, Assignment.reviewer_id == message.person_id,
        ),
    )  # fmt: skip
    if assignment is None:
        return False
    accepted = assignment.state is AssignmentState.ACCEPTED and unsent(assignment)
    return accepted or assignment.state is AssignmentState.INVITED


def offer_waits(session: Session, message: Message, at: datetime) -> bool:
    """The offer is unanswered and stands."""
    asked = select(AwardPart.id).join(Award).where(
        Award.application_id == message.application_id, AwardPart.pi_id == message.person_id,
        AwardPart.state == PartState.OFFERED, AwardPart.answer_by >= at,
    )  # fmt: skip
    return session.scalar(asked.limit(1)) is not None


def report_waits(session: Session, message: Message, _at: datetime) -> bool:
    """The report is not in."""
    asked = select(Report.id).join(Award).where(Report.state.in_(OWED))
    if message.link:
        asked = asked.where(Report.id == UUID(message.link.rsplit("/", 1)[-1]))
    return session.scalar(asked.where(Award.application_id == message.application_id).limit(1)) is not None


def draft_goes(session: Session, message: Message, _at: datetime) -> bool:
    """The draft is there, and was not thrown away."""
    application = session.get(Application, message.application_id)
    return application is not None and application.state is ApplicationState.DRAFT


CONDITIONS = {
    "draft_goes": draft_goes,
    "remind_draft": draft_waits,
    "remind_invitation": invitation_waits,
    "remind_sign_off": sign_off_waits,
    "remind_review": review_waits,
    "remind_offer": offer_waits,
    "remind_report": report_waits,
    "report_late": report_waits,
}
