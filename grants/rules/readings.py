"""How one answer is read: from what was typed to what is stored, or a refusal that says how to write it."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID

from babel import Locale

from grants.rules.budget import parse_amount
from grants.rules.refusal import Refused
from grants.words import say

LONGEST = 100_000
LONGEST_LINE = 2_000
OLDEST, YOUNGEST = 1900, 2200
YES_NO = {"yes": say("Yes"), "no": say("No")}
NO_ANSWER = say("This is not an answer to this question.")
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

    @property
    def currency(self) -> str:
        """The currency of an amount, if it names one of its own."""

    @property
    def columns(self) -> Sequence[Any]:
        """The columns of a table: each with `code`, `kind`, `label`, `choices` and `currency`."""

    @property
    def max_rows(self) -> int | None:
        """The most rows of a table."""


@dataclass(frozen=True)
class Offered:
    """What can be answered beside the question's own choices: the side's currency, the call's themes."""

    currency: str = ""
    themes: Sequence[Any] = ()


def is_empty(value: Any) -> bool:
    """Whether nothing was answered; a text of white space says nothing."""
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, Mapping):
        value = list(value.values())
    return value is None or (isinstance(value, list | tuple) and all(is_empty(each) for each in value))


def labels(choices: Iterable[Any]) -> dict[str, Mapping[str, str]]:
    """The labels of choices by their codes, whether they come from a definition file or from a row."""
    pairs = (
        (each["code"], each["label"]) if isinstance(each, Mapping) else (each.code, each.label) for each in choices
    )
    return dict(pairs)


def text_of(raw: Any, question: Question) -> str:
    """The raw answer as text; anything else did not come from the form."""
    if not isinstance(raw, str):
        raise Refused(NO_ANSWER, question.code)
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
    """An amount in the question's own currency, else in the side's."""
    amount = parse_amount(text_of(raw, question), question.currency or offered.currency, question.code)
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
        raise Refused(NO_ANSWER, question.code) from None


def read_link(raw: Any, question: Question, offered: Offered) -> str:
    """An address on the web."""
    line = read_line(raw, question, offered)
    if not re.fullmatch(r"https?://[^\s/?#@]+\.[^\s/?#@]+([/?#]\S*)?", line):
        raise Refused(say("This is not a web address. It begins with https://"), question.code)
    return line


def as_typed(value: Any, _question: Question, _offered: Offered) -> Any:
    """An answer that is shown as it is."""
    return value
