"""Out of the ordinary: formal changes, agreed by a second person; a draft taken back; an office let into a draft."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from grants.rules.relations import is_officer_without_conflict, side_of_pi, sides_of
from grants.rules.workflow import Step, Workflow, states
from grants.words import Sentence, say

KEPT = timedelta(days=30)


class ChangeKind(StrEnum):
    """What can be changed formally."""

    REINSTATE = "reinstate"
    REMOVE_PI = "remove_pi"
    TRANSFER_LEAD = "transfer_lead"

    @property
    def label(self) -> Sentence:
        """The change's name for people."""
        return KIND_LABELS[self]


KIND_LABELS = {
    ChangeKind.REINSTATE: say("Reinstate the withdrawn application"),
    ChangeKind.REMOVE_PI: say("Replace a principal investigator"),
    ChangeKind.TRANSFER_LEAD: say("Transfer the lead"),
}


class ChangeState(StrEnum):
    """What became of a proposal."""

    PROPOSED = "proposed"
    DONE = "done"
    DROPPED = "dropped"

    @property
    def label(self) -> Sentence:
        """The state's name for people."""
        return STATE_LABELS[self]


STATE_LABELS = {
    ChangeState.PROPOSED: say("Waits for the second person"),
    ChangeState.DONE: say("Done"),
    ChangeState.DROPPED: say("Dropped"),
}


def is_second_officer(by: Any, change: Any) -> bool:
    """Another officer than the one who proposed, of another side; in a one-sided call, another person."""
    application = change.application
    if not is_officer_without_conflict(by, application) or by.id == change.proposed_by_id:
        return False
    return len(application.call.sides) == 1 or bool(sides_of(by, application.call) - {change.proposed_by_side})


def is_other_pi(by: Any, change: Any) -> bool:
    """Of the two investigators between whom the lead moves, the one who did not propose it."""
    application = change.application
    mine = side_of_pi(by, application)
    return mine in {application.lead_side, change.side} and by.id != change.proposed_by_id


def is_second(by: Any, change: Any) -> bool:
    """Who may agree: an officer where officers propose, an investigator where investigators do."""
    return is_other_pi(by, change) if change.among_pis else is_second_officer(by, change)


def is_concerned(by: Any, change: Any) -> bool:
    """Who may drop a proposal: whoever made it, and whoever could agree to it."""
    return (by.id is not None and by.id == change.proposed_by_id) or is_second(by, change)


def still_fits(_by: Any, change: Any, _at: datetime) -> Sentence | None:
    """Guard: what was proposed can still be done; the investigator is the same one, the lead is still elsewhere."""
    application = change.application
    if change.kind is ChangeKind.TRANSFER_LEAD and application.lead_side == change.side:
        return say("This side leads already.")
    if change.kind is ChangeKind.REMOVE_PI and application.part(change.side).pi_id != change.about_id:
        return say("This side has another principal investigator by now.")
    return None


def was_submitted(_by: Any, application: Any, _at: datetime) -> Sentence | None:
    """Guard: only what was handed in can come back into the round."""
    if application.submitted_at is not None:
        return None
    return say("It was never submitted. The investigator who led it can take the draft back.")


def was_thrown_away_lately(_by: Any, application: Any, at: datetime) -> Sentence | None:
    """Guard: a draft that was thrown away can be taken back for thirty days."""
    if application.submitted_at is None and application.withdrawn_at and at <= application.withdrawn_at + KEPT:
        return None
    return say("A draft can be taken back within %(days)s days.", days=KEPT.days)


def support_is_on(_by: Any, application: Any, at: datetime) -> Sentence | None:
    """Guard: officers look into a draft only while one of its investigators lets them."""
    if application.support_until is not None and at < application.support_until:
        return None
    return say("The investigators have not opened this draft to the office.")


AGREE = Step(
    "agree", states(ChangeState.PROPOSED), ChangeState.DONE, is_second, say("Agree"), (still_fits,),
    told=say("Agreed: %(what)s"),
)  # fmt: skip
DROP = Step(
    "drop", states(ChangeState.PROPOSED), ChangeState.DROPPED, is_concerned, say("Drop"), danger=True,
    told=say("Dropped: %(what)s"),
)  # fmt: skip
FORMAL_CHANGE = Workflow("formal_change", ChangeState, (AGREE, DROP))
