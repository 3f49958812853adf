"""The checks that forms share: each raises a Sentence, which the page writes in the reader's language."""

import re
from collections.abc import Callable
from typing import Any

from wtforms.validators import Optional, StopValidation, ValidationError

from grants.words import Sentence, say

Validator = Callable[[Any, Any], None]

UNREADABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")  # control characters, and halves of characters
OUT_OF_LINE = re.compile(UNREADABLE.pattern + "|[\t\n\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def wrong(reason: Sentence) -> ValidationError:
    """What a validator raises."""
    said: Any = reason
    return ValidationError(said)


class Required:
    """Something must be written or chosen."""

    def __init__(self, message: Sentence) -> None:
        self.message: Any = message
        self.field_flags = {"required": True}

    def __call__(self, _form: Any, field: Any) -> None:
        """Refuse emptiness; zero is not empty."""
        if field.data is None or field.data is False or (hasattr(field.data, "__len__") and not field.data):
            if field.process_errors:
                raise StopValidation
            field.errors[:] = []
            raise StopValidation(self.message)


def required(message: Sentence | None = None) -> Validator:
    """The field must be filled in."""
    return Required(message or say("Fill this in."))


def optional() -> Validator:
    """The field may be left empty; the label then says so."""
    return Optional()


def unchosen() -> Validator:
    """Nothing may be chosen; a blank that was never offered is a wrong choice all the same."""
    return Optional(strip_whitespace=False)


def longest(characters: int) -> Validator:
    """At most so many characters, counted as the database counts them."""

    def check(_form: Any, field: Any) -> None:
        length = len(field.data or "")
        if length > characters:
            raise wrong(
                say("This has %(length)s characters; at most %(most)s fit.", length=length, most=characters),
            )

    return check


def at_most_words(words: int) -> Validator:
    """At most so many words, counted between spaces."""

    def check(_form: Any, field: Any) -> None:
        length = len((field.data or "").split())
        if length > words:
            raise wrong(say("This has %(length)s words; at most %(most)s fit.", length=length, most=words))

    return check


def no_nul(_form: Any, field: Any) -> None:
    """Text over several lines: no character that cannot be stored or read."""
    if UNREADABLE.search(field.data or ""):
        raise wrong(say("There is a character in this text that cannot be stored. Type it again by hand."))


def printable(_form: Any, field: Any) -> None:
    """One line: no control characters, nothing that turns the reading direction around."""
    if OUT_OF_LINE.search(field.data or ""):
        raise wrong(say("There is an invisible character in this line. Type it again by hand."))


def readable(text: str) -> str:
    """A text without the characters that no page can carry."""
    return UNREADABLE.sub("", text)


def tidy_line(value: str | None) -> str:
    """One line as meant: no space around it."""
    return (value or "").strip()


def tidy_text(value: str | None) -> str:
    """Lines end alike, whatever browser sent them; nothing trails behind."""
    return (value or "").replace("\r\n", "\n").replace("\r", "\n").strip()
