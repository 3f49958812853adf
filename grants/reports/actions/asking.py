"""Asking for reports: all that an award owes exist from the day on which both sides have accepted their part."""

from datetime import date, datetime

from grants.awards.model import Award
from grants.db import session_of
from grants.reports.model import Report
from grants.rules.awards import AwardStanding
from grants.rules.owing import Requirement, requirements, sides_owing
from grants.rules.relations import THE_CLOCK
from grants.rules.reports import OWED


def ask_for(award: Award, at: datetime) -> list[Report]:
    """Open every report the award owes, once every side has accepted; a moved period moves the days still to come."""
    if award.standing is not AwardStanding.ACTIVE:
        return award.reports  # type: ignore[attr-defined,no-any-return]
    asked = {(report.code, report.side): report for report in award.reports}  # type: ignore[attr-defined]
    sides = [part.side.code for part in award.parts]
    for one in requirements(award.application.call.reporting):
        for side in sides_owing(one, sides):
            report = asked.get((one.code, side))
            if report is None:
                begin(award, one, side, at)
            elif report.state in OWED:
                report.due_on, report.opens_on = one.due(award.starts_on, award.ends_on), opens(award, one)
    session_of(award).flush()
    return award.reports  # type: ignore[attr-defined,no-any-return]


def begin(award: Award, asked: Requirement, side: str, at: datetime) -> Report:
    """Open one report."""
    due = asked.due(award.starts_on, award.ends_on)
    report = Report(
        award=award, award_id=award.id, code=asked.code, kind=asked.kind, side=side, opens_on=opens(award, asked),
        due_on=due,
    )  # fmt: skip
    session_of(award).add(report)
    report.begin(THE_CLOCK, at, due_on=due.isoformat())
    return report


def opens(award: Award, asked: Requirement) -> date:
    """From which day it is asked for."""
    return asked.opens(award.starts_on, award.ends_on)
