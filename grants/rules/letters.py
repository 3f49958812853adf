"""A letter's life: drafted by one officer, issued by one of another side, its bytes kept for ever."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from grants.rules.calls import CallState
from grants.rules.relations import (
    is_officer_of_call,
    is_officer_without_conflict,
    is_second_officer,
    is_the_clock,
    sides_of,
)
from grants.rules.workflow import Step, Workflow, states
from grants.words import Sentence, say


class LetterKind(StrEnum):
    """What a letter says."""

    AWARD = "award"
    CONDITIONAL = "conditional"
    RESERVE = "reserve"
    REGRET = "regret"
    AMENDMENT = "amendment"
    EXTENSION = "extension"
    REMINDER = "reminder"
    CERTIFICATE = "certificate"

    @property
    def label(self) -> Sentence:
        """The kind in words."""
        return KIND_LABELS[self]


K = LetterKind
KIND_LABELS = {
    K.AWARD: say("Award letter"),
    K.CONDITIONAL: say("Award letter with conditions"),
    K.RESERVE: say("Reserve list letter"),
    K.REGRET: say("Regret letter"),
    K.AMENDMENT: say("Letter on a change"),
    K.EXTENSION: say("Letter on an extension"),
    K.REMINDER: say("Reminder letter"),
    K.CERTIFICATE: say("Certificate of completion"),
}
OFFERING = frozenset({K.AWARD, K.CONDITIONAL})
TELLING_OF_CHANGE = frozenset({K.AMENDMENT, K.EXTENSION})
GRANTING = frozenset({*OFFERING, *TELLING_OF_CHANGE, K.REMINDER, K.CERTIFICATE})
REFUSING = frozenset({K.RESERVE, K.REGRET})


class LetterState(StrEnum):
    """How far a letter is; numbered and issued are never undone."""

    DRAFT = "draft"
    NUMBERED = "numbered"
    ISSUED = "issued"
    SUPERSEDED = "superseded"
    VOID = "void"

    @property
    def label(self) -> Sentence:
        """The state's name for people."""
        return STATE_LABELS[self]


STATE_LABELS = {
    LetterState.DRAFT: say("Prepared, not issued"),
    LetterState.NUMBERED: say("Being issued"),
    LetterState.ISSUED: say("Issued"),
    LetterState.SUPERSEDED: say("Superseded"),
    LetterState.VOID: say("Void"),
}


def may_prepare(by: Any, letter: Any) -> bool:
    """An officer of the letter's own side."""
    application = letter.application
    return is_officer_without_conflict(by, application) and letter.side.code in sides_of(by, application.call)


def may_issue(by: Any, letter: Any) -> bool:
    """A second officer: not the one who prepared it, and of another side (one-sided: another person)."""
    application = letter.application
    if not is_officer_without_conflict(by, application) or by.id == letter.drafted_by_id:
        return False
    return len(application.call.sides) == 1 or bool(sides_of(by, application.call) - {letter.drafted_by_side})


def decisions_are_out(_by: Any, letter: Any, _at: datetime) -> Sentence | None:
    """Guard: no letter before the release."""
    if letter.application.call.state in {CallState.RELEASED, CallState.ARCHIVED}:
        return None
    return say("Letters are issued after the decisions have been released.")


def may_ask_to_revoke(by: Any, letter: Any) -> bool:
    """Any officer of the call who is not in conflict."""
    return bool(is_officer_without_conflict(by, letter.application))


def may_revoke(by: Any, letter: Any) -> bool:
    """The second of two: not the one who asked, and of another side (one-sided: another person)."""
    application = letter.application
    if not is_officer_without_conflict(by, application) or by.id == letter.revoke_asked_by_id:
        return False
    return len(application.call.sides) == 1 or bool(sides_of(by, application.call) - {letter.revoke_asked_by_side})


def is_asked_for(_by: Any, letter: Any, _at: datetime) -> Sentence | None:
    """Guard: nobody revokes a letter alone."""
    if letter.revoke_asked_by_id is not None:
        return None
    return say("Nobody has asked to revoke this letter.")


