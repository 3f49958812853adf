"""Budgets: amounts understood and shown back, lines read, sums by kind of cost and fiscal year, caps."""

from dataclasses import dataclass, replace
from datetime import date

import pytest

from grants.money import AmountError, Money
from grants.rules import budget
from grants.rules.budget import BudgetRow
from grants.rules.fiscal import years_of
from grants.rules.refusal import Refused
from grants.words import language


@dataclass
class Line:
    category: str
    minor: int | None
    purpose: str = "Flight"
    year: int | None = None


@dataclass
class Side:
    label: dict
    currency: str
    categories: tuple


JAPAN = Side({"en": "Japan", "ja": "日本"}, "JPY", ("travel", "workshop"))
SWEDEN = Side({"en": "Sweden"}, "SEK", ("travel", "workshop"))
CAP = Money(400_000, "JPY")
PERIOD = date(2022, 6, 15), date(2023, 3, 31)
IN_JAPAN, IN_SWEDEN, IN_LONDON = (years_of(starts, *PERIOD) for starts in ("04-01", "01-01", "08-01"))
ROW = BudgetRow("travel", "Two visits", "40万")


def plain(sentence):
    return str(sentence).replace("\xa0", " ")


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


@pytest.mark.parametrize(
    "typed", ["400000", "400,000", "４００，０００", "40万", "４０万円", "400千円", "¥400,000", "JPY 400 000", "400.000"],
)  # fmt: skip
def test_case_11_one_amount_written_in_many_ways_is_one_amount(typed):
    assert budget.understood(replace(ROW, amount=typed), JAPAN, IN_JAPAN).minor == 400_000


@pytest.mark.parametrize("typed", ["400,000.50", "40 or 50", "4万5千", "1e400", "NaN", "-1", "٤٠٠", "40 kr", "9" * 400])
def test_case_11_what_can_be_read_in_two_ways_is_refused_with_a_sentence(typed):
    with pytest.raises(Refused) as refused:
        budget.understood(replace(ROW, amount=typed), JAPAN, IN_JAPAN)
    assert refused.value.field == "amount"
    assert str(refused.value.reason).endswith(".")


def test_a_line_is_so_many_at_so_much_each():
    line = budget.understood(replace(ROW, quantity="３", amount="1,200.50"), SWEDEN, IN_SWEDEN)
    assert (line.quantity, line.minor) == (3, 360_150)
    for wrong in ("0", "-1", "1.5", "12345", "many", "１e3"):
        with pytest.raises(Refused) as refused:
            budget.understood(replace(ROW, quantity=wrong), JAPAN, IN_JAPAN)
        assert refused.value.field == "quantity"
    with pytest.raises(Refused) as refused:
        budget.understood(replace(ROW, quantity="9999", amount="999,999,999"), JAPAN, IN_JAPAN)
    assert refused.value.field == "amount"


def test_a_draft_line_may_lack_its_amount_and_a_submitted_one_may_not():
    assert budget.understood(replace(ROW, amount=""), JAPAN, IN_JAPAN).minor is None
    assert [plain(one) for one in budget.faults([Line("travel", None)], JAPAN, CAP)] == [
        "Budget line 1 of Japan: write an amount, or 0.",
    ]


def test_a_reason_stands_in_its_line():
    line = budget.understood(replace(ROW, justification="The archive is in Lund.", beneficiary="Eva"), JAPAN, IN_JAPAN)
    assert (line.justification, line.beneficiary) == ("The archive is in Lund.", "Eva")
    with pytest.raises(Refused) as refused:
        budget.understood(replace(ROW, justification="x" * 2001), JAPAN, IN_JAPAN)
    assert refused.value.field == "justification"


def test_each_payer_counts_by_its_own_fiscal_year():
    assert [year.code for year in IN_JAPAN] == [2022]
    assert [year.code for year in IN_SWEDEN] == [2022, 2023]
    assert [(year.first, year.last) for year in IN_LONDON] == [
        (date(2021, 8, 1), date(2022, 7, 31)),
        (date(2022, 8, 1), date(2023, 7, 31)),
    ]
    assert IN_SWEDEN[0].label == "2022"
    assert "1 August 2022 to 31 July 2023" in language("en").say(IN_LONDON[1].label)


def test_a_line_belongs_to_a_fiscal_year_of_the_project():
    assert budget.understood(replace(ROW, year="2023"), SWEDEN, IN_SWEDEN).year == 2023
    assert budget.understood(ROW, SWEDEN, IN_SWEDEN).year == 2022
    for wrong in ("2024", "2023a", "٢٠٢٣"):
        with pytest.raises(Refused) as refused:
            budget.understood(replace(ROW, year=wrong), SWEDEN, IN_SWEDEN)
        assert refused.value.field == "year"


def test_a_side_adds_up_its_own_lines():
    lines = [
        Line("travel", 250_000),
        Line("workshop", 100_000),
        Line("travel", 50_000, year=2023),
        Line("travel", None),
    ]
    assert budget.asked(lines, "JPY") == Money(400_000, "JPY")
    assert budget.by_category(lines, "JPY") == {"travel": Money(300_000, "JPY"), "workshop": Money(100_000, "JPY")}
    sums = budget.sums(lines, "JPY", IN_SWEDEN)
    assert sums.of() == Money(400_000, "JPY")
    assert sums.of("travel") == Money(300_000, "JPY")
    assert sums.of("travel", 2022) == Money(250_000, "JPY")
    assert sums.of(year=2022) + sums.of(year=2023) == sums.of()
    assert sum((sums.of(kind) for kind in sums.categories), start=Money(0, "JPY")) == sums.of()
    assert list(budget.faults(lines[:3], JAPAN, CAP)) == []


def test_case_12_a_side_may_ask_for_nothing():
    assert list(budget.faults([], JAPAN, CAP)) == []
    assert budget.asked([], "SEK") == Money(0, "SEK")


def test_the_cap_the_categories_the_years_and_the_purpose_are_kept():
    lines = [Line("travel", 400_000), Line("salary", 1, "", 2031)]
    assert [plain(fault) for fault in budget.faults(lines, JAPAN, CAP, IN_JAPAN)] == [
        "The budget of Japan is JPY 400,001; the most for one project is JPY 400,000.",
        "Budget line 2 of Japan: choose a kind of cost.",
        "Budget line 2 of Japan: say what it is for.",
        "Budget line 2 of Japan: choose one of the fiscal years of the project.",
    ]
    assert budget.room(lines, CAP) == Money(-1, "JPY")
