"""Awards whose sides have all accepted are asked for their report; whatever was missed is caught up with daily."""

from datetime import timedelta

from sqlalchemy import exists, select

from grants.awards.model import Award, AwardPart
from grants.jobs.engine import Work, job
from grants.reports.actions import ask_for
from grants.reports.model import Report
from grants.rules.awards import PartState


@job("ask_reports", every=timedelta(days=1))
def run(work: Work) -> None:
    """Open the report of every award that is accepted by all and has none; each in a transaction of its own."""
    waits = exists().where(AwardPart.award_id == Award.id, AwardPart.state != PartState.ACCEPTED)
    asked = exists().where(Report.award_id == Award.id)
    with work.record.transaction() as session:
        missed = session.scalars(select(Award.id).where(~waits, ~asked, Award.closed_at.is_(None))).all()
    for award_id in missed:
        with work.record.transaction() as session:
            award = session.get(Award, award_id, with_for_update={"of": Award})
            if award is not None:
                ask_for(award, work.at)
