"""Reports that are too late: offices and signatories are told, and whoever owes them hands in nothing new."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.applications.model import Endorsement
from grants.calls.queries import officers
from grants.jobs.engine import Work, job
from grants.jobs.reminders import Case, scope
from grants.mail.outbox import Address, Telling
from grants.reports.actions import hold
from grants.reports.model import Report
from grants.reports.queries import parts_in
from grants.rules import reminders
from grants.rules.consent import EndorsementState
from grants.rules.relations import is_in_conflict
from grants.rules.reminders import Chain
from grants.rules.reports import OWED, sides_to_accept
from grants.words import say


@job("hold_late_reports", every=timedelta(days=1))
def run(work: Work) -> None:
    """Hold back whoever owes a report for longer than its call allows; each report in a transaction of its own."""
    with work.record.transaction() as session:
        late = [report.id for report in overdue(session, work.at) if is_held(report, work.at)]
    for key in late:
        with work.record.transaction() as session:
            report = session.get_one(Report, key, with_for_update={"of": Report})
            if is_held(report, work.at):
                hold(report, work.at)


def overdue(session: Session, at: datetime) -> list[Report]:
    """The reports whose day is over and which are not in."""
    return list(session.scalars(select(Report).where(Report.state.in_(OWED), Report.due_on < at.date())).unique())


def is_held(report: Report, at: datetime) -> bool:
    """Whether a report has been missing for longer than its call allows."""
    days = report.award.application.call.reporting.get("hold_after_days")
    return report.state in OWED and days is not None and at.date() > report.due_on + timedelta(days=days)


def escalations(session: Session, at: datetime) -> Iterator[Case]:
    """Whom to tell that a report is far too late: the offices it is owed to, and who signed for the side."""
    for report in overdue(session, at):
        days = report.award.application.call.reporting.get("escalate_after_days")
        if days is None:
            continue
        chain = Chain(reminders.REPORT_LATE.name, (days,))
        yield from to_offices(session, report, chain, at)
        yield from to_signatories(session, report, chain)


def to_offices(session: Session, report: Report, chain: Chain, at: datetime) -> Iterator[Case]:
    """The officers of the sides the report is owed to, none of them in conflict."""
    application = report.award.application
    for officer in officers(session, application.call.programme_id, at):
        if sides_to_accept(officer, report) and not is_in_conflict(officer, application):
            telling = told(report, f"/office/reports/{report.id}")
            yield Case(chain, report.id, officer, officer.zone, report.due_on, report.award.made_at, telling)


def to_signatories(session: Session, report: Report, chain: Chain) -> Iterator[Case]:
    """Heads of department and others who signed for a side that owes the report; they have no account here."""
    application = report.award.application
    signed = select(Endorsement).where(
        Endorsement.application_id == application.id, Endorsement.state == EndorsementState.APPROVED,
        Endorsement.side.in_([part.side.code for part in parts_in(report)]),
    )  # fmt: skip
    for one in session.scalars(signed).unique():
        to, zone = Address(one.email, one.name, one.language), application.call.side(one.side).zone
        yield Case(chain, one.id, to, zone, report.due_on, report.award.made_at, told(report, ""))


def told(report: Report, link: str) -> Telling:
    """What they are told."""
    application = report.award.application
    return Telling(
        "report_late", say("The report on %(ref)s is long overdue", ref=application.ref),
        (
            say("The report on “%(title)s” was due on %(day)s and is not in.", title=application.title,
                day=report.due_on),
            say("Please see to it that it is written."),
        ),
        link=link, **scope(application),
    )  # fmt: skip


SOURCES = (escalations,)
