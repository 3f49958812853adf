"""CSV and workbooks: nothing is computed, everything is had back. I8."""

import csv
import io
import re
from decimal import Decimal
from fractions import Fraction
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.exports.csv import safe, write
from grants.exports.sheet import rows
from grants.exports.table import Table
from grants.exports.xlsx import write as write_workbook
from grants.money import Money
from grants.words import language, say

FORMULAS = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "\u3000=1+1", "\u200b=1+1", "\ufeff=1+1",
    "＝1+1", "＋1", "－1", "＠SUM(A1)", "−1", "﹣1", "|cmd", "=cmd|' /C calc'!A0", '=HYPERLINK("http://example.org")',
    "\u202e=1+1", "\xa0+1",
]  # fmt: skip
HONEST = [
    "",
    "Kyushu",
    "九州大学",
    "Åsa Öberg",
    "𠮷田",
    "3 = 2 + 1",
    "10.1000/182",
    "a\nb",
    'say "no"',
    "１２",
    "ー長音",
    "・点",
]


def back(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def honest(text):
    return text.removeprefix("'")


@pytest.mark.parametrize("typed", FORMULAS)
def test_no_cell_is_taken_for_a_formula(typed):
    """S21: whatever a cell begins with, a spreadsheet reads a text; and it can be had back."""
    table = Table([(say("Title"), lambda row: row)], [typed])
    ((_,), (cell,)) = back(write(table, language("en")))
    assert cell.startswith("'")
    assert honest(cell) == typed


@pytest.mark.parametrize("typed", HONEST)
def test_other_texts_are_left_alone(typed):
    assert safe(typed) == typed


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_was_typed_is_always_had_back(typed):
    shown = safe(typed)
    assert shown in {typed, f"'{typed}"}
    assert honest(shown) == typed
    assert shown[:1] not in set("=+-@|\t\r\n＝＋－＠")


def test_numbers_stay_numbers_and_amounts_are_in_whole_units():
    """S21: an honest negative number stays one."""
    values = [-5, Decimal("-1.50"), Fraction(25, 6), Money(400_000, "JPY"), Money(4_000_050, "SEK"), None, True]
    table = Table([(say("Number"), lambda row: row)], values)
    assert [row[0] for row in back(write(table, language("en")))[1:]] == [
        "-5", "-1.50", "4.17", "400000", "40000.50", "", "1",
    ]  # fmt: skip


def test_japanese_opens_in_a_spreadsheet_and_headings_are_guarded():
    table = Table([({"ja": "大学", "en": "University"}, lambda row: row), ({"en": "=1"}, lambda _: 1)], ["九州大学"])
    data = write(table, language("ja"))
    assert data.startswith(b"\xef\xbb\xbf")
    assert back(data) == [["大学", "'=1"], ["九州大学", "1"]]


AWKWARD = [
    "<b>&amp;</b>",
    "_x0041_",
    "a\x00\x0bb",
    "\rc",
    " led by a space",
    "ends in a line\n",
    "\ufffe",
    "名" * 32_767,
]


def test_a_workbook_holds_texts_as_texts_and_numbers_as_numbers():
    texts = [*FORMULAS, *HONEST[1:], *AWKWARD]
    table = Table(
        [({"en": "A"}, lambda row: row[0]), ({"en": "B"}, lambda row: row[1])], [(text, 777) for text in texts]
    )
    made = write_workbook(table, language("en"))
    with ZipFile(io.BytesIO(made)) as book:
        assert book.testzip() is None
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert f'<dimension ref="A1:B{len(texts) + 1}"/>' in sheet
    assert sheet.count("<v>777</v>") == len(texts)
    assert [unescaped(first) for first, _ in rows(made)] == ["A", *texts]


def unescaped(text):
    """A text as spreadsheets read it: _x0041_ is the sign of that number."""
    return re.sub("_x([0-9A-F]{4})_", lambda sign: chr(int(sign[1], 16)), text)


@given(st.text(max_size=40), st.one_of(st.none(), st.integers(), st.decimals(allow_nan=False, allow_infinity=False)))
def test_whatever_stands_in_a_cell_of_a_workbook_is_had_back(text, number):
    table = Table([({"en": "A"}, lambda row: row[0]), ({"en": "B"}, lambda row: row[1])], [(text, number), ("end", 1)])
    _, told, last = rows(write_workbook(table, language("en")))
    first, second = [*told, "", ""][:2]
    assert unescaped(first) == text
    assert second == ("" if number is None else str(number).removesuffix(".0"))
    assert last == ["end", "1"]
