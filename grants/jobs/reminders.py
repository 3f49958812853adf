"""What people are reminded of: each question answers with the cases of one chain that are open now."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from grants.applications.actions.inviting import receiver
from grants.applications.model import Application, Invitation
from grants.awards.model import Award, AwardPart
from grants.calls.model import Call, Deadline
from grants.history.model import Entry
from grants.letters.model import Letter
from grants.mail.outbox import Telling
from grants.reports.model import Report
from grants.reports.queries import parts_in
from grants.reviews.actions import LINK
from grants.reviews.model import Assignment
from grants.rules import reminders
from grants.rules.applications import OPEN_TO_WRITING, ApplicationState
from grants.rules.awards import PartState
from grants.rules.calls import TAKES, CallState, is_open_for
from grants.rules.deadlines import of_application, on_clocks
from grants.rules.invitations import InvitationState
from grants.rules.letters import LetterState
from grants.rules.reminders import Chain, local_day
from grants.rules.reports import ReportState
from grants.rules.reviews import AssignmentState, ReviewState
from grants.words import Moment, Sentence, say

SOON = timedelta(days=9)


@dataclass(frozen=True)
class Case:
    """One person who may have to be reminded of one thing by one date."""

    chain: Chain
    subject_id: UUID
    receiver: Any
    zone: str
    due: date
    since: datetime
    telling: Telling

    @property
    def receiver_id(self) -> UUID:
        """Whom the log remembers; somebody without an account is known by the invitation."""
        known: UUID | None = self.receiver.id
        return known or self.subject_id


def scope(application: Application) -> dict[str, Any]:
    """The call and application that a message speaks of."""
    return {"call_id": application.call_id, "application_id": application.id}


def closing(session: Session, at: datetime) -> Iterator[tuple[Application, datetime]]:
    """Applications that are still written and close within days, each by its own clock, and since when they are."""
    soon = select(Deadline.call_id).where(Deadline.at.between(at - SOON, at + SOON))
    begun = (Entry.subject_id == Application.id) & (Entry.seq == 1)
    wanted = select(Application, Entry.at).join(Entry, begun).join(Call, Call.id == Application.call_id).where(
        Call.state.in_(TAKES), Call.id.in_(soon), Application.state.in_(OPEN_TO_WRITING),
    )  # fmt: skip
    for application, since in session.execute(wanted.order_by(Application.call_id, Application.number)).unique():
        until = of_application(application).at
        if is_open_for(application, at) and at < until <= at + SOON:
            yield application, since


def drafts(session: Session, at: datetime) -> Iterator[Case]:
    """Investigators whose application is not submitted, or was reopened, while it is about to close."""
    for application, since in closing(session, at):
        for pi in [part.pi for part in application.parts if part.pi is not None]:
            due = local_day(of_application(application).at, pi.zone)
            yield Case(reminders.DRAFT, application.id, pi, pi.zone, due, since, of_draft(application, pi.zone))


def of_draft(application: Application, zone: str) -> Telling:
    """What somebody with an unsubmitted application is told."""
    call, until = application.call, of_application(application).at
    if application.state is ApplicationState.REOPENED:
        still = say("“%(title)s” was reopened and not submitted again. Otherwise what you submitted last counts.",
                    title=application.title)  # fmt: skip
    else:
        still = say("“%(title)s” has not been submitted yet.", title=application.title or application.ref)
    return Telling(
        "remind_draft", say("%(ref)s: the call closes on %(when)s", ref=application.ref, when=Moment(until, zone)),
        (still, say("The call “%(call)s” closes on %(when)s.", call=call.name,
                    when=on_clocks(until, [zone, *(side.zone for side in call.sides)]))),
        link=f"/my/applications/{application.id}", **scope(application),
    )  # fmt: skip


def invitations(session: Session, at: datetime) -> Iterator[Case]:
    """People who were invited into an application and have not answered, while it is about to close."""
    near = {application.id: application for application, _ in closing(session, at)}
    wanted = select(Invitation).where(
        Invitation.application_id.in_(near), Invitation.state == InvitationState.PENDING, Invitation.until > at,
    )  # fmt: skip
    for one in session.scalars(wanted):
        application = near[one.application_id]
        side, until = application.call.side(one.side), of_application(application).at
        to = receiver(one)
        telling = Telling(
            "remind_invitation",
            say("Reminder: invitation to a joint application in “%(call)s”", call=application.call.name),
            (
                say("%(person)s invited you to a joint application and waits for your answer.",
                    person=one.invited_by.name_in(to.language)),
                say("The call closes on %(when)s.",
                    when=on_clocks(until, [side.zone, *(each.zone for each in application.call.sides)])),
            ),
            link=f"/my/invitations/{one.id}", sealed=True, **scope(application),
        )  # fmt: skip
        yield Case(reminders.INVITATION, one.id, to, side.zone, local_day(until, side.zone), one.sent_at, telling)


def assignments(session: Session, state: AssignmentState) -> Iterator[Assignment]:
    """What became of asking reviewers, in the calls that are under review."""
    wanted = select(Assignment).join(Application).join(Call).options(selectinload(Assignment.application))
    yield from session.scalars(wanted.where(Call.state == CallState.CLOSED, Assignment.state == state))


def unanswered_assignments(session: Session, _at: datetime) -> Iterator[Case]:
    """Reviewers who were asked and have not answered."""
    for one in assignments(session, AssignmentState.INVITED):
        sentence = say(
            "Please look at the title and the people of %(ref)s, and say whether you have a conflict.",
            ref=one.application.ref,
        )
        asked = reviewing(one, reminders.ASKED, local_day(one.asked_at, one.reviewer.zone), sentence)
        yield replace(asked, telling=replace(asked.telling, link=LINK % one.id, sealed=True))


def missing_reviews(session: Session, _at: datetime) -> Iterator[Case]:
    """Reviewers who accepted and whose review is not in, around the day it is due."""
    for one in assignments(session, AssignmentState.ACCEPTED):
        due = one.application.call.review_round.due_on
        if due and unsent(one):
            sentence = say("Your review of %(ref)s is due on %(day)s.", ref=one.application.ref, day=due)
            yield reviewing(one, reminders.REVIEW, due, sentence)


def unsent(assignment: Assignment) -> bool:
    """Whether the reviewer still owes a review."""
    return assignment.review is None or assignment.review.state is ReviewState.DRAFT


def reviewing(one: Assignment, chain: Chain, due: date, sentence: Sentence) -> Case:
    """A case about one assignment."""
    telling = Telling(
        "remind_review", say("Reminder: review for “%(call)s”", call=one.application.call.name), (sentence,),
        link=f"/reviews/assignments/{one.id}", **scope(one.application),
    )  # fmt: skip
    return Case(chain, one.id, one.reviewer, one.reviewer.zone, due, one.asked_at, telling)


def offers(session: Session, at: datetime) -> Iterator[Case]:
    """Investigators who hold an award letter and have neither accepted nor declined."""
    issued = select(Letter.part_id).where(Letter.state == LetterState.ISSUED, Letter.part_id.is_not(None))
    wanted = select(AwardPart).where(
        AwardPart.state == PartState.OFFERED, AwardPart.answer_by >= at, AwardPart.id.in_(issued),
    )  # fmt: skip
    for part in session.scalars(wanted):
        application, pi = part.award.application, part.pi
        telling = Telling(
            "remind_offer", say("Please answer the award offer for %(ref)s", ref=application.ref),
            (
                say("You have been offered %(amount)s for “%(title)s”.", amount=part.granted, title=application.title),
                say("Accept or decline it by %(when)s; then the offer lapses.", when=Moment(part.answer_by, pi.zone)),
            ),
            link=f"/my/awards/{part.award_id}", **scope(application),
        )  # fmt: skip
        due = local_day(part.answer_by, pi.zone)
        yield Case(reminders.OFFER, part.id, pi, pi.zone, due, part.award.made_at, telling)


def reports(session: Session, at: datetime) -> Iterator[Case]:
    """Investigators whose report is due or overdue and not in."""
    wanted = select(Report).join(Award).where(
        Report.state.in_((ReportState.DRAFT, ReportState.RETURNED)), Report.due_on <= (at + timedelta(days=62)).date(),
    )  # fmt: skip
    for report in session.scalars(wanted):
        application = report.award.application
        sentence = say("The report on “%(title)s” is due on %(day)s.", title=application.title, day=report.due_on)
        if at.date() > report.due_on:
            sentence = say("The report on “%(title)s” was due on %(day)s.", title=application.title, day=report.due_on)
        telling = Telling(
            "remind_report", say("Report on %(ref)s: due on %(day)s", ref=application.ref, day=report.due_on),
            (sentence,),
            link=f"/my/reports/{report.id}", **scope(application),
        )  # fmt: skip
        chain = Chain(reminders.REPORT.name, tuple(application.call.reporting.get("reminders", reminders.REPORT.days)))
        for part in parts_in(report):
            yield Case(chain, report.id, part.pi, part.pi.zone, report.due_on, report.award.made_at, telling)


SOURCES = (drafts, invitations, unanswered_assignments, missing_reviews, offers, reports)
