"""An award's life: offered per side, accepted by each side's own investigator, reported on, closed."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from grants.rules.relations import is_officer_without_conflict, is_the_clock, sides_of
from grants.rules.workflow import Step, Workflow, states
from grants.words import Moment, Sentence, say

LAST_SECOND = time(23, 59, 59)


class PartState(StrEnum):
    """What one side's investigator has answered."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"

    @property
    def label(self) -> Sentence:
        """The state's name for people."""
        return PART_LABELS[self]


PART_LABELS = {
    PartState.OFFERED: say("Offered"),
    PartState.ACCEPTED: say("Accepted"),
    PartState.DECLINED: say("Declined"),
    PartState.LAPSED: say("Lapsed"),
    PartState.SUSPENDED: say("Suspended"),
    PartState.WITHDRAWN: say("Withdrawn after acceptance"),
    PartState.ENDED: say("Ended early"),
}
RUNNING = frozenset({PartState.ACCEPTED, PartState.SUSPENDED})
OUT = frozenset({PartState.DECLINED, PartState.LAPSED, PartState.WITHDRAWN, PartState.ENDED})


class AwardStanding(StrEnum):
    """Where an award stands; follows from its parts, never silently on."""

    OFFERED = "offered"
    ACTIVE = "active"
    NEEDS_DECISION = "needs_decision"
    NOT_TAKEN_UP = "not_taken_up"
    CLOSED = "closed"
    SUSPENDED = "suspended"
    ENDED = "ended"

    @property
    def label(self) -> Sentence:
        """The standing in words."""
        return STANDING_LABELS[self]


STANDING_LABELS = {
    AwardStanding.OFFERED: say("Waiting for acceptance"),
    AwardStanding.ACTIVE: say("Active"),
    AwardStanding.NEEDS_DECISION: say("Needs a decision: one side is out"),
    AwardStanding.NOT_TAKEN_UP: say("Not taken up"),
    AwardStanding.CLOSED: say("Closed"),
    AwardStanding.SUSPENDED: say("Suspended on one side or more"),
    AwardStanding.ENDED: say("Ended early"),
}


def standing(parts: Iterable[PartState], *, reported: bool = False, goes_on: bool = False) -> AwardStanding:
    """The award's standing from its parts: all sides must accept; one side out puts the others before a decision.

    Once both offices have decided that it goes on without the side that is out, only the others count.
    """
    every = list(parts)
    if all(part in OUT for part in every):
        return AwardStanding.ENDED if PartState.ENDED in every else AwardStanding.NOT_TAKEN_UP
    if any(part in OUT for part in every) and not goes_on:
        return AwardStanding.NEEDS_DECISION
    return standing_within([part for part in every if part not in OUT], reported=reported)


def standing_within(every: Iterable[PartState], *, reported: bool) -> AwardStanding:
    """The same of those who are in it."""
    within = set(every)
    if PartState.OFFERED in within:
        return AwardStanding.OFFERED
    if reported:
        return AwardStanding.CLOSED
    return AwardStanding.SUSPENDED if PartState.SUSPENDED in within else AwardStanding.ACTIVE


def last_moment(at: datetime, days: int, zone: str) -> datetime:
    """Until when an offer stands: the end of its last day on the side's own clock."""
    day = at.astimezone(ZoneInfo(zone)).date() + timedelta(days=days)
    return datetime.combine(day, LAST_SECOND, ZoneInfo(zone)).astimezone(UTC)


def is_own_pi(by: Any, part: Any) -> bool:
    """The investigator of this very part: each side accepts for itself."""
    return by.id is not None and part.pi_id == by.id


def in_time(_by: Any, part: Any, at: datetime) -> Sentence | None:
    """Guard: an offer stands until its date."""
    if at <= part.answer_by:
        return None
    until = Moment(part.answer_by, part.side.zone)
    return say("This offer could be accepted until %(when)s. Write to the programme office.", when=until)


def out_of_time(_by: Any, part: Any, at: datetime) -> Sentence | None:
    """Guard: an offer lapses only after its date."""
    return None if at > part.answer_by else say("This offer still stands.")


def letter_is_issued(_by: Any, part: Any, _at: datetime) -> Sentence | None:
    """Guard: nobody accepts what has not been put in writing."""
    if part.letter_issued:
        return None
    return say("Your award letter has not been issued yet. You will get a mail when it is.")


P = PartState
ACCEPT = Step(
    "accept_award", states(P.OFFERED), P.ACCEPTED, is_own_pi, say("Accept the award"), (letter_is_issued, in_time)
)
DECLINE = Step(
    "decline_award", states(P.OFFERED), P.DECLINED, is_own_pi, say("Decline the award"), (in_time,), danger=True
)
LAPSE = Step("lapse", states(P.OFFERED), P.LAPSED, is_the_clock, say("Lapse"), (out_of_time,))
SUSPEND = Step("suspend", states(P.ACCEPTED), P.SUSPENDED, is_the_clock, say("Suspend"))
RESUME = Step("resume", states(P.SUSPENDED), P.ACCEPTED, is_the_clock, say("Resume"))
WITHDRAW = Step("withdraw_part", states(P.ACCEPTED, P.SUSPENDED), P.WITHDRAWN, is_the_clock, say("Withdrawn"))
END = Step("end_part", states(P.OFFERED, P.ACCEPTED, P.SUSPENDED), P.ENDED, is_the_clock, say("Ended early"))
CHANGE = Step(
    "change_part", states(P.ACCEPTED, P.SUSPENDED), None, is_the_clock, say("Changed"), told=say("Changed: %(what)s")
)
AWARD_PART = Workflow("award_part", PartState, (ACCEPT, DECLINE, LAPSE, SUSPEND, RESUME, WITHDRAW, END, CHANGE))


class ConditionState(StrEnum):
    """Whether a condition is met: open, shown with evidence, accepted by the office of its side."""

    OPEN = "open"
    SHOWN = "shown"
    MET = "met"

    @property
    def label(self) -> Sentence:
        """The state's name for people."""
        return CONDITION_LABELS[self]


CONDITION_LABELS = {
    ConditionState.OPEN: say("Open"),
    ConditionState.SHOWN: say("Evidence given, to be looked at"),
    ConditionState.MET: say("Met"),
}


def shows_evidence(by: Any, condition: Any) -> bool:
    """The investigator of the side whose condition it is."""
    return any(part.side.code == condition.side and is_own_pi(by, part) for part in condition.award.parts)


def judges_evidence(by: Any, condition: Any) -> bool:
    """An officer of the side whose money depends on it."""
    application = condition.award.application
    return is_officer_without_conflict(by, application) and condition.side in sides_of(by, application.call)


C = ConditionState
SHOW = Step("show_evidence", states(C.OPEN, C.SHOWN), C.SHOWN, shows_evidence, say("Send evidence"))
MEET = Step("meet_condition", states(C.SHOWN), C.MET, judges_evidence, say("Accept the evidence"))
ASK_AGAIN = Step("ask_again", states(C.SHOWN), C.OPEN, judges_evidence, say("Ask for more"))
CONDITION = Workflow("condition", ConditionState, (SHOW, MEET, ASK_AGAIN))
