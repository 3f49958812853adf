"""Proposing reviewers: asked for, worked out aside, looked at, and applied once: everybody is asked, or nobody."""

import uuid
from datetime import datetime
from typing import Any

from grants.calls.model import Call
from grants.db import session_of
from grants.people.model import Person
from grants.reviews.actions.assigning import Asked, assign
from grants.reviews.model import Assignment, Proposal
from grants.reviews.queries import is_current, member_of, unsettled
from grants.rules import assignment as law
from grants.rules.refusal import Refused
from grants.rules.relations import THE_CLOCK
from grants.words import say


def ask_for_proposal(call: Call, wishes: law.Wishes, by: Person, at: datetime) -> Proposal:
    """Ask for a proposal of reviewers; a job works it out."""
    if not law.proposes(by, call):
        raise Refused(say("This is not for you to do."))
    asked = Proposal(
        call=call, call_id=call.id, made_by=by, made_by_id=by.id, made_at=at, outcome={},
        settings={"mode": wishes.mode.value, "per_side": wishes.per_side, "most_each": wishes.most_each,
                  "most_of_one": wishes.most_of_one, "expert": wishes.expert,
                  "bids": wishes.bids},
    )  # fmt: skip
    session_of(call).add(asked)
    asked.begin(by, at)
    return asked


def keep_outcome(proposal: Proposal, outcome: dict[str, Any], at: datetime) -> None:
    """Keep what was worked out, with what it rests on."""
    step = law.FOUND if "pairs" in outcome else law.NOT_FOUND
    proposal.take(step, THE_CLOCK, at, fingerprint=outcome["provenance"]["fingerprint"])
    proposal.outcome, proposal.worked_out_at = outcome, at


def apply_proposal(proposal: Proposal, by: Person, at: datetime) -> list[Assignment]:
    """Ask everybody of a proposal by mail, all in one step; what changed since it was worked out is refused."""
    session = session_of(proposal)
    proposal.is_current = is_current(session, proposal, at)
    proposal.take(law.APPLY, by, at, pairs=len(proposal.outcome.get("pairs", ())))
    found = {str(one.id): one for one in unsettled(session, by, proposal.call)}
    members = {who: member_of(session, proposal.call, uuid.UUID(who), at) for who in proposal.reviewers}
    asked = [Asked(found[name], member) for name, who in proposal.outcome["pairs"] if (member := members[who])]
    return assign(asked, by, at)
