"""Handing a report in, and what the offices do with it: return, accept or waive it, each for its side."""

from datetime import datetime

from grants.applications.content import fingerprint
from grants.people.model import Person
from grants.reports.actions.holding import lift
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
    """Every side has accepted: the report is accepted, and the award is closed when it owes nothing else."""
    report.take(law.ACCEPT, by, at, round=report.round)
    report.accepted_at = at
    lift(report, at)
    ref, title = report.award.application.ref, report.award.application.title
    told = say("Both sides have accepted the report on “%(title)s”. Thank you.", title=title)
    if closed_with(report, at):
        told = say("Both sides have accepted the report on “%(title)s”. The project is closed. Thank you.", title=title)
    tell_investigators(report, "report_accepted", (say("Report on %(ref)s accepted", ref=ref), told), at)


def closed_with(report: Report, at: datetime) -> bool:
    """Close the award if nothing is missing any more but what is asked long afterwards; whether it closed now."""
    award = report.award
    if award.closed_at is not None or not report.asks.closes_award:
        return False
    if any(one.asks.closes_award and one.state not in law.DONE for one in award.reports):  # type: ignore[attr-defined]
        return False
    award.closed_at = at
    return True


def waive(report: Report, because: str, by: Person, at: datetime) -> None:
    """Do without the report, for one's own side; with the last side it is waived, and what it held up is free."""
    if not because.strip():
        raise Refused(say("Say why this report is waived: it stays on record."), "because")
    mine = sorted(law.sides_to_accept(by, report))
    report.take(law.EXCUSE, by, at, sides=mine, because=because)
    report.approvals.extend(
        ReportApproval(side=side, round=report.round, waived_because=because, by_id=by.id, at=at) for side in mine
    )
    ref, title = report.award.application.ref, report.award.application.title
    if law.every_side_accepted(by, report, at) is not None:
        subject = say("Report on %(ref)s: the other side would do without it", ref=ref)
        tell_offices(report, "report_half_waived", (subject, say("%(reason)s", reason=because)), at)
        return
    report.take(law.WAIVE, by, at, round=report.round)
    lift(report, at)
    closed_with(report, at)
    tell_investigators(report, "report_waived", (
        say("Report on %(ref)s waived", ref=ref),
        say("The report on “%(title)s” need not be written any more.", title=title),
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
