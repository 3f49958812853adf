"""CSV as spreadsheets open it: UTF-8 with its mark, so that Japanese survives, and no cell that is taken for a formula.

A text that a spreadsheet could take for a formula is led by an apostrophe, and so is one that already begins with one:
what was written is always had back by taking one leading apostrophe off. Numbers stay numbers.
"""

import csv
import io
import unicodedata
from decimal import Decimal

from grants.exports.table import Cell, Table
from grants.words import Language

ENCODING = "utf-8-sig"
FORMULA = frozenset("=+-@|\u2212\t\r\n'")


def write(table: Table, language: Language) -> bytes:
    """The table as the bytes of a CSV file."""
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow([safe(heading) for heading in table.headings(language)])
    writer.writerows([safe(cell) for cell in row] for row in table.cells(language))
    return lines.getvalue().encode(ENCODING)


def safe(cell: Cell) -> str:
    """A cell that no spreadsheet computes."""
    if cell is None:
        return ""
    if isinstance(cell, int | Decimal):
        return str(cell)
    if not cell or (cell[0].isascii() and cell[0].isalnum()):
        return cell
    return f"'{cell}" if is_formula(cell) else cell


def is_formula(text: str) -> bool:
    """Whether a spreadsheet could compute this: full-width signs are signs, and space or invisible marks hide none."""
    if text[0] in FORMULA:
        return True
    for character in text:
        if unicodedata.category(character) in {"Zs", "Zl", "Zp", "Cf", "Cc"}:
            if character in FORMULA:
                return True
            continue
        return unicodedata.normalize("NFKC", character)[:1] in FORMULA - {"'"}
    return False
