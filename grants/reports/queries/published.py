"""What is shown of awards to everyone, and what only when every side agreed; for pages and for open data."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from grants.awards.model import Award, AwardPart
from grants.db import session_of
from grants.reports.model import Credit, Outcome, Publication, Report, ReportAnswer
from grants.reports.queries.register import funded
from grants.rules.publishing import is_published
from grants.rules.reports import ReportState

SUMMARY = "lay_summary"


@dataclass(frozen=True)
class Published:
    """One award as everyone may read it; summary and outcomes only where every side agreed."""

    award: Award
    is_whole: bool
    summary: str
    outcomes: Sequence[Outcome]


def published(award: Award) -> Published:
    """One award."""
    if not is_published(award):
        return Published(award, False, "", ())
    return whole(session_of(award), [award])[0]


def all_published(session: Session) -> list[Published]:
    """Every award whose sides agreed, by its start; always the same questions."""
    agreed = select(Publication.award_id).group_by(Publication.award_id).having(
        func.count() == select(func.count()).select_from(AwardPart).where(AwardPart.award_id == Publication.award_id)
        .scalar_subquery(),
    )  # fmt: skip
    keys = session.scalars(funded(Award.id).where(Award.id.in_(agreed))).all()
    awards = session.scalars(select(Award).where(Award.id.in_(keys)).order_by(Award.starts_on, Award.id)).unique()
    return whole(session, list(awards))


def whole(session: Session, awards: list[Award]) -> list[Published]:
    """These awards with their summaries and outcomes."""
    keys = [award.id for award in awards]
    said = {
        row.award_id: row.value
        for row in session.execute(
            select(Report.award_id, ReportAnswer.value).join(ReportAnswer, ReportAnswer.report_id == Report.id)
            .where(
                Report.award_id.in_(keys), Report.state == ReportState.ACCEPTED, ReportAnswer.question == SUMMARY,
            ).order_by(Report.due_on),
        )
    }  # fmt: skip
    came: dict[object, list[Outcome]] = {}
    told = select(Credit.award_id, Outcome).join(Outcome, Outcome.id == Credit.outcome_id)
    told = told.where(Credit.award_id.in_(keys)).order_by(Outcome.year, Outcome.title, Outcome.id)
    for key, outcome in session.execute(told):
        came.setdefault(key, []).append(outcome)
    return [Published(one, True, str(said.get(one.id, "")), came.get(one.id, ())) for one in awards]
