"""Offers whose day has passed lapse by the clock; one whose letter was never issued could not be answered: it waits."""

from datetime import timedelta

from sqlalchemy import select

from grants.awards import actions
from grants.awards.model import AwardPart
from grants.jobs.engine import Work, job
from grants.letters.model import Letter
from grants.rules.awards import PartState
from grants.rules.letters import LetterState


@job("lapse_offers", every=timedelta(minutes=10))
def run(work: Work) -> None:
    """Let every unanswered offer lapse whose letter was issued and whose day is over."""
    issued = select(Letter.part_id).where(Letter.state == LetterState.ISSUED, Letter.part_id.is_not(None))
    over = select(AwardPart.id).where(
        AwardPart.state == PartState.OFFERED, AwardPart.answer_by < work.at, AwardPart.id.in_(issued),
    )  # fmt: skip
    with work.record.transaction() as session:
        parts = session.scalars(over).all()
    for part_id in parts:
        with work.record.transaction() as session:
            part = session.get_one(AwardPart, part_id, with_for_update={"of": AwardPart})
            if part.state is PartState.OFFERED:
                actions.lapse(part, work.at)
