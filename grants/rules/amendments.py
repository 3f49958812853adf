"""Changes of a running award: asked for by an investigator or an office, answered by each side, told by letter.

What the answers of the sides do depends on the kind alone, as a row of `REACH` says; a new kind is a new row.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from grants.rules.awards import RUNNING, AwardStanding
from grants.rules.letters import LetterKind
from grants.rules.relations import is_officer_without_conflict, is_the_clock, sides_of
from grants.rules.workflow import Step, Workflow, states
from grants.words import Sentence, say


class AmendmentKind(StrEnum):
    """What can be changed in a running award."""

    EXTENSION = "extension"
    BUDGET = "budget"
    PI_CHANGE = "pi_change"
    MOVE = "move"
    SUSPENSION = "suspension"
    RESUMPTION = "resumption"
    WITHDRAWAL = "withdrawal"
    EARLY_END = "early_end"
    GO_ON = "go_on"

    @property
    def label(self) -> Sentence:
        """The kind in words."""
        return KIND_LABELS[self]


A = AmendmentKind
KIND_LABELS = {
    A.EXTENSION: say("Extension"),
    A.BUDGET: say("Change of the budget"),
    A.PI_CHANGE: say("Another principal investigator"),
    A.MOVE: say("Move to another university"),
    A.SUSPENSION: say("Suspension"),
    A.RESUMPTION: say("End of the suspension"),
    A.WITHDRAWAL: say("Withdrawal of one side"),
    A.EARLY_END: say("Early end of the whole award"),
    A.GO_ON: say("Going on without the side that is out"),
}
OF_OFFICES = frozenset({A.EARLY_END, A.GO_ON})
NEEDS_NOTE = frozenset({A.PI_CHANGE, A.MOVE})


class Reach(StrEnum):
    """Whose answer decides about what."""

    EACH = "each"  # each side about its own part, whatever the other says
    OWN = "own"  # the side that asked about its own part
    EVERY = "every"  # all sides together


REACH = {
    A.EXTENSION: Reach.EACH, A.SUSPENSION: Reach.EACH, A.RESUMPTION: Reach.EACH,
    A.BUDGET: Reach.OWN, A.WITHDRAWAL: Reach.OWN,
    A.PI_CHANGE: Reach.EVERY, A.MOVE: Reach.EVERY, A.EARLY_END: Reach.EVERY, A.GO_ON: Reach.EVERY,
}  # fmt: skip
LETTERS = {A.EXTENSION: LetterKind.EXTENSION}


class AmendmentState(StrEnum):
    """What became of a change that was asked for."""

    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"

    @property
    def label(self) -> Sentence:
        """The state's name for people."""
        return STATE_LABELS[self]


STATE_LABELS = {
    AmendmentState.ASKED: say("Waits for an answer"),
    AmendmentState.AGREED: say("Agreed"),
    AmendmentState.REFUSED: say("Refused"),
    AmendmentState.TAKEN_BACK: say("Taken back"),
}


def sides_asked(kind: AmendmentKind, side: str, every: Collection[str]) -> list[str]:
    """The sides that answer: the one that asked, or all."""
    return [side] if REACH[kind] is Reach.OWN else list(every)


def outcome(kind: AmendmentKind, answers: Mapping[str, bool], asked: Collection[str]) -> AmendmentState | None:
    """What the answers come to: one refusal ends what all must agree to; else nothing before the last of them."""
    if REACH[kind] is Reach.EVERY and not all(answers.values()):
        return AmendmentState.REFUSED
    if not set(asked) <= set(answers):
        return None
    return AmendmentState.AGREED if any(answers.values()) else AmendmentState.REFUSED


def may_ask(by: Any, award: Any, kind: AmendmentKind) -> bool:
    """An investigator whose part runs; an office where the award as a whole is to end or go on."""
    if kind in OF_OFFICES:
        return is_officer_without_conflict(by, award.application)
    return any(by.id is not None and part.pi_id == by.id and part.state in RUNNING for part in award.parts)


def reason_against_asking(award: Any, kind: AmendmentKind) -> Sentence | None:
    """Why a change may not be asked for as the award stands."""
    if award.closed_at is not None:
        return say("The award is closed.")
    if kind is A.GO_ON and award.standing is not AwardStanding.NEEDS_DECISION:
        return say("Only an award that one side has left can go on without it.")
    if any(one.kind == kind and one.state is AmendmentState.ASKED for one in award.amendments):
        return say("The same change is asked for already.")
    return None


def answers_for(by: Any, amendment: Any) -> str | None:
    """The side for which this officer may answer now; who asked answers nothing."""
    application = amendment.award.application
    if not is_officer_without_conflict(by, application) or by.id == amendment.asked_by_id:
        return None
    mine = sides_of(by, application.call)
    return next((side for side in amendment.sides_asked if side in mine and side not in amendment.given), None)


def may_answer(by: Any, amendment: Any) -> bool:
    """An officer of a side that is asked and has not answered."""
    return answers_for(by, amendment) is not None


def may_take_back(by: Any, amendment: Any) -> bool:
    """Whoever asked."""
    return by.id is not None and by.id == amendment.asked_by_id


def nobody_has_answered(_by: Any, amendment: Any, _at: datetime) -> Sentence | None:
    """Guard: what one side has answered stays."""
    if all(one.by_id == amendment.asked_by_id for one in amendment.answers):
        return None
    return say("A side has answered already.")


S = AmendmentState
ANSWER = Step("answer_amendment", states(S.ASKED), None, may_answer, say("Answer"))
AGREE = Step("agree_amendment", states(S.ASKED), S.AGREED, is_the_clock, say("Agreed"))
REFUSE = Step("refuse_amendment", states(S.ASKED), S.REFUSED, is_the_clock, say("Refused"))
TAKE_BACK = Step(
    "take_amendment_back", states(S.ASKED), S.TAKEN_BACK, may_take_back, say("Take back"), (nobody_has_answered,)
)
AMENDMENT = Workflow("amendment", AmendmentState, (ANSWER, AGREE, REFUSE, TAKE_BACK))
SETTLES = {S.AGREED: AGREE, S.REFUSED: REFUSE}
