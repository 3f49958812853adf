"""Kinds of question a call or a report may ask: what an answer looks like, when it is refused, how it is shown.

A new kind is one row in KINDS (and one widget in `web/forms/built`). A draft may be incomplete or too long: that is
not refused here but listed by `answers.gaps`.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from babel import Locale

from grants.money import Money
from grants.rules.composed import grid, listed_rows, person_shown, read_person, read_table
from grants.rules.readings import (
    COUNTRIES,
    YES_NO,
    Offered,
    Question,
    as_typed,
    is_empty,
    labels,
    one_of,
    read_choices,
    read_date,
    read_file,
    read_line,
    read_link,
    read_long,
    read_money,
    read_number,
)
from grants.rules.refusal import Refused
from grants.rules.sentences import listed
from grants.rules.texts import UNSTORABLE
from grants.words import Sentence, say

__all__ = ["KINDS", "Kind", "Offered", "Question", "canonical", "check", "grid", "is_empty", "shown"]


@dataclass(frozen=True)
class Kind:
    """One kind of question: its name, how an answer is read and shown, whether its length is counted."""

    label: Sentence
    read: Callable[[Any, Question, Offered], Any]
    show: Callable[[Any, Question, Offered], Any]
    counted: bool = False


def check(question: Question, raw: Any, offered: Offered | None = None) -> Any:
    """The answer as it is stored: plain JSON, None for nothing. Refused when it has not the shape of its kind."""
    raw = storable(raw, question)
    if is_empty(raw):
        return None
    return KINDS[question.kind].read(raw, question, offered or Offered())


def storable(raw: Any, question: Question) -> Any:
    """What was sent, with one kind of line break, and without characters that a database refuses."""
    if isinstance(raw, Mapping):
        return {name: storable(each, question) for name, each in raw.items()}
    if isinstance(raw, list | tuple):
        return [storable(each, question) for each in raw]
    if not isinstance(raw, str):
        return raw
    if UNSTORABLE.search(raw):
        raise Refused(say("There is a character in this text that cannot be stored."), question.code)
    return raw.replace("\r\n", "\n").replace("\r", "\n")


def shown(question: Question, value: Any, offered: Offered | None = None) -> Any:
    """A stored answer as `words` can write it: a text, a choice's label, a date, an amount, a sentence."""
    return "" if is_empty(value) else KINDS[question.kind].show(value, question, offered or Offered())


def canonical(value: Any) -> str:
    """The one way an answer is written as JSON, so that equal answers have equal fingerprints."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


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
    "person": Kind(
        say("A person: name, e-mail address, affiliation"), read_person, lambda value, *_: person_shown(value),
    ),
    "table": Kind(say("A table"), read_table, lambda value, question, _: listed_rows(grid(question, value))),
}  # fmt: skip
