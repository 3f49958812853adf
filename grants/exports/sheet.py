"""Reading a workbook that somebody filled in: the cells of its first sheet, as text. Nothing in it is executed."""

import io
import lzma
import re
import zipfile
import zlib
from itertools import islice
from xml.etree import ElementTree as ET

MOST_BYTES = 8_000_000
MOST_ROWS, MOST_COLUMNS = 5_000, 200
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LETTERS = re.compile("[A-Z]{1,3}")
DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, KeyError, ValueError, ET.ParseError,
    NotImplementedError, RuntimeError,
)  # fmt: skip


class Unreadable(ValueError):
    """This is no workbook that we can read."""


def rows(content: bytes) -> list[list[str]]:
    """Each row of the first sheet, its cells as text; an Unreadable where there is none, however it is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            shared = texts_of(book)
            sheet = parsed(book, first_sheet(book))
        return [cells_of(row, shared) for row in islice(sheet.iter(f"{MAIN}row"), MOST_ROWS)]
    except DAMAGE as fault:
        raise Unreadable from fault


def first_sheet(book: zipfile.ZipFile) -> str:
    """The name of the first sheet's part."""
    return min(name for name in book.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name))


def parsed(book: zipfile.ZipFile, name: str) -> ET.Element:
    """One part of the book; one too large, not in UTF-8, or with a document type of its own is refused."""
    with book.open(name) as part:
        told = part.read(MOST_BYTES + 1)
    text = told.decode("utf-8-sig")
    if len(told) > MOST_BYTES or "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise Unreadable
    return ET.fromstring(text)  # noqa: S314 - read as UTF-8 whatever it claims to be; no document type, no entities


def texts_of(book: zipfile.ZipFile) -> list[str]:
    """The texts that cells point to."""
    name = "xl/sharedStrings.xml"
    return [text_in(one) for one in parsed(book, name).iter(f"{MAIN}si")] if name in book.namelist() else []


def text_in(part: ET.Element) -> str:
    """The text of a cell, its readings aside."""
    asides = {id(text) for aside in part.iter(f"{MAIN}rPh") for text in aside.iter(f"{MAIN}t")}
    return "".join(text.text or "" for text in part.iter(f"{MAIN}t") if id(text) not in asides)


def cells_of(row: ET.Element, shared: list[str]) -> list[str]:
    """The cells of a row, blanks for those that are not there."""
    found: list[str] = []
    for cell in row.iter(f"{MAIN}c"):
        place = column(cell.get("r", ""), len(found))
        if place >= MOST_COLUMNS:
            break
        found += [""] * (place + 1 - len(found))
        found[place] = value_of(cell, shared)
    return found


def column(address: str, after: int) -> int:
    """The place of a cell in its row: C7 is 2."""
    letters = LETTERS.match(address)
    if letters is None:
        return after
    place = 0
    for letter in letters[0]:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def value_of(cell: ET.Element, shared: list[str]) -> str:
    """What stands in a cell; a whole number without its decimals."""
    if cell.get("t") == "inlineStr":
        return text_in(cell)
    told = cell.findtext(f"{MAIN}v") or ""
    if cell.get("t") == "s":
        return shared[int(told)] if told.isdecimal() and int(told) < len(shared) else ""
    return told.removesuffix(".0")
