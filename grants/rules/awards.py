"""An award's life: offered per side, accepted by each side's own investigator, reported on, closed."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from grants.rules.relations import is_the_clock
from grants.rules.workflow import Step, Workflow, states
from grants.words import Moment, Sentence, say

LAST_SECOND = time(23, 59, 59)


class PartState(StrEnum):
    """What one side's investigator has answered."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"

    @property
    def label(self) -> Sentence:
        """The state's name for people."""
        return PART_LABELS[self]


PART_LABELS = {
    PartState.OFFERED: say("Offered"),
    PartState.ACCEPTED: say("Accepted"),
    PartState.DECLINED: say("Declined"),
    PartState.LAPSED: say("Lapsed"),
}


class AwardStanding(StrEnum):
    """Where an award stands; follows from its parts, never silently on."""

    OFFERED = "offered"
    ACTIVE = "active"
    NEEDS_DECISION = "needs_decision"
    NOT_TAKEN_UP = "not_taken_up"
    CLOSED = "closed"

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
}


def standing(parts: Iterable[PartState], *, reported: bool = False) -> AwardStanding:
    """The award's standing from its parts: both sides must accept; one side out puts the other before a decision."""
    every = list(parts)
    if all(part is PartState.ACCEPTED for part in every):
        return AwardStanding.CLOSED if reported else AwardStanding.ACTIVE
    out = {PartState.DECLINED, PartState.LAPSED}
    if all(part in out for part in every):
        return AwardStanding.NOT_TAKEN_UP
    if any(part in out for part in every):
        return AwardStanding.NEEDS_DECISION
    return AwardStanding.OFFERED


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
AWARD_PART = Workflow("award_part", PartState, (ACCEPT, DECLINE, LAPSE))
