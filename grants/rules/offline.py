"""Reviews filled in offline: one plain text for all of them, written out and read back.

    === MIRAI-2022-001 === Ageing together
    --- mark-quality (Quality: 1 Poor, 2 Fair, 3 Good): 3
    --- for_applicants (For the applicants):
    Any number of lines.

A line of a text that looks like a head is written with a backslash before it. What stands above the first
application is not read, nor what stands under `notes`: those never leave the reviewer.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from grants.words import Sentence, say

NOTES = "notes"
REF = re.compile(r"=== ?(\S+)(?: ===.*)?$")
FIELD = re.compile(r"--- ?([\w.-]+)(?: \(.*\))?:[ \t]*(.*)$")
HEAD = re.compile(r"\\*(===|---)")


class Blank(NamedTuple):
    """One field of the form: its name, what it is called, what stands in it."""

    name: str
    label: str
    value: str


@dataclass
class Filled:
    """What somebody wrote about one application, field by field."""

    ref: str
    fields: dict[str, str] = field(default_factory=dict)


@dataclass
class Heap:
    """All that was read, and what could not be."""

    filled: dict[str, Filled] = field(default_factory=dict)
    faults: list[Sentence] = field(default_factory=list)


def written(ref: str, title: str, blanks: Iterable[Blank]) -> Iterator[str]:
    """One application's part of the text, line by line."""
    yield f"=== {ref} === {title}"
    for blank in blanks:
        lines = blank.value.splitlines()
        short = blank.name.startswith("mark-") or blank.name == "expertise"
        yield f"--- {blank.name} ({blank.label}):" + (f" {blank.value}" if short and blank.value else "")
        yield from [] if short else [f"\\{line}" if HEAD.match(line) else line for line in lines]
    yield ""


def read(text: str, names: Collection[str]) -> Heap:
    """A text as it came back; every fault says its line."""
    heap, here, name = Heap(), None, ""
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        head, question = REF.match(line), FIELD.match(line)
        if head:
            here, name = begun(heap, head[1], number), ""
        elif question and here is not None:
            name = asked(heap, here, question, names, number)
        elif here is not None and name:
            here.fields[name] += "\n" + (line[1:] if line.startswith("\\") and HEAD.match(line) else line)
        elif here is not None and line.strip() and not name:
            heap.faults.append(say("Line %(number)s stands under no field and was not read.", number=number))
    for one in heap.filled.values():
        one.fields = {name: value.strip() for name, value in one.fields.items() if name in names}
    return heap


def begun(heap: Heap, ref: str, number: int) -> Filled:
    """The head of an application; a second one of the same number is a fault."""
    if ref in heap.filled:
        heap.faults.append(say("Line %(number)s: %(ref)s comes twice; only the first was read.",
                               number=number, ref=ref))  # fmt: skip
        return Filled(ref)
    heap.filled[ref] = Filled(ref)
    return heap.filled[ref]


def asked(heap: Heap, here: Filled, question: re.Match[str], names: Collection[str], number: int) -> str:
    """The head of a field; one that the form does not have is a fault, and its text is not read."""
    name, value = question[1], question[2]
    if name not in names and name != NOTES:
        heap.faults.append(say("Line %(number)s: “%(name)s” is no field of this form.", number=number, name=name[:60]))
    here.fields[name] = value
    return name


def of_rows(rows: Iterable[tuple[int, Mapping[str, str]]]) -> Heap:
    """The same out of a spreadsheet: each row's number, and its cells by field, `ref` among them."""
    heap = Heap()
    for number, cells in rows:
        ref = cells.get("ref", "").strip()
        if not ref and any(value.strip() for value in cells.values()):
            heap.faults.append(say("Row %(number)s has no number of an application.", number=number))
        elif ref in heap.filled:
            heap.faults.append(say("Row %(number)s: %(ref)s comes twice; only the first was read.",
                                   number=number, ref=ref))  # fmt: skip
        elif ref:
            heap.filled[ref] = Filled(ref, {name: value.strip() for name, value in cells.items() if name != "ref"})
    return heap
