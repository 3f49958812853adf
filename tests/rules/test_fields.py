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
from grants.rules.answers import characters_in, gaps, words_in
from grants.rules.fields import KINDS, Offered, canonical, check, is_empty, shown
from grants.rules.refusal import Refused
from grants.words import language

CHOICES = (
    {"code": "papers", "label": {"en": "Papers", "ja": "論文"}},
    {"code": "bid", "label": {"en": "Joint bid", "ja": "共同申請"}},
)
OFFERED = Offered(currency="JPY", themes=[{"code": "ai", "label": {"en": "AI"}}])


@dataclass(frozen=True)
class Question:
    kind: str
    code: str = "q"
    choices: tuple = CHOICES
    required: bool = True
    per_side: bool = False
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
