"""Whom a report is told of: the offices, but nobody in conflict; both investigators, each in their own language."""

from datetime import datetime
from typing import Any

from grants.calls.queries import officers
from grants.db import session_of
from grants.mail.outbox import Telling, post_all
from grants.reports.model import Report
from grants.rules.relations import is_in_conflict
from grants.rules.reports import sides_to_accept
from grants.words import Sentence

Words = tuple[Sentence, ...]  # the subject, then the paragraphs


def telling(report: Report, kind: str, words: Words, desk: str) -> Telling:
    """What is told, with the link that leads to the report on the receiver's own desk."""
    subject, *paragraphs = words
    return Telling(
        kind, subject, tuple(paragraphs), link=f"{desk}/reports/{report.id}", call_id=report.call_id,
        application_id=report.application_id,
    )  # fmt: skip


def tell_offices(report: Report, kind: str, words: Words, at: datetime) -> None:
    """Tell the officers whose side has not accepted the report yet; none of them who is in conflict."""
    application, session = report.award.application, session_of(report)
    told = [
        officer
        for officer in officers(session, application.call.programme_id, at)
        if not is_in_conflict(officer, application) and sides_to_accept(officer, report)
    ]
    post_all(session, told, telling(report, kind, words, "/office"), at)


def tell_investigators(report: Report, kind: str, words: Words, at: datetime, but: Any = None) -> None:
    """Tell both investigators, or all of them but one."""
    told = [part.pi for part in report.award.parts if but is None or part.pi_id != but.id]
    post_all(session_of(report), told, telling(report, kind, words, "/my"), at)
