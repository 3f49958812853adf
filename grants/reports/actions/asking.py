"""Asking for a report: it exists from the day on which both sides have accepted their part."""

from datetime import datetime

from grants.awards.model import Award
from grants.db import session_of
from grants.reports.model import Report
from grants.rules.awards import AwardStanding
from grants.rules.relations import THE_CLOCK
from grants.rules.reports import due_on


def ask_for(award: Award, at: datetime) -> Report | None:
    """Open the award's report, once every side has accepted; asking again changes nothing."""
    if award.report is not None or award.standing is not AwardStanding.ACTIVE:  # type: ignore[attr-defined]
        return award.report  # type: ignore[attr-defined,no-any-return]
    due = due_on(award.application.call.reporting, award.ends_on)
    report = Report(award=award, award_id=award.id, due_on=due)
    session_of(award).add(report)
    report.begin(THE_CLOCK, at, due_on=due.isoformat())
    return report
