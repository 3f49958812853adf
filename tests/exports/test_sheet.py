"""A workbook that somebody brings back is read, or refused whole: damaged, disguised or greedy ones never break it."""

import io
import zipfile

import pytest

from grants.exports.sheet import Unreadable, rows

SHEET = "xl/worksheets/sheet1.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
BODY = f'<worksheet {MAIN}><sheetData><row><c r="B1" t="inlineStr"><is><t>渚</t></is></c></row></sheetData></worksheet>'
GREEDY = f'<?xml version="1.0" encoding="%s"?><!DOCTYPE w [<!ENTITY a "aaaa">]>{BODY.replace("渚", "&a;")}'


def book(text: bytes, how: int = zipfile.ZIP_DEFLATED) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", how) as made:
        made.writestr(SHEET, text)
    return whole.getvalue()


def spoilt(how: int) -> bytes:
    """The same book with other bytes where its sheet is packed."""
    whole = book(BODY.encode() * 50, how)
    at = whole.index(SHEET.encode()) + len(SHEET)
    return whole[:at] + b"\xff" * 40 + whole[at + 40 :]


def test_a_sheet_is_read_with_its_blanks():
    assert rows(book(BODY.encode())) == [["", "渚"]]
    assert rows(book(BODY.encode("utf-8-sig"))) == [["", "渚"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp037"])
def test_a_document_type_is_refused_in_any_disguise(encoding):
    with pytest.raises(Unreadable):
        rows(book((GREEDY % encoding).encode(encoding)))


@pytest.mark.parametrize("how", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, zipfile.ZIP_STORED])
def test_a_damaged_book_is_refused(how):
    with pytest.raises(Unreadable):
        rows(spoilt(how))


def test_a_number_too_long_to_be_one_is_refused():
    cell = f'<c t="s"><v>{"9" * 5000}</v></c>'
    with pytest.raises(Unreadable):
        rows(book(f"<worksheet {MAIN}><sheetData><row>{cell}</row></sheetData></worksheet>".encode()))
