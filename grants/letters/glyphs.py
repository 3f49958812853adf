"""Is every character one we can set? A letter with a box in a name is worse than no letter."""

import re
import unicodedata
from collections.abc import Iterator

from grants.letters.fonts import Coverage
from grants.letters.paper import Paper, printed
from grants.rules.refusal import Refused
from grants.words import Sentence, say

SELECTORS = {*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}
UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200e\u200f\u2060\ufeff"))
COMBINED = re.compile("[^\u0300-\u036f\u3099\u309a][\u0300-\u036f\u3099\u309a]+")
SPACES = re.compile("[\t\u2000-\u200a\u202f\u205f]")
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
PARTS = {
    "letterhead": say("the letterhead"),
    "addressee": say("the addressee"),
    "partners": say("the names of the partners"),
    "people": say("the names of the people"),
    "signatory": say("the signatory"),
    "programme": say("the programme’s name"),
    "call": say("the call’s name"),
    "project_title": say("the project title"),
    "courtesy_title": say("the translated project title"),
    "grant": say("the terms of the award"),
    "feedback": say("the feedback"),
    "sections": say("the answers"),
    "budgets": say("the budget"),
}


class MissingGlyph(Refused):
    """A character that no font of the letters has, and the field it stands in."""

    def __init__(self, character: str, field: str) -> None:
        self.character = character
        super().__init__(reason(character, field), field)

    def __str__(self) -> str:
        return str(self.reason)


def reason(character: str, field: str) -> Sentence:
    """The sentence for the officer: which character, by sight and by number, and where."""
    return say(
        "No font of the letters has the character %(character)s (%(code)s) in %(part)s. Write it another way.",
        character=character,
        code=" ".join(f"U+{ord(one):04X}" for one in character),
        part=PARTS.get(field.split(".", maxsplit=1)[0], field),
    )


def tidy(text: str) -> str:
    """A text as it is set: accents joined to their letters, odd spaces made plain, no kanji exchanged.

    Whole-text normalisation would turn 神 (U+FA19) in a name into 神; only accents and voicing marks are joined.
    """
    joined = COMBINED.sub(lambda found: unicodedata.normalize("NFC", found[0]), text.translate(UNSEEN))
    return SPACES.sub("\u00a0", joined.replace("\r\n", "\n").replace("\r", "\n"))


def refuse_missing(paper: Paper, has: Coverage) -> None:
    """Stop a paper before it is printed if one of its texts carries a character we cannot set."""
    for field, text in printed(paper) if paper.exact else ():
        for character in unset(tidy(text), has):
            raise MissingGlyph(character, field)


def unset(text: str, has: Coverage) -> Iterator[str]:
    """The characters of a text that no face draws, variants with the character they belong to."""
    before = ""
    for character in text:
        if ord(character) in SELECTORS:
            if not before or (ord(before), ord(character)) not in has.variants | has.in_names:
                yield before + character
        elif not settable(character, has):
            yield character
        before = character


def spelled(text: str, has: Coverage) -> str:
    """A text for a paper that must appear whatever people typed: what we cannot draw is named by its number."""
    for character in set(unset(text, has)):
        text = text.replace(character, "".join(f"[U+{ord(one):04X}]" for one in character))
    return text


def settable(character: str, has: Coverage) -> bool:
    """Whether a character can be set at all; marks that would reorder or hide others never are."""
    if ord(character) in SELECTORS or character == "\n":
        return True
    return ord(character) in has.characters and unicodedata.category(character) not in INVISIBLE
