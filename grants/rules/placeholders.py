"""The words of a letter: four blocks of plain text with named placeholders of a closed list, and nothing else."""

import re
from collections.abc import Iterator, Mapping

from grants.rules.letters import GRANTING, OFFERING, TELLING_OF_CHANGE, LetterKind
from grants.rules.refusal import Refused
from grants.words import Sentence, say

BLOCKS = ("subject", "opening", "body", "closing")
OPTIONAL = frozenset({"body", "closing"})
PLACE = re.compile(r"\{([^{}]*)\}")
STRAY = re.compile(r"[{}]")

Texts = Mapping[str, str]

ALWAYS: dict[str, Sentence] = {
    "title": say("the project’s title"),
    "number": say("the application’s number"),
    "programme": say("the programme’s name"),
    "call": say("the call’s name"),
    "addressee": say("the addressee’s name"),
    "university": say("the addressee’s university"),
    "partners": say("the other sides’ investigators"),
}
OF_GRANT: dict[str, Sentence] = {
    "amount": say("the amount in figures"),
    "amount_in_words": say("the amount in words"),
    "starts_on": say("the first day of the award"),
    "ends_on": say("the last day of the award"),
    "spend_by": say("the day by which it is spent"),
    "link": say("the address of the award’s page"),
}
OF_REPORT: dict[str, Sentence] = {"report_due": say("the day the report is due")}
OF_OFFER: dict[str, Sentence] = {"accept_by": say("the moment until which it can be accepted")}
OF_CHANGE: dict[str, Sentence] = {"change": say("what was changed")}


def allowed(kind: LetterKind) -> dict[str, Sentence]:
    """Every placeholder that a letter of this kind knows, with what stands in its place."""
    return {
        **ALWAYS,
        **(OF_GRANT if kind in GRANTING else {}),
        **(OF_REPORT if kind in GRANTING - {LetterKind.CERTIFICATE} else {}),
        **(OF_OFFER if kind in OFFERING else {}),
        **(OF_CHANGE if kind in TELLING_OF_CHANGE else {}),
    }


def refuse_unknown(kind: LetterKind, texts: Texts) -> None:
    """Refuse a wording that lacks a block, or names something that no letter of this kind carries."""
    for block in BLOCKS:
        if not texts.get(block, "").strip() and block not in OPTIONAL:
            raise Refused(say("A letter needs a subject and an opening."), block)
    for block, text in texts.items():
        reason = next(unknown(kind, text), None)
        if reason is not None:
            raise Refused(reason, block)


def unknown(kind: LetterKind, text: str) -> Iterator[Sentence]:
    """Each thing in braces that is not on the list, as a sentence."""
    known = allowed(kind)
    for found in PLACE.findall(text):
        if found not in known:
            yield say("There is no placeholder {%(name)s} in this kind of letter.", name=found)
    if STRAY.search(PLACE.sub("", text)):
        yield say("A brace stands alone: write placeholders like {title}.")


def filled(text: str, values: Mapping[str, str]) -> str:
    """A text with every placeholder in its place filled; one that would stay empty stops the letter."""

    def put(found: re.Match[str]) -> str:
        value = values.get(found[1], "")
        if not value.strip():
            raise Refused(say("The placeholder {%(name)s} has nothing to stand for in this letter.", name=found[1]))
        return value

    return PLACE.sub(put, text)
