"""A letter's life: drafted by one officer, issued by one of another side, its bytes kept for ever."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from grants.rules.calls import CallState
from grants.rules.relations import is_officer_without_conflict, is_the_clock, sides_of
from grants.rules.workflow import Step, Workflow, states
from grants.words import Sentence, say


class LetterKind(StrEnum):
    """What a letter says."""

    AWARD = "award"
    REGRET = "regret"

    @property
    def label(self) -> Sentence:
        """The kind in words."""
        return KIND_LABELS[self]


KIND_LABELS = {LetterKind.AWARD: say("Award letter"), LetterKind.REGRET: say("Regret letter")}


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


L = LetterState
NUMBER = Step("number_letter", states(L.DRAFT), L.NUMBERED, may_issue, say("Issue"), (decisions_are_out,), danger=True)
ISSUE = Step("issue_letter", states(L.NUMBERED), L.ISSUED, is_the_clock, say("Put into writing"))
DISCARD = Step("discard_letter", states(L.DRAFT), L.VOID, may_prepare, say("Discard"), danger=True)
VOID = Step("void_letter", states(L.ISSUED), L.VOID, may_issue, say("Revoke letter"), danger=True)
LETTER = Workflow("letter", LetterState, (NUMBER, ISSUE, DISCARD, VOID))
