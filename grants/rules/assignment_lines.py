"""A table of assignments as it is brought along: each line an application, a reviewer's address, what is to be done."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

from grants.rules.refusal import Refused
from grants.words import Sentence, say

COLUMNS = ("application", "reviewer", "action")
ASSIGN, REMOVE = "assign", "remove"
MOST_LINES = 1000


@dataclass(frozen=True)
class Asking:
    """One line: the number of an application, the address of a reviewer, what is to be done."""

    line: int
    number: int
    email: str
    action: str


@dataclass(frozen=True)
class Fault:
    """What is wrong in one line."""

    line: int
    reason: Sentence


def read(text: str, code: str) -> tuple[list[Asking], list[Fault]]:
    """Every line that can be read, and what is wrong in the others; Refused where it is no such table at all."""
    rows = list(csv.reader(StringIO(text.lstrip("\ufeff")), delimiter=divider(text)))
    head = [cell.strip().casefold() for cell in rows[0]] if rows else []
    if not set(COLUMNS) <= set(head):
        raise Refused(say("The first line names the columns: application, reviewer, action."), "table")
    if len(rows) - 1 > MOST_LINES:
        raise Refused(say("At most %(most)s lines at once.", most=MOST_LINES), "table")
    askings, faults, seen = list[Asking](), list[Fault](), set[tuple[int, str]]()
    for place, row in enumerate(rows[1:], 2):
        if not any(cell.strip() for cell in row):
            continue
        cells = dict(zip(head, (cell.strip() for cell in row), strict=False))
        number = number_in(cells.get("application", ""), code)
        one = Asking(place, number, cells.get("reviewer", "").casefold(), cells.get("action", ASSIGN).casefold())
        found = next(wrong(one, seen), None)
        if found is None:
            askings.append(one)
            seen.add((one.number, one.email))
        else:
            faults.append(Fault(place, found))
    return askings, faults


def divider(text: str) -> str:
    """What divides the cells: the sign that stands most in the first line."""
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def number_in(written: str, code: str) -> int:
    """The number of an application, be it written alone or with the call's code; 0 if it is none."""
    alone = written.casefold().removeprefix(f"{code.casefold()}-")
    return int(alone) if alone.isascii() and alone.isdecimal() and len(alone) < len("1000000") else 0


def wrong(one: Asking, seen: set[tuple[int, str]]) -> Iterator[Sentence]:
    """What can be said against a line by itself."""
    if not one.number:
        yield say("No application of this call has this number.")
    if one.action not in {ASSIGN, REMOVE}:
        yield say("The action is “assign” or “remove”.")
    if (one.number, one.email) in seen:
        yield say("This pair stands in the table twice.")
