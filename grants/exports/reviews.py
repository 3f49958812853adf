"""A reviewer's own reviews as a table to fill in offline, and the way back from its headings to the fields."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from grants.calls.model import Call
from grants.exports.sheet import Unreadable
from grants.exports.table import Column, Heading, Table
from grants.rules.offline import NOTES, Blank
from grants.rules.phases import asked_in
from grants.rules.reviews import field_of
from grants.words import NAMES, Sentence, language, say

NUMBER, TITLE = say("Number"), say("Title")
TEXTS: Mapping[str, Sentence] = {
    "expertise": say("How well do you know this field?"), "for_applicants": say("For the applicants"),
    "for_panel": say("For the panel only"),
}  # fmt: skip
ASIDE = say("Your own notes: they stay with you and are never sent")
Row = tuple[str, str, Mapping[str, str]]


def headings(call: Call) -> dict[str, Heading]:
    """Every field with its heading, in the order of the columns."""
    return {**{field_of(criterion): criterion.label for criterion in asked_in(call)}, **TEXTS}


def table(call: Call, rows: Iterable[Row]) -> Table:
    """Reviews as rows: number, title, and what stands in each field."""
    columns: list[Column] = [(NUMBER, lambda row: row[0]), (TITLE, lambda row: row[1])]
    columns += [(heading, filling(name)) for name, heading in headings(call).items()]
    return Table([*columns, (ASIDE, lambda _row: "")], rows)


def filling(name: str) -> Callable[[Row], str | int]:
    """What stands in a field of a row."""
    return lambda row: number_or_text(row[2][name])


def number_or_text(value: str) -> str | int:
    """A mark is a number in its cell."""
    return int(value) if value.isdecimal() and value.isascii() and len(value) < len("1000") else value


def read(call: Call, found: Iterable[Sequence[str]]) -> list[tuple[int, dict[str, str]]]:
    """The rows of a sheet by field, whatever language its headings are in and whatever order they are put in."""
    lines = iter(found)
    names = known(call)
    head = [names.get(cell.strip(), "") for cell in next(lines, [])]
    if "ref" not in head:
        raise Unreadable
    return [
        (number, {name: cell for name, cell in zip(head, line, strict=False) if name and name != NOTES})
        for number, line in enumerate(lines, 2)
    ]  # fmt: skip


def known(call: Call) -> dict[str, str]:
    """Every wording of every heading, with the field it stands for."""
    fields: dict[str, Heading] = {"ref": NUMBER, **headings(call)}
    return {language(code).say(heading): name for name, heading in fields.items() for code in NAMES}


def blanks(call: Call, values: Mapping[str, str], labels: Mapping[str, str]) -> list[Blank]:
    """The fields of one application for the text, and a place for notes."""
    return [*(Blank(name, labels[name], values[name]) for name in headings(call)), Blank(NOTES, labels[NOTES], "")]
