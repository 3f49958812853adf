"""Kinds of question: what is stored, what is refused, what is missing, how it is counted."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.calls.form import QuestionKind
from grants.money import Money
from grants.rules.answers import characters_in, gaps, sides_asked, words_in
from grants.rules.fields import KINDS, Offered, canonical, check, grid, is_empty, shown
from grants.rules.refusal import Refused
from grants.words import language

CHOICES = (
    {"code": "papers", "label": {"en": "Papers", "ja": "論文"}},
    {"code": "bid", "label": {"en": "Joint bid", "ja": "共同申請"}},
)
COLUMNS = (
    {"code": "what", "kind": "text", "label": {"en": "What", "ja": "内容"}, "choices": (), "currency": None},
    {"code": "when", "kind": "date", "label": {"en": "When", "ja": "時期"}, "choices": (), "currency": None},
    {"code": "cost", "kind": "money", "label": {"en": "Cost", "ja": "費用"}, "choices": (), "currency": "GBP"},
    {"code": "where", "kind": "choice", "label": {"en": "Where", "ja": "場所"}, "choices": CHOICES, "currency": None},
    {"code": "days", "kind": "number", "label": {"en": "Days", "ja": "日数"}, "choices": (), "currency": None},
)
OFFERED = Offered(currency="JPY", themes=[{"code": "ai", "label": {"en": "AI"}}])


@dataclass(frozen=True)
class Question:
    kind: str
    code: str = "q"
    choices: tuple = CHOICES
    required: bool = True
    per_side: bool = False
    side: str = ""
    currency: str = ""
    columns: tuple = COLUMNS
    max_rows: int | None = 3
    max_words: int | None = None
    max_characters: int | None = None


def test_every_kind_a_definition_may_name_is_here():
    assert set(get_args(QuestionKind)) == set(KINDS)


@pytest.mark.parametrize(
    ("kind", "raw", "stored"),
    [
        ("text", "  髙橋 𠮷野 \n", "髙橋 𠮷野"), ("long", "a\r\nb\rc ", "a\nb\nc "), ("choice", "bid", "bid"),
        ("choices", ["bid", "papers", "bid", ""], ["papers", "bid"]), ("choices", "bid", ["bid"]),
        ("yes_no", "no", "no"), ("date", "2022-03-31", "2022-03-31"), ("date", "2022/3/1", "2022-03-01"),
        ("date", "２０２２年３月１日", "2022-03-01"), ("money", "40万円", {"minor": 400_000, "currency": "JPY"}),
        ("number", "12", "12"), ("number", "２，５", "2.5"), ("number", "1.500", "1.5"), ("number", "-0", "0"),
        ("number", "100", "100"),
        ("file", "6F1C9C1E-0B6C-4A53-9C52-0F0F6D7B2A11", "6f1c9c1e-0b6c-4a53-9c52-0f0f6d7b2a11"),
        ("theme", "ai", "ai"), ("country", "SE", "SE"), ("link", "https://ror.org/012a77v79", "https://ror.org/012a77v79"),
    ],
)  # fmt: skip
def test_what_is_stored_is_plain_and_stable(kind, raw, stored):
    question = Question(kind)
    assert check(question, raw, OFFERED) == stored
    assert json.loads(canonical(stored)) == stored
    if kind != "money":
        assert check(question, stored, OFFERED) == stored


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("raw", [None, "", "  \n", "\u3000", [], [""]])
def test_nothing_is_nothing_in_every_kind_and_never_refused_in_a_draft(kind, raw):
    assert check(Question(kind), raw, OFFERED) is None
    assert shown(Question(kind), None, OFFERED) == ""


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("text", "x" * 2001), ("long", "x" * 100_001), ("text", ["a"]), ("choice", "other"), ("choices", ["bid", "x"]),
        ("yes_no", "maybe"), ("date", "31.3.2022"), ("date", "2022-02-30"), ("date", "0022-03-31"),
        ("date", "٢٠٢٢-03-31"),
        ("money", "400,000.50"), ("money", "NaN"), ("number", "NaN"), ("number", "1e400"), ("number", "1_000"),
        ("number", "١٢"), ("file", "../etc/passwd"), ("theme", "magic"), ("country", "XX"), ("country", "ZZ"),
        ("link", "javascript:alert(1)"), ("link", "https://a b.example"), ("link", "https://me:pw@example.org"),
        ("text", "nul\x00"), ("long", "lone \ud800"), ("long", "bell \x07"),
    ],
)  # fmt: skip
def test_what_has_not_the_shape_of_its_kind_is_refused_beside_its_field(kind, raw):
    with pytest.raises(Refused) as refused:
        check(Question(kind), raw, OFFERED)
    assert refused.value.field == "q"
    assert "%(" not in str(refused.value.reason)


@given(st.sampled_from(sorted(KINDS)), st.one_of(st.none(), st.text(), st.lists(st.text(max_size=5), max_size=4)))
def test_any_input_is_an_answer_or_refused_and_every_answer_can_be_shown(kind, raw):
    question = Question(kind)
    try:
        stored = check(question, raw, OFFERED)
    except Refused:
        return
    assert json.loads(canonical(stored)) == stored
    for code in ("en", "ja", "sv"):
        assert isinstance(language(code).value(shown(question, stored, OFFERED)), str)


@pytest.mark.parametrize(
    ("kind", "stored", "in_japanese"),
    [
        ("choice", "bid", "共同申請"), ("choices", ["papers", "bid"], "論文, 共同申請"),
        ("date", "2022-03-31", "2022年3月31日"),
        ("money", {"minor": 400_000, "currency": "JPY"}, "JPY\xa0400,000"), ("number", "2.5", "2.5"),
        ("country", "SE", "スウェーデン"), ("theme", "ai", "AI"), ("text", "100 %(x)s", "100 %(x)s"),
    ],
)  # fmt: skip
def test_answers_are_shown_in_the_readers_language(kind, stored, in_japanese):
    said = language("ja").value(shown(Question(kind), stored, OFFERED))
    assert said.replace("、", ", ") == in_japanese


def test_shown_values_are_what_words_can_write():
    assert shown(Question("date"), "2022-03-31") == date(2022, 3, 31)
    assert shown(Question("number"), "2.5") == Decimal("2.5")
    assert shown(Question("money"), {"minor": 1, "currency": "SEK"}) == Money(1, "SEK")
    assert str(shown(Question("yes_no"), "no")) == "No"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0), ("  ", 0), ("one", 1), (" one\ntwo\tthree ", 3), ("one\u3000two\u00a0three", 3), ("日本語の文", 1),
        ("a\ufeffb", 2), ("a\x1cb", 1), ("a\x85b", 1), ("it's a-b c", 3),
    ],
)  # fmt: skip
def test_words_are_runs_between_what_browsers_take_as_white_space(text, words):
    assert words_in(text) == words


def test_characters_are_code_points_and_a_line_break_is_one():
    assert characters_in("𠮷a\r\nb") == 4


QUESTIONS = [
    Question("long", "summary", max_words=3, max_characters=12),
    Question("text", "note", required=False),
    Question("yes_no", "export", per_side=True),
]


def test_gaps_are_listed_in_the_order_of_the_form_for_each_side_that_is_asked():
    found = gaps(QUESTIONS, {("export", "JP"): "no"}, ["JP", "SE"])
    assert [(gap.question.code, gap.side, str(gap.reason)) for gap in found] == [
        ("summary", "", "This question is not answered yet."),
        ("export", "SE", "This question is not answered yet."),
    ]


def test_what_is_too_long_is_a_gap_with_both_counts():
    answers = {("summary", ""): "one two three four", ("export", "JP"): "no", ("export", "SE"): "yes"}
    assert [str(gap.reason) for gap in gaps(QUESTIONS, answers, ["JP", "SE"])] == [
        "4 words, where at most 3 are allowed.", "18 characters, where at most 12 are allowed.",
    ]  # fmt: skip
    answers["summary", ""] = "one two four"
    assert gaps(QUESTIONS, answers, ["JP", "SE"]) == []


def test_a_no_and_a_zero_are_answers():
    assert [is_empty(value) for value in ("no", "0", {"minor": 0, "currency": "JPY"}, [], None, " ")] == [
        False, False, False, True, True, True,
    ]  # fmt: skip


ROW = {"what": "Workshop", "when": "2022/5/1", "cost": "３００", "where": "bid", "days": "2,5"}
READ = {
    "what": "Workshop", "when": "2022-05-01", "cost": {"minor": 30_000, "currency": "GBP"}, "where": "bid",
    "days": "2.5",
}  # fmt: skip


def test_a_table_is_read_row_by_row_and_empty_rows_fall_away():
    stored = check(Question("table"), [{}, ROW, dict.fromkeys(ROW, " ")], OFFERED)
    assert stored == [READ]
    assert json.loads(canonical(stored)) == stored
    assert str(shown(Question("table"), [READ, READ])) == "; ".join(
        ["Workshop, 1 May 2022, GBP\xa0300, Joint bid, 2.5"] * 2,
    )
    assert [[str(cell) for cell in row] for row in grid(Question("table"), stored).rows] == [
        ["Workshop", "2022-05-01", str(Money(30_000, "GBP")), "{'en': 'Joint bid', 'ja': '共同申請'}", "2.5"],
    ]


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([ROW, ROW | {"when": "soon"}], "Row 2, When: This is not a day. Write it such as 2022-03-31."),
        ([ROW | {"where": "moon"}], "Row 1, Where: Choose one of the answers offered."),
        ([ROW] * 4, "This table has at most 3 rows."),
        ([ROW | {"colour": "red"}], "This is not an answer to this question."),
        (["Workshop"], "This is not an answer to this question."),
        ("Workshop", "This is not an answer to this question."),
        ([ROW | {"what": ["a"]}], "Row 1, What: This is not an answer to this question."),
        ([ROW | {"what": "nul\x00"}], "There is a character in this text that cannot be stored."),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_with_row_and_column(rows, reason):
    with pytest.raises(Refused) as refused:
        check(Question("table"), rows, OFFERED)
    assert refused.value.field.partition(".")[0] == "q"
    assert str(refused.value.reason) == reason


def test_a_person_is_kept_with_one_address_and_may_be_half_named_in_a_draft():
    hana = {"name": " 山田  花子 ", "email": "Ｈ.Yamada@Example.org", "affiliation": "Tohoku University"}
    stored = check(Question("person"), hana)
    assert stored == {"name": "山田 花子", "email": "h.yamada@example.org", "affiliation": "Tohoku University"}
    assert str(shown(Question("person"), stored)) == "山田 花子, Tohoku University, h.yamada@example.org"
    half = check(Question("person"), {"name": "Ada"})
    assert [str(gap.reason) for gap in gaps([Question("person")], {("q", ""): half}, [])] == [
        "Still missing: E-mail address.", "Still missing: Affiliation.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "raw", ["Ada", {"name": "Ada", "age": "36"}, {"email": "not an address"}, {"name": "x" * 301}, {"name": ["Ada"]}],
)  # fmt: skip
def test_what_is_no_person_is_refused(raw):
    with pytest.raises(Refused):
        check(Question("person"), raw)


CELL = st.one_of(st.none(), st.text(max_size=8), st.sampled_from(["bid", "2022-03-01", "1,000", "12"]), st.integers())
PARTS = st.dictionaries(st.sampled_from([*ROW, "name", "email", "affiliation", "x"]), CELL, max_size=5)


@given(st.sampled_from(["person", "table"]), st.one_of(PARTS, st.lists(PARTS, max_size=5)))
def test_any_parts_are_an_answer_or_refused_and_every_answer_can_be_shown(kind, raw):
    try:
        stored = check(Question(kind), raw, OFFERED)
    except Refused:
        return
    assert json.loads(canonical(stored)) == stored
    assert isinstance(language("ja").value(shown(Question(kind), stored, OFFERED)), str)


def test_a_question_is_put_to_the_team_to_each_side_or_to_one_side_that_takes_part():
    sides = ["JP", "UK"]
    asked = [Question("text"), Question("text", per_side=True), Question("text", side="UK")]
    assert [sides_asked(one, sides) for one in asked] == [[""], ["JP", "UK"], ["UK"]]
    assert [sides_asked(one, ["JP"]) for one in asked] == [[""], ["JP"], []]


def test_an_amount_has_its_own_currency_or_that_of_the_side():
    assert check(Question("money", currency="USD"), "20", OFFERED) == {"minor": 2_000, "currency": "USD"}
