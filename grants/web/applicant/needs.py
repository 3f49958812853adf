"""What needs the applicant: at most seven lines, each with a date and one verb."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from flask import url_for
from sqlalchemy.orm import Session

from grants.applications.model import Application
from grants.applications.queries import invitations_to
from grants.applications.talk import unread_everywhere
from grants.applications.waiting import proposals_to
from grants.awards.queries import offered_to
from grants.reports.queries import awaiting
from grants.rules.applications import OPEN_TO_WRITING
from grants.rules.calls import is_open_for
from grants.rules.deadlines import of_application
from grants.rules.names import written
from grants.rules.relations import is_pi, side_of_pi
from grants.rules.reports import Standing
from grants.web.need import MOST, Need
from grants.web.reader import reader
from grants.words import say

END_OF_DAY = time(23, 59)
DEMANDS = {
    Standing.DUE: say("The report on “%(title)s” is due"),
    Standing.OVERDUE: say("The report on “%(title)s” is overdue"),
    Standing.RETURNED: say("The report on “%(title)s” was returned with a remark"),
}


def needs_of(session: Session, by: Any, applications: Iterable[Application], at: datetime) -> list[Need]:
    """Everything that waits for this applicant, soonest first."""
    found = [
        *invitations(session, by),
        *unfinished(by, applications, at),
        *unread_comments(session, by, applications),
        *lead_proposals(session, by),
        *offers(session, by),
        *reports(session, by, at),
    ]
    return sorted(found, key=Need.urgency)[:MOST]


def invitations(session: Session, by: Any) -> Iterable[Need]:
    """Invitations that wait for an answer."""
    for invitation in invitations_to(session, by):
        yield Need(
            say("%(person)s invites you to “%(title)s”", person=written(invitation.by, reader().code),
                title=invitation.title),
            invitation.until, say("Read and answer"), url_for("applicant.invitation", id=invitation.id),
        )  # fmt: skip


def unfinished(by: Any, applications: Iterable[Application], at: datetime) -> Iterable[Need]:
    """Drafts in open calls: to be confirmed, or to be written."""
    for application in applications:
        if application.state not in OPEN_TO_WRITING or not is_open_for(application, at):
            continue
        title = application.title or application.ref
        until = of_application(application).at
        if is_pi(by, application) and others_confirmed(by, application):
            yield Need(say("“%(title)s” waits for your confirmation", title=title), until, say("Read and confirm"),
                       url_for("applicant.submit", id=application.id), "warn")  # fmt: skip
        else:
            yield Need(say("“%(title)s” is not submitted yet", title=title), until, say("Go on writing"),
                       url_for("applicant.application", id=application.id))  # fmt: skip


def unread_comments(session: Session, by: Any, applications: Iterable[Application]) -> Iterable[Need]:
    """What the others on a team have said and this person has not read."""
    waiting = unread_everywhere(session, by)
    for application in applications:
        if waiting.get(application.id):
            sentence = say("“%(title)s”: %(count)s unread comments of your team",
                           title=application.title or application.ref, count=waiting[application.id])  # fmt: skip
            yield Need(sentence, None, say("Read"), url_for("applicant.comments", id=application.id))


def lead_proposals(session: Session, by: Any) -> Iterable[Need]:
    """Proposals to move the lead that wait for this investigator."""
    for change in proposals_to(session, by):
        title = change.application.title or change.application.ref
        yield Need(say("Who leads “%(title)s”: your answer is asked for", title=title), None, say("Read and answer"),
                   url_for("applicant.lead", id=change.application_id), "warn")  # fmt: skip


def reports(session: Session, by: Any, at: datetime) -> Iterable[Need]:
    """Reports whose project has ended, and reports that came back."""
    zone = ZoneInfo(by.zone)
    for report in awaiting(session, by, at.astimezone(zone).date()):
        if report.standing in DEMANDS:
            yield Need(
                say(DEMANDS[report.standing].text, title=report.title),
                datetime.combine(report.due_on, END_OF_DAY, zone), say("Write the report"),
                url_for("applicant.report", id=report.id), "warn",
            )  # fmt: skip


def offers(session: Session, by: Any) -> Iterable[Need]:
    """Awards whose own part waits for this investigator's answer."""
    for offer in offered_to(session, by):
        yield Need(
            say("“%(title)s” is funded with %(amount)s: answer for your side", title=offer.title, amount=offer.granted),
            offer.answer_by, say("Read and answer"), url_for("applicant.award", id=offer.award_id), "warn",
        )  # fmt: skip


def others_confirmed(by: Any, application: Application) -> bool:
    """Whether every other side has confirmed this version and only this person has not."""
    mine = side_of_pi(by, application)
    confirmed = {part.side for part in application.parts if part.confirmed_version == application.content_version}
    return confirmed == {part.side for part in application.parts} - {mine}
