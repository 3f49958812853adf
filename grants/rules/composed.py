"""Answers of several parts: a person, a table. Each part is read as a question of its own kind is."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from grants.money import Money
from grants.rules.readings import (
    NO_ANSWER,
    Offered,
    Question,
    is_empty,
    labels,
    one_of,
    read_date,
    read_line,
    read_money,
    read_number,
    text_of,
)
from grants.rules.refusal import Refused
from grants.rules.sentences import listed
from grants.words import Sentence, say

PERSON = {
    "name": say("Name"),
    "email": say("E-mail address"),
    "affiliation": say("Affiliation"),
}
LONGEST_PART = 300
MOST_ROWS = 50
ADDRESS = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")


@dataclass(frozen=True)
class Column:
    """One column of a table, as a question that is asked in every row."""

    code: str
    kind: str
    label: Sentence | Mapping[str, str]
    choices: Sequence[Any] = ()
    currency: str = ""
    columns: tuple[Any, ...] = ()
    max_rows: int | None = None
    hint: str = ""


@dataclass(frozen=True)
class Grid:
    """A table to be shown: its head, and rows of values that `words` can write."""

    head: tuple[Sentence | Mapping[str, str], ...]
    rows: tuple[tuple[Any, ...], ...]


def columns_of(question: Question) -> list[Column]:
    """The columns of a table."""
    return [
        Column(one["code"], one["kind"], one["label"], one["choices"], one["currency"] or "")
        for one in question.columns
    ]  # fmt: skip


def named_parts(raw: Any, names: Mapping[str, Any], question: Question) -> Mapping[str, Any]:
    """Parts sent under the names that are asked for, and no other."""
    if not isinstance(raw, Mapping) or not raw.keys() <= names.keys():
        raise Refused(NO_ANSWER, question.code)
    return raw


def read_person(raw: Any, question: Question, _offered: Offered) -> dict[str, str]:
    """A person: who it is, how to reach them, where they work; a draft may lack some of it."""
    parts = named_parts(raw, PERSON, question)
    read = {name: " ".join(text_of(parts.get(name) or "", question).split()) for name in PERSON}
    if any(len(part) > LONGEST_PART for part in read.values()):
        raise Refused(say("This is longer than %(most)s characters.", most=LONGEST_PART), question.code)
    read["email"] = unicodedata.normalize("NFKC", read["email"]).casefold()
    if read["email"] and not ADDRESS.fullmatch(read["email"]):
        raise Refused(say("Write an e-mail address like name@university.example."), f"{question.code}.email")
    return read


def person_shown(value: Mapping[str, str]) -> object:
    """A person in a line: name, affiliation, address."""
    return listed([value[name] for name in ("name", "affiliation", "email") if value[name]])


def person_lacks(value: Mapping[str, str]) -> list[Sentence]:
    """The parts of a person that are still missing."""
    return [label for name, label in PERSON.items() if not value[name]]


def read_table(raw: Any, question: Question, _offered: Offered) -> list[dict[str, Any]]:
    """A table: its filled rows, every cell read as its column says; what is wrong is told with row and column."""
    columns = {column.code: column for column in columns_of(question)}
    if not isinstance(raw, list | tuple):
        raise Refused(NO_ANSWER, question.code)
    rows = [
        (place, parts) for place, one in enumerate(raw) if not is_empty(parts := named_parts(one, columns, question))
    ]
    if len(rows) > most_rows(question):
        raise Refused(say("This table has at most %(most)s rows.", most=most_rows(question)), question.code)
    return [
        {code: read_cell(row.get(code), column, (place, question.code)) for code, column in columns.items()}
        for place, row in rows
    ]


def most_rows(question: Question) -> int:
    """How many rows a table has at most."""
    return question.max_rows or MOST_ROWS


def read_cell(raw: Any, column: Column, where: tuple[int, str]) -> Any:
    """One cell, or a refusal that names its place."""
    if is_empty(raw):
        return None
    place, question = where
    try:
        return CELLS[column.kind][0](raw, column)
    except Refused as refused:
        reason = say("Row %(row)s, %(column)s: %(reason)s", row=place + 1, column=column.label, reason=refused.reason)
        raise Refused(reason, f"{question}.{place}.{column.code}") from None


CELLS: dict[str, tuple[Callable[[Any, Column], Any], Callable[[Any, Column], Any]]] = {
    "text": (lambda raw, column: read_line(raw, column, Offered()), lambda value, _: value),
    "number": (lambda raw, column: read_number(raw, column, Offered()), lambda value, _: Decimal(value)),
    "money": (
        lambda raw, column: read_money(raw, column, Offered()),
        lambda value, _: Money(value["minor"], value["currency"]),
    ),
    "date": (lambda raw, column: read_date(raw, column, Offered()), lambda value, _: date.fromisoformat(value)),
    "choice": (
        lambda raw, column: one_of(raw, labels(column.choices), column),
        lambda value, column: labels(column.choices).get(value, value),
    ),
}


def grid(question: Question, value: Sequence[Mapping[str, Any]]) -> Grid:
    """A table as it is shown; a column that was asked when it was filled in and is no more is left out."""
    columns = columns_of(question)
    rows = tuple(tuple(cell_shown(row.get(column.code), column) for column in columns) for row in value)
    return Grid(tuple(column.label for column in columns), rows)


def cell_shown(value: Any, column: Column) -> Any:
    """One cell as `words` can write it."""
    return "" if is_empty(value) else CELLS[column.kind][1](value, column)


def listed_rows(shown: Grid) -> object:
    """A table in running text, where no table can stand: row after row."""
    rows = [listed([cell for cell in row if cell != ""]) for row in shown.rows]
    return in_turn(rows)


def in_turn(rows: Sequence[object]) -> object:
    """Several rows, one after the other."""
    first, *others = rows
    return say("%(first)s; %(rest)s", first=first, rest=in_turn(others)) if others else first
