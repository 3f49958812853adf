"""What people are reminded of: each question answers with the cases of one chain that are open now."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from grants.applications.model import Application, Invitation
from grants.awards.model import Award, AwardPart
from grants.calls.model import Call, Deadline
from grants.history.model import Entry
from grants.letters.model import Letter
from grants.mail.outbox import Address, Telling
from grants.reports.model import Report
from grants.reviews.model import Assignment
from grants.rules import reminders
from grants.rules.applications import OPEN_TO_WRITING, ApplicationState
from grants.rules.awards import PartState
from grants.rules.calls import CallState, closes_at, is_open
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


def closing_calls(session: Session, at: datetime) -> list[Call]:
    """The open calls that close within days."""
    soon = select(Deadline.call_id).where(Deadline.at.between(at - SOON, at + SOON))
    wanted = select(Call).where(Call.state == CallState.PUBLISHED, Call.id.in_(soon)).order_by(Call.code)
    return [call for call in session.scalars(wanted) if is_open(call, at) and closes_at(call) > at]


def drafts(session: Session, at: datetime) -> Iterator[Case]:
    """Investigators whose application is not submitted, or was reopened, while the call is about to close."""
    begun = (Entry.subject_id == Application.id) & (Entry.seq == 1)
    for call in closing_calls(session, at):
        wanted = select(Application, Entry.at).join(Entry, begun).where(
            Application.call_id == call.id, Application.state.in_(OPEN_TO_WRITING),
        )  # fmt: skip
        for application, since in session.execute(wanted):
            for pi in [part.pi for part in application.parts if part.pi is not None]:
                due = local_day(closes_at(call), pi.zone)
                telling = of_draft(application, pi.zone)
                yield Case(reminders.DRAFT, application.id, pi, pi.zone, due, since, telling)


def of_draft(application: Application, zone: str) -> Telling:
    """What somebody with an unsubmitted application is told."""
    call = application.call
    until = Moment(closes_at(call), zone)
    if application.state is ApplicationState.REOPENED:
        still = say("“%(title)s” was reopened and not submitted again. Otherwise what you submitted last counts.",
                    title=application.title)  # fmt: skip
    else:
        still = say("“%(title)s” has not been submitted yet.", title=application.title or application.ref)
    return Telling(
        "remind_draft", say("%(ref)s: the call closes on %(when)s", ref=application.ref, when=until),
        (still, say("The call “%(call)s” closes on %(when)s (%(other)s).", call=call.name, when=until,
                    other=Moment(closes_at(call), other_zone(call, zone)))),
        link=f"/my/applications/{application.id}", **scope(application),
    )  # fmt: skip


def other_zone(call: Call, zone: str) -> str:
    """The clock of the other side, to stand beside the reader's own."""
    return next((side.zone for side in call.sides if side.zone != zone), call.zone)


def invitations(session: Session, at: datetime) -> Iterator[Case]:
    """People who were invited into an application and have not answered, while the call is about to close."""
    for call in closing_calls(session, at):
        wanted = select(Invitation).join(Application).where(
            Application.call_id == call.id, Application.state.in_(OPEN_TO_WRITING),
            Invitation.state == InvitationState.PENDING, Invitation.until > at,
        )  # fmt: skip
        for one in session.scalars(wanted):
            zone = call.side(one.side).zone
            to = Address(one.email, one.name, call.side(one.side).language)
            telling = Telling(
                "remind_invitation", say("Reminder: invitation to a joint application in “%(call)s”", call=call.name),
                (
                    say("%(person)s invited you to a joint application and waits for your answer.",
                        person=one.invited_by.name_in(to.language)),
                    say("The call closes on %(when)s.", when=Moment(closes_at(call), zone)),
                ),
                link=f"/my/invitations/{one.id}", sealed=True, **scope(one.application),
            )  # fmt: skip
            due = local_day(closes_at(call), zone)
            yield Case(reminders.INVITATION, one.id, to, zone, due, one.sent_at, telling)


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
        yield reviewing(one, reminders.ASKED, local_day(one.asked_at, one.reviewer.zone), sentence)


def missing_reviews(session: Session, _at: datetime) -> Iterator[Case]:
    """Reviewers who accepted and whose review is not in, around the day it is due."""
    for one in assignments(session, AssignmentState.ACCEPTED):
        due = one.application.call.reviews_due_on
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
        Report.state.in_((ReportState.DRAFT, ReportState.RETURNED)), Report.due_on <= (at + timedelta(days=32)).date(),
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
        for part in report.award.parts:
            yield Case(chain, report.id, part.pi, part.pi.zone, report.due_on, report.award.made_at, telling)


SOURCES = (drafts, invitations, unanswered_assignments, missing_reviews, offers, reports)
