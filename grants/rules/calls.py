"""A call's life: written by one side, agreed by the other, closed by the clock, released by both."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from grants.rules.relations import (
    is_administrator,
    is_officer_of_call,
    is_officer_of_other_side,
    is_staff_of_call,
    is_the_clock,
    sides_of,
)
from grants.rules.workflow import Step, Workflow, states
from grants.words import Moment, Sentence, say


class CallState(StrEnum):
    """What the officers have decided about a call."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    PUBLISHED = "published"
    CLOSED = "closed"
    RELEASE_PROPOSED = "release_proposed"
    RELEASED = "released"
    ARCHIVED = "archived"

    @property
    def label(self) -> Sentence:
        """The state's name for people."""
        return STATE_LABELS[self]


STATE_LABELS = {
    CallState.DRAFT: say("Draft"),
    CallState.PROPOSED: say("Waiting for the other side"),
    CallState.PUBLISHED: say("Published"),
    CallState.CLOSED: say("Closed, under review"),
    CallState.RELEASE_PROPOSED: say("Release waiting for the other side"),
    CallState.RELEASED: say("Decisions released"),
    CallState.ARCHIVED: say("Archived"),
}


class PotEntryKind(StrEnum):
    """What moves money into or out of a pot."""

    PLEDGE = "pledge"
    TOPUP = "topup"
    CUT = "cut"
    EARMARK = "earmark"
    AWARD = "award"
    DECOMMIT = "decommit"
    PAY = "pay"
    RETURN = "return"

    @property
    def label(self) -> Sentence:
        """The movement's name for people."""
        return ENTRY_LABELS[self]


ENTRY_LABELS = {
    PotEntryKind.PLEDGE: say("Pledge"),
    PotEntryKind.TOPUP: say("Added"),
    PotEntryKind.CUT: say("Cut"),
    PotEntryKind.EARMARK: say("Set aside"),
    PotEntryKind.AWARD: say("Awarded"),
    PotEntryKind.DECOMMIT: say("Set free"),
    PotEntryKind.PAY: say("Paid"),
    PotEntryKind.RETURN: say("Returned"),
}
WRITTEN_BY_HAND = (PotEntryKind.TOPUP, PotEntryKind.CUT)


class Phase(StrEnum):
    """Where a call stands, told by its state and the clock."""

    DRAFT = "draft"
    UPCOMING = "upcoming"
    OPEN = "open"
    CLOSED = "closed"
    RELEASED = "released"
    ARCHIVED = "archived"

    @property
    def label(self) -> Sentence:
        """The phase's name for people."""
        return PHASE_LABELS[self]


PHASE_LABELS = {
    Phase.DRAFT: say("Not published"),
    Phase.UPCOMING: say("Opens soon"),
    Phase.OPEN: say("Open for applications"),
    Phase.CLOSED: say("Closed, being considered"),
    Phase.RELEASED: say("Decided"),
    Phase.ARCHIVED: say("Archived"),
}

BEFORE_PUBLICATION = states(CallState.DRAFT, CallState.PROPOSED)
PUBLIC = frozenset(CallState) - BEFORE_PUBLICATION - states(CallState.ARCHIVED)


def closes_at(call: Any) -> datetime:
    """The instant applications close: the newest announced deadline counts."""
    closing: datetime = call.deadlines[-1].at
    return closing


def grace(call: Any) -> float:
    """Seconds after the deadline within which a form that was under way is still taken."""
    return float(call.deadlines[-1].grace_seconds)


def phase(call: Any, at: datetime) -> Phase:
    """Where the call stands now."""
    if call.state in BEFORE_PUBLICATION:
        return Phase.DRAFT
    if call.state in {CallState.RELEASED, CallState.ARCHIVED}:
        return Phase(call.state.value)
    if at < call.opens_at:
        return Phase.UPCOMING
    return Phase.OPEN if is_open(call, at) else Phase.CLOSED


def is_open(call: Any, at: datetime) -> bool:
    """Whether applications can be written and submitted now; the server's clock at arrival counts."""
    return (
        call.state is CallState.PUBLISHED
        and call.opens_at <= at
        and (at - closes_at(call)).total_seconds() <= grace(call)
    )


