"""Handing a report in, and what the offices do with it: return it with a remark, or accept it, each for its side."""

from datetime import datetime

from grants.applications.content import fingerprint
from grants.people.model import Person
from grants.reports.content import content_of
from grants.reports.model import Report, ReportApproval
from grants.reports.queries import gaps
from grants.reports.tellings import tell_investigators, tell_offices
from grants.rules import reports as law
from grants.rules.refusal import Refused
from grants.words import LANGUAGES, say


def submit(report: Report, by: Person, at: datetime) -> None:
    """Hand the report in, whole, in the name of both sides; the fingerprint of what it says is on record."""
    report.gap_count = len(gaps(report))
    report.take(law.SUBMIT, by, at, round=report.round, sha256=fingerprint(content_of(report)))
    report.submitted_at = at
    who, ref = names_of(by), report.award.application.ref
    subject = say("Report on %(ref)s submitted", ref=ref)
    told = say("%(person)s has submitted the report on “%(title)s”.", person=who, title=report.award.application.title)
    judge = say("Read it, then accept it for your side or return it with a remark.")
    tell_offices(report, "report_submitted", (subject, told, judge), at)
    tell_investigators(report, "report_submitted", (subject, told), at, but=by)


def return_report(report: Report, remark: str, by: Person, at: datetime) -> None:
    """Give the report back to both investigators with a remark; what a side had accepted no longer counts."""
    if not remark.strip():
        raise Refused(say("Say what should be put right: both investigators read it."), "remark")
    report.take(law.RETURN, by, at, remark=remark, round=report.round)
    report.remark, report.round = remark, report.round + 1
    ref, title = report.award.application.ref, report.award.application.title
    tell_investigators(report, "report_returned", (
        say("Report on %(ref)s returned with a remark", ref=ref),
        say("The programme office asks you to go over the report on “%(title)s” again:", title=title),
        say("%(remark)s", remark=remark),
        say("Put it right and submit it again."),
    ), at)  # fmt: skip


def accept(report: Report, by: Person, at: datetime) -> None:
    """Accept the report for one's own side; with the last side's acceptance the award is closed."""
    mine = sorted(law.sides_to_accept(by, report))
    report.take(law.APPROVE, by, at, sides=mine, round=report.round)
    report.approvals.extend(ReportApproval(side=side, round=report.round, by_id=by.id, at=at) for side in mine)
    if law.every_side_accepted(by, report, at) is None:
        close(report, by, at)
    else:
        tell_half(report, by, at)


def close(report: Report, by: Person, at: datetime) -> None:
    """Every side has accepted: the report is accepted, the award is closed, both investigators are told."""
    report.take(law.ACCEPT, by, at, round=report.round)
    report.accepted_at = report.award.closed_at = at
    ref, title = report.award.application.ref, report.award.application.title
    tell_investigators(report, "report_accepted", (
        say("Report on %(ref)s accepted", ref=ref),
        say("Both sides have accepted the report on “%(title)s”. The project is closed. Thank you.", title=title),
    ), at)  # fmt: skip


def tell_half(report: Report, by: Person, at: datetime) -> None:
    """Tell the other offices that only their side's acceptance is missing now."""
    subject = say("Report on %(ref)s: the other side has accepted it", ref=report.award.application.ref)
    told = say("%(person)s has accepted the report. It is closed when your side has accepted it as well.",
               person=names_of(by))  # fmt: skip
    tell_offices(report, "report_half_accepted", (subject, told), at)


def names_of(person: Person) -> dict[str, str]:
    """A person's name as readers of each language write it."""
    return {language: person.name_in(language) for language in LANGUAGES}
