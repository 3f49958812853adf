"""Kinds of question a call or a report may ask: what an answer looks like, when it is refused, how it is shown.

A new kind is one row in KINDS (and one widget in `web/forms/built`). A draft may be incomplete or too long: that is
not refused here but listed by `answers.gaps`.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID

from babel import Locale

from grants.money import Money
from grants.rules.budget import parse_amount
from grants.rules.refusal import Refused
from grants.rules.sentences import listed
from grants.words import Sentence, say

LONGEST = 100_000
LONGEST_LINE = 2_000
OLDEST, YOUNGEST = 1900, 2200
YES_NO = {"yes": say("Yes"), "no": say("No")}
UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
DAY = re.compile(r"([0-9]{4})(?:-|/|年)([0-9]{1,2})(?:-|/|月)([0-9]{1,2})日?")
COUNTRIES = {str(code) for code in Locale("en").territories if re.fullmatch("[A-Z]{2}", str(code))} - {"ZZ", "EU", "EZ"}


class Question(Protocol):
    """What a kind needs to know of the question it belongs to."""

    @property
    def code(self) -> str:
        """The question's short name."""

    @property
    def kind(self) -> str:
        """One of KINDS."""

    @property
    def choices(self) -> Sequence[Any]:
        """The answers it offers: each with `code` and `label`."""


@dataclass(frozen=True)
class Offered:
    """What can be answered beside the question's own choices: the side's currency, the call's themes."""

    currency: str = ""
    themes: Sequence[Any] = ()


@dataclass(frozen=True)
class Kind:
    """One kind of question: its name, how an answer is read and shown, whether its length is counted."""

    label: Sentence
    read: Callable[[Any, Question, Offered], Any]
    show: Callable[[Any, Question, Offered], Any]
    counted: bool = False


def check(question: Question, raw: Any, offered: Offered | None = None) -> Any:
    """The answer as it is stored: plain JSON, None for nothing. Refused when it has not the shape of its kind."""
    if isinstance(raw, str):
        raw = raw.replace("\r\n", "\n").replace("\r", "\n")
        if UNSTORABLE.search(raw):
            raise Refused(say("There is a character in this text that cannot be stored."), question.code)
    if raw is None or (isinstance(raw, str | list | tuple) and is_empty(raw)):
        return None
    return KINDS[question.kind].read(raw, question, offered or Offered())


def is_empty(value: Any) -> bool:
    """Whether nothing was answered; a text of white space says nothing."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or (isinstance(value, list | tuple) and not any(not is_empty(each) for each in value))


def shown(question: Question, value: Any, offered: Offered | None = None) -> Any:
    """A stored answer as `words` can write it: a text, a choice's label, a date, an amount, a sentence."""
    return "" if is_empty(value) else KINDS[question.kind].show(value, question, offered or Offered())


def canonical(value: Any) -> str:
    """The one way an answer is written as JSON, so that equal answers have equal fingerprints."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def labels(choices: Iterable[Any]) -> dict[str, Mapping[str, str]]:
    """The labels of choices by their codes, whether they come from a definition file or from a row."""
    pairs = (
        (each["code"], each["label"]) if isinstance(each, Mapping) else (each.code, each.label) for each in choices
    )
    return dict(pairs)


def text_of(raw: Any, question: Question) -> str:
    """The raw answer as text; anything else did not come from the form."""
    if not isinstance(raw, str):
        raise Refused(say("This is not an answer to this question."), question.code)
    return raw


def read_line(raw: Any, question: Question, _offered: Offered) -> str:
    """One line of text, kept as typed."""
    line = " ".join(text_of(raw, question).splitlines()).strip()
    if len(line) > LONGEST_LINE:
        raise Refused(say("This is longer than %(most)s characters.", most=LONGEST_LINE), question.code)
    return line


def read_long(raw: Any, question: Question, _offered: Offered) -> str:
    """A text, kept as typed."""
    text = text_of(raw, question)
    if len(text) > LONGEST:
        raise Refused(say("This is longer than %(most)s characters.", most=LONGEST), question.code)
    return text


def one_of(raw: Any, codes: Iterable[str], question: Question) -> str:
    """One of the answers offered."""
    text = text_of(raw, question)
    if text not in codes:
        raise Refused(say("Choose one of the answers offered."), question.code)
    return text


def read_choices(raw: Any, question: Question, _offered: Offered) -> list[str]:
    """Several of the answers offered, in the order they are offered."""
    given = [raw] if isinstance(raw, str) else list(raw)
    codes = list(labels(question.choices))
    chosen = {one_of(each, codes, question) for each in given if not is_empty(each)}
    return sorted(chosen, key=codes.index)


def read_date(raw: Any, question: Question, _offered: Offered) -> str:
    """A day: 2022-03-31, also 2022/3/31 or 2022年3月31日."""
    found = DAY.fullmatch(unicodedata.normalize("NFKC", text_of(raw, question)).strip())
    refused = Refused(say("This is not a day. Write it such as 2022-03-31."), question.code)
    if not found or not OLDEST <= int(found[1]) <= YOUNGEST:
        raise refused
    try:
        return date(*(int(part) for part in found.groups())).isoformat()
    except ValueError:
        raise refused from None


def read_money(raw: Any, question: Question, offered: Offered) -> dict[str, Any]:
    """An amount in the side's currency."""
    amount = parse_amount(text_of(raw, question), offered.currency, question.code)
    return {"minor": amount.minor, "currency": amount.currency}


