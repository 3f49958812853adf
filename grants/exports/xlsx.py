"""A workbook of one sheet: texts are texts, whatever they look like, and numbers are numbers."""

import io
import unicodedata
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from grants.exports.table import Cell, Table
from grants.words import Language

OPTIONS = {
    "in_memory": True, "constant_memory": False, "strings_to_formulas": False, "strings_to_urls": False,
    "strings_to_numbers": False,
}  # fmt: skip
WIDEST, NARROWEST = 48, 8


def write(table: Table, language: Language) -> bytes:
    """The table as the bytes of a workbook, its first line standing still."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, OPTIONS) as book:
        sheet = book.add_worksheet()
        headings = table.headings(language)
        sheet.write_row(0, 0, headings, book.add_format({"bold": True, "text_wrap": True, "valign": "top"}))
        rows = list(table.cells(language))
        for number, row in enumerate(rows, start=1):
            put(sheet, number, row)
        for place, column in enumerate(zip(*rows, strict=True)):
            width = max(NARROWEST, *map(breadth, set(column)))
            sheet.set_column(place, place, min(width + 1, WIDEST))
        sheet.freeze_panes(1, 0)
    return made.getvalue()


def put(sheet: Any, number: int, row: Sequence[Cell]) -> None:
    """One row, each cell as what it is."""
    for place, cell in enumerate(row):
        if isinstance(cell, str):
            if cell:
                sheet.write_string(number, place, cell)
        elif cell is not None:
            sheet.write_number(number, place, cell)


def breadth(cell: Any) -> int:
    """How wide a cell is on the sheet; Japanese characters are twice as wide."""
    text = "" if cell is None else str(cell)[:WIDEST]
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
