"""A table as JSON: one object a row, its names the headings in English, its values as a spreadsheet would hold them."""

import json
from decimal import Decimal
from typing import Any

from grants.exports.table import Table
from grants.words import SOURCE, Language, language


def write(table: Table, reader: Language) -> bytes:
    """The table as the bytes of a JSON file."""
    names = table.headings(language(SOURCE))
    rows = [dict(zip(names, map(exact, row), strict=True)) for row in table.cells(reader)]
    return json.dumps(rows, ensure_ascii=False, indent=1).encode()


def exact(cell: Any) -> Any:
    """A number with digits after its point as text, so that none of them is lost."""
    return str(cell) if isinstance(cell, Decimal) else cell