def reason_not_open(call: Any, at: datetime) -> Sentence | None:
    """Why nothing can be written in this call now, in each side's own time."""
    if is_open(call, at):
        return None
    if call.state in BEFORE_PUBLICATION or at < call.opens_at:
        return say("This call opens on %(when)s.", when=Moment(call.opens_at, call.zone))
    first, *others = [Moment(closes_at(call), side.zone) for side in call.sides]
    if not others:
        return say("The call closed on %(when)s.", when=first)
    return say("The call closed on %(when)s (%(other)s).", when=first, other=others[-1])


def call_is_open(_by: Any, call: Any, at: datetime) -> Sentence | None:
    """Guard: the call takes applications now."""
    return reason_not_open(call, at)


def not_staff(by: Any, call: Any, _at: datetime) -> Sentence | None:
    """Guard: officers, panel and auditor of a call cannot apply in it, nor can an administrator."""
    if is_staff_of_call(by, call):
        return say("You have an office in this call or keep the accounts, so you cannot apply in it.")
    return None


def deadline_has_passed(_by: Any, call: Any, at: datetime) -> Sentence | None:
    """Guard: the deadline with its grace is over."""
    if (at - closes_at(call)).total_seconds() > grace(call):
        return None
    return say("The call is open until %(when)s.", when=Moment(closes_at(call), call.zone))


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


def reason_against_entry(by: Any, call: Any, pot: Any, movement: Any) -> Sentence | None:
    """Why a line may not be written into a pot's ledger: another side's money, no amount, or more than is there."""
    if pot.party.side not in sides_of(by, call):
        return say("Only officers of the side “%(side)s” record its money.", side=call.side(pot.party.side).label)
    if movement.kind not in WRITTEN_BY_HAND:
        return say("Only money added or cut is written down here; awards write their own lines.")
    if movement.amount.minor <= 0:
        return say("The amount must be more than nothing.")
    if movement.kind is PotEntryKind.CUT and movement.amount > pot.balance.left:
        return say("The pot holds only %(balance)s.", balance=pot.balance.left)
    return None


DRAFT, PUBLISHED = CallState.DRAFT, CallState.PUBLISHED
EDIT = Step("edit_call", states(DRAFT), None, is_officer_of_call, say("Save"))
PROPOSE = Step(
    "propose_publication", states(DRAFT), CallState.PROPOSED, is_officer_of_call,
    say("Ask the other side to publish"), (weights_add_up, closes_in_the_future),
)  # fmt: skip
TAKE_BACK = Step(
    "take_back", states(CallState.PROPOSED), DRAFT, is_officer_of_call, say("Take back to draft"), danger=True,
)  # fmt: skip
PUBLISH = Step(
    "publish", states(CallState.PROPOSED), PUBLISHED, is_officer_of_other_side, say("Publish"),
    (weights_add_up, closes_in_the_future),
)  # fmt: skip
START = Step(
    "start_application", states(PUBLISHED), None, lambda by, _call: by.id is not None,
    say("Start an application"), (call_is_open, not_staff),
)  # fmt: skip
CLOSE = Step("close", states(PUBLISHED), CallState.CLOSED, is_the_clock, say("Close"), (deadline_has_passed,))
POOL = Step(
    "add_reviewer", frozenset(CallState) - states(CallState.ARCHIVED), None, is_officer_of_call,
    say("Add reviewer"),
)  # fmt: skip
PLEDGE = Step("record_money", frozenset(CallState), None, is_officer_of_call, say("Record money"))
PROPOSE_RELEASE = Step(
    "propose_release", states(CallState.CLOSED), CallState.RELEASE_PROPOSED, is_officer_of_call,
    say("Ask the other side to release"), (everything_decided,),
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
    (EDIT, PROPOSE, TAKE_BACK, PUBLISH, START, CLOSE, POOL, PLEDGE, PROPOSE_RELEASE, TAKE_RELEASE_BACK, RELEASE,
     ARCHIVE),
)  # fmt: skip
