"""Holding back new applications of those who owe a report for too long, and letting go when it is settled."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from grants.applications.model import Hold
from grants.db import session_of
from grants.history.notes import note
from grants.mail.outbox import post_all
from grants.people.model import Person
from grants.reports.model import Report
from grants.reports.tellings import telling
from grants.rules.owing import Held
from grants.rules.relations import THE_CLOCK
from grants.words import say


def hold(report: Report, at: datetime) -> list[Hold]:
    """Keep whoever the call names from handing in anything new in this programme; each is told, once."""
    session, application = session_of(report), report.award.application
    known = set(session.scalars(select(Hold.person_id).where(Hold.about_id == report.id)))
    late = [person for person in owing(report) if person.id not in known]
    placed = [
        Hold(
            person_id=person.id, programme_id=application.call.programme_id, about_id=report.id, ref=application.ref,
            due_on=report.due_on, placed_at=at,
        )
        for person in late
    ]  # fmt: skip
    session.add_all(placed)
    if placed:
        note(session, report.award, "hold_applications", THE_CLOCK, at, ref=application.ref, due_on=report.due_on)
        post_all(session, late, telling(report, "report_holds", (
            say("The report on %(ref)s is missing: you cannot apply anew", ref=application.ref),
            say("It was due on %(day)s. Until it is accepted or waived, nothing new of yours can be started or "
                "submitted in this programme.", day=report.due_on),
        ), "/my"), at)  # fmt: skip
    return placed


def owing(report: Report) -> Iterable[Person]:
    """Whom the call holds back for a missing report: every investigator of it, the lead only, or nobody."""
    application = report.award.application
    whom = Held(application.call.reporting.get("holds", Held.ALL))
    for part in report.award.parts:
        code = part.side.code
        if whom is Held.NOBODY or (whom is Held.LEAD and code != application.lead_side):
            continue
        if report.side in {"", code}:
            yield part.pi


def lift(report: Report, at: datetime) -> None:
    """Let go of everybody this report held back."""
    wanted = select(Hold).where(Hold.about_id == report.id, Hold.lifted_at.is_(None))
    held = list(session_of(report).scalars(wanted))
    for one in held:
        one.lifted_at = at
    if held:
        note(session_of(report), report.award, "lift_hold", THE_CLOCK, at, ref=report.award.application.ref)
