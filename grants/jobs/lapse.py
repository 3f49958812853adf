"""Offers whose day has passed lapse by the clock, and both sides are told."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.awards.model import AwardPart
from grants.calls.queries import officers
from grants.jobs.engine import Work, job
from grants.letters.model import Letter
from grants.mail.outbox import Telling, post, post_all
from grants.rules.awards import LAPSE, PartState
from grants.rules.letters import LetterState
from grants.rules.relations import THE_CLOCK
from grants.words import Moment, say


@job("lapse_offers", every=timedelta(minutes=10))
def run(work: Work) -> None:
    """Let every unanswered offer lapse whose letter was issued and whose day is over."""
    issued = select(Letter.part_id).where(Letter.state == LetterState.ISSUED)
    over = select(AwardPart.id).where(
        AwardPart.state == PartState.OFFERED, AwardPart.answer_by < work.at, AwardPart.id.in_(issued),
    )  # fmt: skip
    with work.record.transaction() as session:
        parts = session.scalars(over).all()
    for part_id in parts:
        with work.record.transaction() as session:
            lapse_one(session, part_id, work)


def lapse_one(session: Session, part_id: UUID, work: Work) -> None:
    """Let one offer lapse and tell its investigator, and the officers, who must decide about the other side."""
    part = session.get(AwardPart, part_id, with_for_update={"of": AwardPart})
    at = work.at
    if part is None or part.state is not PartState.OFFERED:
        return
    part.take(LAPSE, THE_CLOCK, at)
    application = part.award.application
    ref, scope = application.ref, {"call_id": application.call_id, "application_id": application.id}
    passed = say("The offer of %(amount)s for %(ref)s could be accepted until %(when)s. It has lapsed.",
                 amount=part.granted, ref=ref, when=Moment(part.answer_by, part.side.zone))  # fmt: skip
    subject = say("The award offer for %(ref)s has lapsed", ref=ref)
    post(session, part.pi, Telling(
        "lapsed", subject, (passed, say("If you did want it, write to the programme office at once.")),
        link=f"/my/awards/{part.award_id}", **scope,
    ), at)  # fmt: skip
    office = Telling("lapsed_office", subject, (passed,), link=f"/office/applications/{application.id}", **scope)
    post_all(session, officers(session, application.call.programme_id, at), office, at)
