"""Budgets: amounts understood and shown back, sums, caps and categories."""

from dataclasses import dataclass

import pytest

from grants.money import AmountError, Money
from grants.rules import budget
from grants.rules.refusal import Refused
from grants.words import language


@dataclass
class Line:
    category: str
    minor: int
    purpose: str = "Flight"


@dataclass
class Side:
    label: dict
    currency: str
    cap: Money
    categories: tuple


JAPAN = Side({"en": "Japan", "ja": "日本"}, "JPY", Money(400_000, "JPY"), ("travel", "workshop"))


def test_an_amount_is_shown_back_as_it_was_understood():
    assert str(budget.echo(budget.parse_amount("40万円", "JPY"))).replace("\xa0", " ") == "= JPY 400,000"


@pytest.mark.parametrize("currency", ["JPY", "SEK", "KWD"])
@pytest.mark.parametrize("kind", AmountError.KINDS)
def test_every_kind_of_wrong_amount_has_its_sentence(kind, currency):
    sentence = budget.amount_refusal(kind, currency)
    assert "%" not in language("en").say(sentence)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("400,000.50", "An amount in JPY has no decimals. Write it such as JPY 400,000."),
        ("1e400", "This is not an amount. Write it in figures, such as JPY 400,000."),
        ("40 kr", "This side asks for money in JPY only. Write it such as JPY 400,000."),
    ],
)
def test_case_11_a_wrong_amount_is_refused_beside_its_field(text, reason):
    with pytest.raises(Refused) as refused:
        budget.parse_amount(text, "JPY", "amount-1")
    assert (str(refused.value.reason), refused.value.field) == (reason, "amount-1")


def test_a_side_adds_up_its_own_lines():
    lines = [Line("travel", 250_000), Line("workshop", 100_000), Line("travel", 50_000)]
    assert budget.asked(lines, "JPY") == Money(400_000, "JPY")
    assert budget.by_category(lines, "JPY") == {"travel": Money(300_000, "JPY"), "workshop": Money(100_000, "JPY")}
    assert list(budget.faults(lines, JAPAN)) == []


def test_case_12_a_side_may_ask_for_nothing():
    assert list(budget.faults([], JAPAN)) == []
    assert budget.asked([], "SEK") == Money(0, "SEK")


def test_the_cap_the_categories_and_the_purpose_are_kept():
    lines = [Line("travel", 400_000), Line("salary", 1, "")]
    said = [str(fault).replace("\xa0", " ") for fault in budget.faults(lines, JAPAN)]
    assert said == [
        "The budget of Japan is JPY 400,001; the most for one project is JPY 400,000.",
        "Budget line 2 of Japan: choose a kind of cost.",
        "Budget line 2 of Japan: say what it is for.",
    ]
    assert budget.room(lines, JAPAN) == Money(-1, "JPY")
