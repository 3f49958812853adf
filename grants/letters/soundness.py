"""What stops a letter before it has a number: an amount that is not the decided one, a name no line can hold."""

import unicodedata
from collections.abc import Iterator

from grants.decisions.queries import decisions_on
from grants.letters.compose import LetterFacts, PersonName
from grants.letters.fonts import coverage
from grants.letters.glyphs import refuse_missing
from grants.letters.model import Letter
from grants.rules.refusal import Refused
from grants.words import Sentence, say

LINE = 34.0  # how many square characters the narrowest line of a letter holds
NARROW = 0.55  # how wide a letter of the alphabet is, measured in those


def refuse_unsound(letter: Letter, facts: LetterFacts) -> None:
    """Refuse a letter that would say something untrue or could not be set, naming the letter and why."""
    reason = next(faults(letter, facts), None)
    if reason is not None:
        raise Refused(
            say("%(ref)s, %(side)s: %(reason)s", ref=letter.application.ref, side=letter.side.label, reason=reason)
        )
    for paper in filter(None, (facts, facts.translation)):
        refuse_missing(paper, coverage())


def faults(letter: Letter, facts: LetterFacts) -> Iterator[Sentence]:
    """Everything that speaks against a letter as it stands."""
    yield from against_amount(letter, facts)
    for name in dict.fromkeys((facts.addressee.name, *(partner.name for partner in facts.partners))):
        yield from against_name(name)


def against_amount(letter: Letter, facts: LetterFacts) -> Iterator[Sentence]:
    """The amount printed is the one this side decided, to the last minor unit."""
    if facts.grant is None:
        return
    decided = next((one.amount for one in decisions_on(letter.application) if one.side == letter.side.code), None)
    if decided != facts.grant.amount:
        yield say("The letter would say %(amount)s, the decision says %(decided)s.",
                  amount=facts.grant.amount, decided=decided or "–")  # fmt: skip


def against_name(name: PersonName) -> Iterator[Sentence]:
    """A name stands on one line, in either script."""
    for written in filter(None, (name.typed, name.romaji)):
        if width(written) > LINE:
            yield say("The name “%(name)s” is longer than a line of the letter holds.", name=written)


def width(text: str) -> float:
    """How wide a text is, in square characters."""
    return sum(1 if unicodedata.east_asian_width(one) in "WF" else NARROW for one in text)
