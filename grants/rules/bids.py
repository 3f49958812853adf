"""Bids: what the reviewers of a call's pool say they would like to judge, until when, and how much that counts.

A bid is a wish: it moves the fit of somebody who may be asked, and never lets anybody be asked who may not.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from grants.rules.calls import BEFORE_PUBLICATION, TAKES, is_open
from grants.rules.deadlines import last_of_call, shuts
from grants.rules.relations import is_reviewer_in_call
from grants.words import Sentence, say


class Liking(StrEnum):
    """How gladly somebody would judge an application."""

    EAGER = "eager"
    WILLING = "willing"
    RELUCTANT = "reluctant"

    @property
    def label(self) -> Sentence:
        """The liking for people."""
        return LIKINGS[self]


LIKINGS = {
    Liking.EAGER: say("Gladly"),
    Liking.WILLING: say("If need be"),
    Liking.RELUCTANT: say("Rather not"),
}


def weighed(fit: int, liking: Liking) -> int:
    """A fit with a bid: one step more and doubled, one step more and half as much again, or a quarter of it."""
    counted = {Liking.EAGER: 2 * (fit + 1), Liking.WILLING: 3 * (fit + 1) // 2, Liking.RELUCTANT: fit // 4}
    return counted[liking]


def bids_in(by: Any, call: Any) -> bool:
    """Someone of the pool of a published call that asks its reviewers, in its first round, what they would judge."""
    asks = call.state not in BEFORE_PUBLICATION and bool(call.review_round.bid_days)
    return asks and is_reviewer_in_call(by, call)


def bids_until(call: Any) -> datetime:
    """The end of the days that follow the last deadline."""
    return shuts(last_of_call(call)) + timedelta(days=call.review_round.bid_days or 0)


def reason_no_bids(call: Any, at: datetime) -> Sentence | None:
    """Why no bid is taken now: the call is open still, or the days are over."""
    if is_open(call, at) or at < call.opens_at:
        return say("The applications are shown here when the call has closed.")
    if call.state not in TAKES or at > bids_until(call):
        return say("The time to say so is over.")
    return None
