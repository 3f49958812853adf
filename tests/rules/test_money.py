"""Money as people type it, and as the house adds it up: case 11 of the real cases."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.money import LARGEST, AmountError, CurrencyError, Money, exponent, total, totals

READ = [
    ("JPY", "400,000", 400_000), ("JPY", "400000", 400_000), ("JPY", "400 000", 400_000), ("JPY", "0", 0),
    ("JPY", "４００，０００", 400_000), ("JPY", "￥４００，０００", 400_000), ("JPY", "400\u00a0000", 400_000),
    ("JPY", "40万", 400_000), ("JPY", "40 万円", 400_000), ("JPY", "４０万", 400_000), ("JPY", "400千円", 400_000),
    ("JPY", "JPY 400,000", 400_000), ("JPY", "400,000 jpy", 400_000), ("JPY", "400,000円", 400_000),
    ("JPY", "¥ 1,234", 1_234), ("JPY", "1,234", 1_234), ("JPY", "1.234", 1_234), ("JPY", "1000000000000", LARGEST),
    ("SEK", "40 000", 4_000_000), ("SEK", "40\u202f000,50", 4_000_050), ("SEK", "40.000,50", 4_000_050),
    ("SEK", "40,000.50", 4_000_050), ("SEK", "40000,5", 4_000_050), ("SEK", "12,50 kr", 1_250), ("SEK", "0,50", 50),
    ("SEK", "SEK 40,000", 4_000_000), ("SEK", "40 000:-", 4_000_000), ("SEK", "1,234", 123_400),
    ("SEK", "1.234", 123_400), ("SEK", "1 234 567,89", 123_456_789), ("SEK", "40 000 kronor", 4_000_000),
    ("USD", "$7,500", 750_000), ("USD", "USD 7,500.25", 750_025),
]  # fmt: skip

REFUSED = [
    ("JPY", "", "empty"), ("JPY", "  ", "empty"), ("JPY", "JPY", "empty"), ("JPY", "400,000.50", "decimals"),
    ("JPY", "400000.00", "decimals"), ("JPY", "1.5万", "decimals"), ("JPY", "０．５", "decimals"),
    ("JPY", "NaN", "not_a_number"), ("JPY", "Infinity", "not_a_number"), ("JPY", "inf", "not_a_number"),
    ("JPY", "1e400", "not_a_number"), ("JPY", "1_000", "not_a_number"), ("JPY", "٤٠٠", "not_a_number"),
    ("JPY", "४००", "not_a_number"), ("JPY", "40²", "not_a_number"), ("JPY", "+5", "not_a_number"),
    ("JPY", "0x10", "not_a_number"), ("JPY", "四十万", "not_a_number"), ("JPY", "5\x00", "not_a_number"),
    ("JPY", "-400000", "negative"), ("JPY", "−400000", "negative"), ("JPY", "－１", "negative"),
    ("JPY", "1000000000001", "too_large"), ("JPY", "9" * 5000, "too_large"), ("JPY", "99999999999万", "too_large"),
    ("JPY", "x" * 5000, "not_a_number"), ("JPY", "SEK 400", "other_currency"), ("JPY", "400 kr", "other_currency"),
    ("SEK", "¥400", "other_currency"), ("SEK", "40万円", "other_currency"), ("SEK", "$5", "other_currency"),
    ("JPY", "40 00", "unclear"), ("JPY", "1,23,456", "unclear"), ("SEK", "1,234,5", "unclear"),
    ("SEK", "1.2.3", "unclear"), ("SEK", "40 000.500", "unclear"), ("SEK", "1,2345", "decimals"),
    ("SEK", "0,125", "decimals"), ("KWD", "1,234", "unclear"),
]  # fmt: skip


@pytest.mark.parametrize(("currency", "text", "minor"), READ)
def test_amounts_with_one_reading_are_read(currency, text, minor):
    assert Money.parse(text, currency) == Money(minor, currency)


@pytest.mark.parametrize(("currency", "text", "kind"), REFUSED)
def test_everything_else_is_refused_and_says_why(currency, text, kind):
    with pytest.raises(AmountError) as wrong:
        Money.parse(text, currency)
    assert wrong.value.kind == kind


@given(st.text(max_size=80), st.sampled_from(["JPY", "SEK", "USD", "KWD"]))
def test_any_text_is_an_amount_or_an_amount_error(text, currency):
    try:
        minor, kind = Money.parse(text, currency).minor, "empty"
    except AmountError as wrong:
        minor, kind = 0, wrong.kind
    assert 0 <= minor <= LARGEST
    assert kind in AmountError.KINDS


@given(st.integers(0, LARGEST), st.sampled_from(["JPY", "SEK", "USD"]))
def test_what_is_shown_is_read_back(minor, currency):
    amount = Money(minor, currency)
    assert Money.parse(str(amount), currency) == amount


def test_the_code_is_always_shown_and_never_a_bare_sign():
    assert str(Money(400_000, "JPY")) == "JPY 400,000"
    assert str(Money(4_000_000, "SEK")) == "SEK 40,000"
    assert str(Money(4_000_050, "SEK")) == "SEK 40,000.50"
    assert str(Money(-5, "SEK")) == "SEK -0.05"


def test_exponents_are_those_of_the_currency():
    assert [exponent(code) for code in ("JPY", "KRW", "SEK", "KWD")] == [0, 0, 2, 3]
    with pytest.raises(CurrencyError):
        exponent("XYZ")


def test_amounts_add_up_and_compare_within_their_currency_only():
    yen, kronor = Money(5, "JPY"), Money(5, "SEK")
    assert yen + yen - Money(1, "JPY") == Money(9, "JPY")
    assert Money(4, "JPY") < yen <= Money(5, "JPY")
    for clash in (lambda: yen + kronor, lambda: yen - kronor, lambda: yen < kronor, lambda: yen >= 5):
        with pytest.raises(CurrencyError):
            clash()
    assert yen != kronor


def test_sums_keep_currencies_apart():
    yen, kronor = Money(5, "JPY"), Money(7, "SEK")
    assert totals([yen, kronor, yen]) == {"JPY": Money(10, "JPY"), "SEK": Money(7, "SEK")}
    assert total([], "JPY") == Money(0, "JPY")
    with pytest.raises(CurrencyError):
        total([yen, kronor], "JPY")
