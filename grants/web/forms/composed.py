"""Answers of several parts on a page: the fields of a person and of a table, their values, and the answer they make.

A part's field is named after its place: `host.email`, `visits.0.when`. A table shows the rows it has and some blank
ones; what is left blank is no row.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from grants.applications.queries import Asked
from grants.money import Money
from grants.rules.composed import PERSON, Column, columns_of, most_rows
from grants.rules.readings import is_empty
from grants.web.reader import reader

COMPOSED = ("person", "table")
FEWEST_ROWS = 3


def figures(amount: Money) -> str:
    """An amount as people write it beside its currency: 400,000."""
    return reader().money(amount).partition("\u00a0")[2]


def fields_of(question: Asked, name: str, values: Iterable[str]) -> dict[str, Column]:
    """The fields of an answer by their names, each as the question that it asks."""
    if question.kind == "person":
        return {f"{name}.{part}": Column(part, "text", label) for part, label in PERSON.items()}
    return {
        f"{name}.{row}.{column.code}": column
        for row in range(rows_shown(question, name, values))
        for column in columns_of(question)
    }  # fmt: skip


def rows_shown(question: Asked, name: str, values: Iterable[str]) -> int:
    """How many rows a table shows: those it has and one more, some at least, never more than it may have."""
    return min(max(rows_in(name, values) + 1, FEWEST_ROWS), most_rows(question))


def rows_in(name: str, values: Iterable[str]) -> int:
    """How many rows the fields of a table come from."""
    places = (re.fullmatch(rf"{re.escape(name)}\.([0-9]{{1,3}})\.\w+", value) for value in values)
    return max((int(found[1]) + 1 for found in places if found), default=0)


def spread(question: Asked, name: str, value: Any) -> dict[str, str]:
    """A stored answer as the values of its fields."""
    if question.kind == "person":
        return {f"{name}.{part}": (value or {}).get(part, "") for part in PERSON}
    return {
        f"{name}.{row}.{column.code}": in_cell(parts.get(column.code))
        for row, parts in enumerate(value or ())
        for column in columns_of(question)
    }  # fmt: skip


def in_cell(value: Any) -> str:
    """A stored cell as its field shows it."""
    if isinstance(value, Mapping):
        return figures(Money(value["minor"], value["currency"]))
    return "" if value is None else str(value)


def gathered(question: Asked, name: str, sent: Mapping[str, Any]) -> Any:
    """The answer that the fields make: the parts of a person, the rows of a table each in its place."""
    if question.kind == "person":
        return {part: sent.get(f"{name}.{part}", "") for part in PERSON}
    return [
        {column.code: sent.get(f"{name}.{row}.{column.code}", "") for column in columns_of(question)}
        for row in range(rows_in(name, sent))
    ]


def filled(question: Asked, name: str, sent: Mapping[str, Any], standing: Mapping[str, Any]) -> dict[str, Any]:
    """What was sent, without the rows that were blank and are; a row that the page did not show stays as it is."""
    whole = {**standing, **sent}
    if question.kind == "person":
        return whole
    rows = gathered(question, name, whole)
    return {
        field: value for field, value in whole.items() if field in standing or not is_empty(rows[row_of(name, field)])
    }  # fmt: skip


def row_of(name: str, field: str) -> int:
    """The row that a field of a table stands in."""
    return int(field.removeprefix(f"{name}.").partition(".")[0])


def field_at(question: Asked, name: str, fault: str) -> str:
    """The field at which a refusal of the whole answer is shown: the part it names, else the first."""
    if fault.startswith(f"{question.code}."):
        return name + fault.removeprefix(question.code)
    return next(iter(fields_of(question, name, ())))


def choices_at(question: Asked, field: str) -> list[Any]:
    """What a field of an answer offers to choose from."""
    if question.kind == "person":
        return []
    code = field.rpartition(".")[2]
    return [choice for column in columns_of(question) if column.code == code for choice in column.choices]
