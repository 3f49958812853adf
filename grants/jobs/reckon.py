"""Plausible places are worked out again within minutes of the last review; never in a page, for it takes its time."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from grants.calls.model import Call
from grants.decisions.reckon import answered, questions
from grants.jobs.engine import Work, job
from grants.rules.calls import CallState


@job("reckon_ranks", every=timedelta(minutes=2))
def run(work: Work) -> None:
    """Reckon with the reviews of every call that is being judged, where they have changed since the last time."""
    with work.record.reading() as session:
        judged = select(Call).where(Call.state == CallState.CLOSED).order_by(Call.code)
        waiting = [question for call in session.scalars(judged).unique() for question in questions(session, call)]
    for done, question in enumerate(waiting):
        work.report(done, len(waiting))
        made = answered(question, work.at)
        try:
            with work.record.transaction() as session:
                session.add(made)
        except IntegrityError:
            continue  # somebody else worked out the same meanwhile
