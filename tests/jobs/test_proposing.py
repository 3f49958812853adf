"""A proposal of reviewers is worked out by a job, whose progress can be seen; killed and begun again it is kept once."""

from grants.jobs.due import run_due
from grants.jobs.engine import enqueue
from grants.jobs.model import Job, JobState
from grants.jobs.propose_reviewers import KIND
from grants.reviews import actions
from grants.reviews.model import Proposal
from grants.rules.assignment import ProposalState, Wishes
from tests.reviews.judging import closed


def test_it_is_worked_out_aside_and_kept_with_what_it_rests_on(house, own_settings, at):
    with house.transaction() as session:
        judging = closed(session, at)
        made = actions.ask_for_proposal(judging.call, Wishes(), judging.cast.olu, judging.at)
        session.flush()
        key, now = made.id, judging.at
        for _ in range(2):
            enqueue(session, KIND, str(key), {"proposal_id": str(key)}, now, call_id=judging.call.id)
    run_due(house, own_settings, now)
    with house.reading() as session:
        made = session.get_one(Proposal, key)
        assert (made.state, len(made.outcome["pairs"])) == (ProposalState.READY, 4)
        job = session.query(Job).filter_by(kind=KIND).one()
        assert (job.state, job.progress, job.total) == (JobState.DONE, 3, 3)
