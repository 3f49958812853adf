"""The life of a draw: a frozen list, a promise from every side, then every secret; drawn once, and never again."""

import re
from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Any

from grants.rules.calls import CallState, pots_decide, ranking_is_frozen
from grants.rules.refusal import Refused
from grants.rules.relations import is_officer_of_call, sides_of
from grants.rules.workflow import Step, Workflow, states
from grants.words import Sentence, say


class LotsState(StrEnum):
    """How far a draw is."""

    PROMISING = "promising"
    REVEALING = "revealing"
    DRAWN = "drawn"

    @property
    def label(self) -> Sentence:
        """The state's name for people."""
        return LOTS_LABELS[self]


S = LotsState
LOTS_LABELS = {
    S.PROMISING: say("Every side promises a secret"),
    S.REVEALING: say("Every side tells its secret"),
    S.DRAWN: say("Drawn"),
}


def officers(by: Any, lots: Any) -> bool:
    """The officers of the call."""
    return is_officer_of_call(by, lots.call)


def decisions_are_made(_by: Any, lots: Any, _at: datetime) -> Sentence | None:
    """Guard: lots are drawn between the close of the call and the release."""
    return None if lots.call.state is CallState.CLOSED else say("Lots are drawn while the sides decide.")


OPEN = Step(
    "open_lots", states(CallState.CLOSED), None, is_officer_of_call, say("Freeze the list of lots"),
    (pots_decide, ranking_is_frozen), told=say("The list of lots was frozen"),
)  # fmt: skip
PROMISE = Step("promise_secret", states(S.PROMISING), None, officers, say("Promise this side's secret"),
               (decisions_are_made,))  # fmt: skip
PROMISE_LAST = Step("promise_last", states(S.PROMISING), S.REVEALING, officers, say("Promise this side's secret"),
                    (decisions_are_made,))  # fmt: skip
REVEAL = Step("tell_secret", states(S.REVEALING), None, officers, say("Tell this side's secret"),
              (decisions_are_made,))  # fmt: skip
REVEAL_LAST = Step("draw_lots", states(S.REVEALING), S.DRAWN, officers, say("Tell this side's secret, and draw"),
                   (decisions_are_made,))  # fmt: skip
LOTS = Workflow("lots", LotsState, (PROMISE, PROMISE_LAST, REVEAL, REVEAL_LAST))


def check_side(by: Any, call: Any, side: str, done: Collection[str]) -> None:
    """Refuse another side's part, and a part that is done already."""
    if side not in sides_of(by, call):
        raise Refused(say("Each side does this for itself."), "side")
    if side in done:
        raise Refused(say("This side has done so already, and it cannot be changed."), "side")


def check_promise(promise: str) -> str:
    """The SHA-256 of a secret, as 64 hexadecimal digits."""
    tidy = promise.strip().lower()
    if not re.fullmatch("[0-9a-f]{64}", tidy):
        raise Refused(say("A fingerprint has 64 signs, 0 to 9 and a to f."), "promise")
    return tidy
