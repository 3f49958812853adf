"""A call's life: written by one side, agreed by the other, closed by the clock, released by both."""

from datetime import datetime
from typing import Any

from grants.rules.agreements import agreements_cover
from grants.rules.deadlines import last_of_call, of_call, shuts
from grants.rules.phases import another_round
from grants.rules.relations import (
    is_administrator,
    is_officer_of_call,
    is_officer_of_other_side,
    is_staff_of_call,
    is_the_clock,
)
from grants.rules.rounds import (
    BEFORE_PUBLICATION,
    CLOSED_TO_PANEL,
    PUBLIC,
    TAKES,
    CallState,
    Phase,
    closes_at,
    grace,
    is_open,
    is_open_for,
    is_part_open,
    is_waited_for,
    let_in,
    open_to,
    phase,
    reason_not_open,
    reason_not_open_for,
    reason_part_shut,
    reason_shut,
)
from grants.rules.workflow import Step, Workflow, states
from grants.words import Moment, Sentence, say

__all__ = [
    "BEFORE_PUBLICATION", "CALL", "CLOSED_TO_PANEL", "PUBLIC", "TAKES", "CallState", "Phase", "closes_at", "grace",
    "is_open", "is_open_for", "is_part_open", "is_waited_for", "let_in", "phase", "reason_not_open",
    "reason_not_open_for", "reason_part_shut",
]  # fmt: skip


def call_is_open(by: Any, call: Any, at: datetime) -> Sentence | None:
    """Guard: the call takes applications now, of this person's university at least."""
    shut = reason_not_open(call, at)
    if shut is not None or any(at <= shuts(one) for one in open_to(by, call)):
        return shut
    return reason_shut(call, of_call(call), at)


def not_staff(by: Any, call: Any, _at: datetime) -> Sentence | None:
    """Guard: officers, panel and auditor of a call cannot apply in it, nor can an administrator."""
    if is_staff_of_call(by, call):
        return say("You have an office in this call or keep the accounts, so you cannot apply in it.")
    return None


def deadline_has_passed(_by: Any, call: Any, at: datetime) -> Sentence | None:
    """Guard: the last deadline of the call is over, with its grace."""
    last = last_of_call(call)
    if at > shuts(last):
        return None
    return say("The call is open until %(when)s.", when=Moment(last.at, call.zone))


def nobody_is_let_in(_by: Any, call: Any, at: datetime) -> Sentence | None:
    """Guard: nothing is released while somebody is let in late."""
    if not let_in(call, at):
        return None
    return say("An application was let in late and its time is not over yet.")


def weights_add_up(_by: Any, call: Any, _at: datetime) -> Sentence | None:
    """Guard: the weights of the criteria add up to 100 %."""
    total = sum(criterion.weight for criterion in call.criteria)
    if total == 100:  # noqa: PLR2004
        return None
    return say("The weights of the criteria add up to %(total)s %%, not to 100 %%.", total=total)


def closes_in_the_future(_by: Any, call: Any, at: datetime) -> Sentence | None:
    """Guard: a call is not published after its own deadline."""
    if closes_at(call) > at:
        return None
    return say("The deadline of this call is in the past: %(when)s.", when=Moment(closes_at(call), call.zone))


def everything_decided(_by: Any, call: Any, _at: datetime) -> Sentence | None:
    """Guard: every application has its joint result before any is told."""
    if not call.undecided:
        return None
    return say("%(count)s applications have no joint result yet.", count=call.undecided)


def reason_not_to_open_programme(by: Any) -> Sentence | None:
    """Why this person may not take a new programme into the house: an administrator does, or the command line."""
    if is_administrator(by) or is_the_clock(by):
        return None
    return say("Only an administrator opens a programme.")


def nothing_is_ranked(_by: Any, call: Any, _at: datetime) -> Sentence | None:
    """Guard: once the panel has frozen its ranking nobody else comes in."""
    if call.ranking is None or not call.ranking.is_locked:
        return None
    return say("The panel has frozen its ranking: nobody can be let in any more.")


def nobody_has_frozen_it(_by: Any, call: Any, _at: datetime) -> Sentence | None:
    """Guard: what the panel has frozen is not reviewed any more."""
    if call.ranking is None or not call.ranking.is_locked:
        return None
    return say("The ranking is frozen; reviews no longer change.")


def ranking_is_frozen(_by: Any, call: Any, _at: datetime) -> Sentence | None:
    """Guard: what the decision rests on is frozen first."""
    if call.ranking is not None and call.ranking.is_locked:
        return None
    return say("The panel freezes its ranking first.")