def is_not_asked_for(_by: Any, letter: Any, _at: datetime) -> Sentence | None:
    """Guard: one request at a time."""
    if letter.revoke_asked_by_id is None:
        return None
    return say("To revoke this letter has been asked already.")


L = LetterState
OUT = states(L.ISSUED)
NUMBER = Step("number_letter", states(L.DRAFT), L.NUMBERED, may_issue, say("Issue"), (decisions_are_out,), danger=True)
ISSUE = Step("issue_letter", states(L.NUMBERED), L.ISSUED, is_the_clock, say("Put into writing"))
DISCARD = Step("discard_letter", states(L.DRAFT), L.VOID, may_prepare, say("Discard"), danger=True)
REPLACE = Step("replace_letter", OUT, None, may_prepare, say("Prepare a new issue"), (is_not_asked_for,))
SUPERSEDE = Step("supersede_letter", OUT, L.SUPERSEDED, is_the_clock, say("Supersede"))
ASK_TO_REVOKE = Step(
    "ask_to_revoke", OUT, None, may_ask_to_revoke, say("Ask to revoke"), (is_not_asked_for,), danger=True
)
VOID = Step("void_letter", OUT, L.VOID, may_revoke, say("Revoke letter"), (is_asked_for,), danger=True)
KEEP = Step("keep_letter", OUT, None, may_ask_to_revoke, say("Let it stand"), (is_asked_for,))
LETTER = Workflow("letter", LetterState, (NUMBER, ISSUE, DISCARD, REPLACE, SUPERSEDE, ASK_TO_REVOKE, VOID, KEEP))


class WordingState(StrEnum):
    """How far a wording is: asked for by one officer, in use when one of another side has agreed."""

    PROPOSED = "proposed"
    IN_USE = "in_use"
    REPLACED = "replaced"
    DROPPED = "dropped"

    @property
    def label(self) -> Sentence:
        """The state's name for people."""
        return WORDING_LABELS[self]


WORDING_LABELS = {
    WordingState.PROPOSED: say("Waits for the second person"),
    WordingState.IN_USE: say("In use"),
    WordingState.REPLACED: say("Replaced"),
    WordingState.DROPPED: say("Dropped"),
}


def may_agree_to_wording(by: Any, wording: Any) -> bool:
    """The second of two officers, of a wording or a picture."""
    return is_second_officer(by, wording.call, wording)


def may_drop_wording(by: Any, wording: Any) -> bool:
    """Any officer of the call."""
    return is_officer_of_call(by, wording.call)


class PicturePlace(StrEnum):
    """Where on a side's letters a picture stands."""

    LETTERHEAD = "letterhead"
    SEAL = "seal"

    @property
    def label(self) -> Sentence:
        """The place in words."""
        return PLACE_LABELS[self]


PLACE_LABELS = {
    PicturePlace.LETTERHEAD: say("Letterhead"),
    PicturePlace.SEAL: say("Seal or signature"),
}


def may_give_picture(by: Any, call: Any, side: str) -> bool:
    """An officer of the side whose letters will show it."""
    return side in sides_of(by, call)


W = WordingState
AGREE_TO_WORDING = Step("agree_wording", states(W.PROPOSED), W.IN_USE, may_agree_to_wording, say("Agree"))
DROP_WORDING = Step("drop_wording", states(W.PROPOSED), W.DROPPED, may_drop_wording, say("Drop"), danger=True)
RETIRE_WORDING = Step("retire_wording", states(W.IN_USE), W.REPLACED, may_drop_wording, say("Replace"))
WORDING = Workflow("letter_wording", WordingState, (AGREE_TO_WORDING, DROP_WORDING, RETIRE_WORDING))

AGREE_TO_PICTURE = Step("agree_picture", states(W.PROPOSED), W.IN_USE, may_agree_to_wording, say("Agree"))
DROP_PICTURE = Step("drop_picture", states(W.PROPOSED), W.DROPPED, may_drop_wording, say("Drop"), danger=True)
RETIRE_PICTURE = Step("retire_picture", states(W.IN_USE), W.REPLACED, may_drop_wording, say("Take off"), danger=True)
PICTURE = Workflow("letter_picture", WordingState, (AGREE_TO_PICTURE, DROP_PICTURE, RETIRE_PICTURE))
