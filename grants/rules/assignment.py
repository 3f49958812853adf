"""Who might judge what: how well a reviewer's words fit an application, and what a proposal is asked to keep to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from grants.rules.names import is_east_asian
from grants.rules.relations import is_chair_of_call, is_officer_of_call, is_the_clock
from grants.rules.search import fold
from grants.rules.workflow import Step, Workflow, states
from grants.words import Sentence, say

SHORTEST_WORD = 3
JAPANESE_FROM = 3  # one letter of so many
EXPERT_FROM = 2  # at least one word of what somebody knows stands in the application
Key = Any


class Mode(StrEnum):
    """What a proposal looks for."""

    FAIR = "fair"
    TOTAL = "total"

    @property
    def label(self) -> Sentence:
        """The mode for people."""
        return MODES[self]


MODES = {
    Mode.FAIR: say("Fair: the worst-off application as well off as can be, then the best total"),
    Mode.TOTAL: say("Best total of fit, proven"),
}


@dataclass(frozen=True)
class Wishes:
    """What a proposal heeds: reviewers of each side, most for one of them, most of one university, an expert; bids."""

    mode: Mode = Mode.FAIR
    per_side: int = 1
    most_each: int = 10
    most_of_one: int | None = None
    expert: bool = False
    bids: bool = True


class ProposalState(StrEnum):
    """What became of a proposal."""

    COMPUTING = "computing"
    READY = "ready"
    IMPOSSIBLE = "impossible"
    APPLIED = "applied"

    @property
    def label(self) -> Sentence:
        """The state's name for people."""
        return PROPOSAL_LABELS[self]


P = ProposalState
PROPOSAL_LABELS = {
    P.COMPUTING: say("Being worked out"),
    P.READY: say("Worked out, nobody asked yet"),
    P.IMPOSSIBLE: say("Cannot be done"),
    P.APPLIED: say("Reviewers asked"),
}


def proposes(by: Any, call: Any) -> bool:
    """Officers and the chair of a call ask reviewers."""
    return is_officer_of_call(by, call) or is_chair_of_call(by, call)


def made_it(by: Any, proposal: Any) -> bool:
    """Whoever asked for a proposal, while they may ask reviewers: another may be in conflict with something in it."""
    return by.id is not None and by.id == proposal.made_by_id and proposes(by, proposal.call)


def it_is_wanted_still(_by: Any, proposal: Any, _at: datetime) -> Sentence | None:
    """Guard: what it rests on is as it was when it was worked out."""
    if proposal.is_current:
        return None
    return say("Something changed since this was worked out: reviewers, applications or conflicts. Work it out anew.")


FOUND = Step("found", states(P.COMPUTING), P.READY, is_the_clock, say("Worked out"))
NOT_FOUND = Step("not_found", states(P.COMPUTING), P.IMPOSSIBLE, is_the_clock, say("Found to be impossible"))
APPLY = Step(
    "apply", states(P.READY), P.APPLIED, made_it, say("Ask these reviewers by mail"), (it_is_wanted_still,),
)  # fmt: skip
PROPOSAL = Workflow("proposal", ProposalState, (FOUND, NOT_FOUND, APPLY))


def words_of(knows: str) -> list[str]:
    """The words of what somebody knows, folded; a word in kana or kanji may be short."""
    found = fold(knows.replace(",", " ").replace(";", " ").replace("、", " ").replace("・", " ").replace("/", " "))
    return [one for one in dict.fromkeys(found.split()) if len(one) >= SHORTEST_WORD or not one.isascii()]


def is_japanese(text: str) -> bool:
    """Whether a text is written in Japanese: a third of its letters are kana or kanji; names and terms are fewer."""
    letters = [letter for letter in text if letter.isalpha()]
    return sum(is_east_asian(letter) for letter in letters) * JAPANESE_FROM > len(letters)


def affinities(knows: Mapping[Key, Iterable[str]], texts: Mapping[Key, str]) -> dict[tuple[Key, Key], int]:
    """How well each reviewer fits each application: one, and more for every word found, the more the rarer it is.

    `knows` are the words of each reviewer, `texts` the folded text of each application.
    """
    spaced = {key: f" {text}" for key, text in texts.items()}
    words = {word for each in knows.values() for word in each}
    holds = {word: {key for key, text in spaced.items() if stands_in(word, text)} for word in words}
    rarity = {word: (len(texts) // max(1, len(found))).bit_length() + 1 for word, found in holds.items()}
    fit = {(application, reviewer): 1 for application in texts for reviewer in knows}
    for reviewer, each in knows.items():
        for word in each:
            for application in holds[word]:
                fit[application, reviewer] += rarity[word]
    return fit


def stands_in(word: str, text: str) -> bool:
    """Whether a word begins a word of the text; where words are not spaced, whether it occurs."""
    return (f" {word}" if word.isascii() else word) in text