def pots_decide(_by: Any, call: Any, _at: datetime) -> Sentence | None:
    """Guard: only some policies walk the pots."""
    return None if call.walks else say("In this call the sides decide, not the ranking and the pots.")


DRAFT, PUBLISHED = CallState.DRAFT, CallState.PUBLISHED
EDIT = Step("edit_call", states(DRAFT), None, is_officer_of_call, say("Save"))
LOOK_OVER = Step(
    "look_over", states(DRAFT), None, is_officer_of_call, say("These are right"),
    told=say("Looked over and found right"),
)  # fmt: skip
PROPOSE = Step(
    "propose_publication", states(DRAFT), CallState.PROPOSED, is_officer_of_call,
    say("Ask a second officer to publish"), (weights_add_up, closes_in_the_future),
)  # fmt: skip
TAKE_BACK = Step(
    "take_back", states(CallState.PROPOSED), DRAFT, is_officer_of_call, say("Take back to draft"), danger=True,
)  # fmt: skip
PUBLISH = Step(
    "publish", states(CallState.PROPOSED), PUBLISHED, is_officer_of_other_side, say("Publish"),
    (weights_add_up, closes_in_the_future, agreements_cover),
)  # fmt: skip
START = Step(
    "start_application", states(PUBLISHED), None, lambda by, _call: by.id is not None,
    say("Start an application"), (call_is_open, not_staff),
)  # fmt: skip
PROPOSE_EXTENSION = Step(
    "propose_extension", TAKES, None, is_officer_of_call, say("Propose a later deadline"), (nothing_is_ranked,),
    told=say("A later deadline was proposed: %(until)s"),
)  # fmt: skip
EXTEND = Step(
    "extend_deadline", TAKES, PUBLISHED, is_officer_of_call, say("Put off the deadline"), (nothing_is_ranked,),
    told=say("The deadline was put off until %(until)s"),
)  # fmt: skip
CORRECT = Step(
    "correct_text", states(PUBLISHED), None, is_officer_of_call, say("Correct a text"),
    told=say("A text was corrected"),
)  # fmt: skip
DELETE = Step(
    "delete_call", BEFORE_PUBLICATION, None, is_officer_of_call, say("Delete this draft"), danger=True,
    told=say("The draft was deleted"),
)  # fmt: skip
CLOSE = Step("close", states(PUBLISHED), CallState.CLOSED, is_the_clock, say("Close"), (deadline_has_passed,))
POOL = Step(
    "add_reviewer", frozenset(CallState) - states(CallState.ARCHIVED), None, is_officer_of_call,
    say("Add reviewer"),
)  # fmt: skip
PLEDGE = Step("record_money", frozenset(CallState), None, is_officer_of_call, say("Record money"))
RATE = Step(
    "record_rate", frozenset(CallState), None, is_officer_of_call, say("Record a rate"),
    told=say("A rate was recorded"),
)  # fmt: skip
NEXT_ROUND = Step(
    "next_round", TAKES, None, is_officer_of_call, say("Begin the next round of review"),
    (deadline_has_passed, nobody_has_frozen_it, another_round), told=say("The next round of review began"),
)  # fmt: skip
WALK = Step(
    "walk_pots", states(CallState.CLOSED), None, is_officer_of_call, say("Walk the pots"),
    (pots_decide, ranking_is_frozen), told=say("The pots were walked"),
)  # fmt: skip
PROPOSE_RELEASE = Step(
    "propose_release", states(CallState.CLOSED), CallState.RELEASE_PROPOSED, is_officer_of_call,
    say("Ask a second officer to release"), (everything_decided, nobody_is_let_in),
)  # fmt: skip
TAKE_RELEASE_BACK = Step(
    "take_release_back", states(CallState.RELEASE_PROPOSED), CallState.CLOSED, is_officer_of_call,
    say("Take the release back"), danger=True,
)  # fmt: skip
RELEASE = Step(
    "release", states(CallState.RELEASE_PROPOSED), CallState.RELEASED, is_officer_of_other_side,
    say("Release all decisions"), (everything_decided,), danger=True,
)  # fmt: skip
ARCHIVE = Step("archive", states(CallState.RELEASED), CallState.ARCHIVED, is_officer_of_call, say("Archive"))

CALL = Workflow(
    "call", CallState,
    (EDIT, PROPOSE, TAKE_BACK, PUBLISH, DELETE, START, CORRECT, PROPOSE_EXTENSION, EXTEND, CLOSE, POOL, PLEDGE,
     RATE, NEXT_ROUND, WALK, PROPOSE_RELEASE, TAKE_RELEASE_BACK, RELEASE, ARCHIVE),
)  # fmt: skip
