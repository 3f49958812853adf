"""A workbook of one sheet: texts are texts, whatever they look like, and numbers are numbers."""

import io
import unicodedata
from decimal import Decimal
from typing import Any

import xlsxwriter

from grants.exports.table import Table
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
        widths = [NARROWEST] * len(headings)
        for number, row in enumerate(table.cells(language), start=1):
            for place, cell in enumerate(row):
                put(sheet, (number, place), cell)
                widths[place] = max(widths[place], breadth(cell))
        for place, width in enumerate(widths):
            sheet.set_column(place, place, min(width + 1, WIDEST))
        sheet.freeze_panes(1, 0)
    return made.getvalue()


def put(sheet: Any, place: tuple[int, int], cell: Any) -> None:
    """One cell, as what it is."""
    if isinstance(cell, int | Decimal):
        sheet.write_number(*place, cell)
    elif cell:
        sheet.write_string(*place, cell)


def breadth(cell: Any) -> int:
    """How wide a cell is on the sheet; Japanese characters are twice as wide."""
    text = "" if cell is None else str(cell)[:WIDEST]
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