def read_number(raw: Any, question: Question, _offered: Offered) -> str:
    """A number in plain figures, with a decimal point or comma."""
    text = unicodedata.normalize("NFKC", text_of(raw, question)).strip().replace(",", ".")
    if not re.fullmatch(r"-?[0-9]{1,12}(\.[0-9]{1,6})?", text):
        raise Refused(say("This is not a number. Write it in figures, such as 12 or 2.5."), question.code)
    plain = Decimal(text)
    return f"{plain.normalize() if plain % 1 else plain.to_integral():f}" if plain else "0"


def read_file(raw: Any, question: Question, _offered: Offered) -> str:
    """The id of a file that was handed in."""
    try:
        return str(UUID(text_of(raw, question)))
    except ValueError:
        raise Refused(say("This is not an answer to this question."), question.code) from None


def read_link(raw: Any, question: Question, offered: Offered) -> str:
    """An address on the web."""
    line = read_line(raw, question, offered)
    if not re.fullmatch(r"https?://[^\s/?#@]+\.[^\s/?#@]+([/?#]\S*)?", line):
        raise Refused(say("This is not a web address. It begins with https://"), question.code)
    return line


def as_typed(value: Any, _question: Question, _offered: Offered) -> Any:
    """An answer that is shown as it is."""
    return value


KINDS: dict[str, Kind] = {
    "text": Kind(say("One line of text"), read_line, as_typed, counted=True),
    "long": Kind(say("Text"), read_long, as_typed, counted=True),
    "choice": Kind(
        say("One of several answers"),
        lambda raw, question, _: one_of(raw, labels(question.choices), question),
        lambda value, question, _: labels(question.choices).get(value, value),
    ),
    "choices": Kind(
        say("Some of several answers"),
        read_choices,
        lambda value, question, _: listed([labels(question.choices).get(each, each) for each in value]),
    ),
    "yes_no": Kind(
        say("Yes or no"), lambda raw, question, _: one_of(raw, YES_NO, question), lambda value, *_: YES_NO[value],
    ),
    "date": Kind(say("A day"), read_date, lambda value, *_: date.fromisoformat(value)),
    "money": Kind(say("An amount of money"), read_money, lambda value, *_: Money(value["minor"], value["currency"])),
    "number": Kind(say("A number"), read_number, lambda value, *_: Decimal(value)),
    "file": Kind(say("A file"), read_file, as_typed),
    "theme": Kind(
        say("One of the call's themes"),
        lambda raw, question, offered: one_of(raw, labels(offered.themes), question),
        lambda value, _, offered: labels(offered.themes).get(value, value),
    ),
    "country": Kind(
        say("A country"),
        lambda raw, question, _: one_of(raw, COUNTRIES, question),
        lambda value, *_: {code: Locale(code).territories[value] for code in ("en", "ja", "sv")},
    ),
    "link": Kind(say("A web address"), read_link, as_typed),
}  # fmt: skip
