"""A proposal of reviewers is worked out aside, with its progress; what it finds is kept, and nobody is asked."""

import uuid

from grants.jobs.engine import Work, job
from grants.reviews import actions
from grants.reviews.model import Proposal
from grants.reviews.proposing import answer
from grants.reviews.queries import question_of
from grants.rules.assignment import ProposalState

KIND = "propose_reviewers"


@job(KIND)
def run(work: Work) -> None:
    """Read what it rests on, compute without a transaction, keep the answer; done twice it is kept once."""
    key = uuid.UUID(work.payload["proposal_id"])
    with work.record.reading() as session:
        proposal = session.get_one(Proposal, key)
        if proposal.state is not ProposalState.COMPUTING:
            return
        wishes = proposal.wishes
        question = question_of(session, proposal.made_by, proposal.call, wishes, work.at)
    outcome = answer(question, wishes, work.report)
    with work.record.transaction() as session:
        proposal = session.get_one(Proposal, key, with_for_update={"of": Proposal})
        if proposal.state is ProposalState.COMPUTING:
            actions.keep_outcome(proposal, outcome, work.at)
    work.report(3, 3)
