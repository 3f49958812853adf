"""A workbook of one sheet: texts are texts, whatever they look like, and numbers are numbers.

The library makes the book with its headings; the rows are set into its sheet as they are told, which takes a third of
the time for thousands of them.
"""

import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from grants.exports.table import Cell, Table
from grants.words import Language

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
SHEET = "xl/worksheets/sheet1.xml"
WIDEST, NARROWEST, LONGEST = 48, 8, 32_767
MARKUP = re.compile("[&<>\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
WRITTEN = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def write(table: Table, language: Language) -> bytes:
    """The table as the bytes of a workbook, its first line standing still."""
    headings, rows, made = table.headings(language), list(table.cells(language)), io.BytesIO()
    whole = f'<dimension ref="A1:{xl_col_to_name(len(headings) - 1)}{len(rows) + 1}"/>'
    with ZipFile(io.BytesIO(frame(headings, rows))) as empty, ZipFile(made, "w", ZIP_DEFLATED) as book:
        for part in empty.infolist():
            told = empty.read(part)
            if part.filename == SHEET:
                head, tail = re.sub("<dimension [^>]*>", whole, told.decode()).split("</sheetData>")
                told = "".join([head, *lines(rows, len(headings)), "</sheetData>", tail]).encode()
            book.writestr(part, told, ZIP_DEFLATED)
    return made.getvalue()


def frame(headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """The book with its first line, its columns as wide as what will stand in them."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, OPTIONS) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, headings, book.add_format({"bold": True, "text_wrap": True, "valign": "top"}))
        for place, column in enumerate(zip(*rows, strict=True)):
            width = max(NARROWEST, *map(breadth, set(column)))
            sheet.set_column(place, place, min(width + 1, WIDEST))
        sheet.freeze_panes(1, 0)
    return made.getvalue()


def lines(rows: Iterable[Sequence[Cell]], width: int) -> Iterable[str]:
    """The rows below the first line as a sheet writes them, each cell as what it is."""
    columns = [xl_col_to_name(place) for place in range(width)]
    for number, row in enumerate(rows, start=2):
        yield f'<row r="{number}">'
        for column, cell in zip(columns, row, strict=True):
            if isinstance(cell, str):
                if cell:
                    yield f'<c r="{column}{number}" t="inlineStr"><is><t xml:space="preserve">{safe(cell)}</t></is></c>'
            elif cell is not None:
                yield f'<c r="{column}{number}"><v>{cell}</v></c>'
        yield "</row>"


def safe(text: str) -> str:
    """A text as a sheet may hold it: as long as a cell can be, and signs that no XML may hold by their numbers."""
    return MARKUP.sub(written, text[:LONGEST]) if len(text) > LONGEST or MARKUP.search(text) else text


def written(sign: re.Match[str]) -> str:
    """One such sign; an underscore where a number would be read from it."""
    return WRITTEN.get(sign[0]) or f"_x{ord(sign[0]):04X}_"


def breadth(cell: Any) -> int:
    """How wide a cell is on the sheet; Japanese characters are twice as wide."""
    text = "" if cell is None else str(cell)[:WIDEST]
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
