"""Money: whole minor units of one named currency. Amounts of two currencies are never added or compared."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, total_ordering
from typing import Self

from babel.numbers import get_currency_precision, list_currencies

LARGEST = 10**12
LONGEST = 60
THOUSAND = 3  # digits that stand together
SIGNS = {
    "円": {"JPY"},
    "¥": {"JPY", "CNY"},
    "kronor": {"SEK"},
    "kr": {"SEK", "NOK", "DKK", "ISK"},
    ":-": {"SEK"},
    "$": {"USD", "AUD", "CAD", "HKD", "NZD", "SGD", "TWD"},
    "£": {"GBP"},
    "€": {"EUR"},
}
UNITS = {"万": 10_000, "千": 1_000}
TYPED = str.maketrans(
    "０１２３４５６７８９，．￥－−\u3000\u00a0\u2009\u202f", "0123456789,.¥--    ",
)  # fmt: skip
SIGN = "|".join(re.escape(sign) for sign in SIGNS)
WRITTEN = re.compile(rf"\s*({SIGN}|[A-Za-z]{{3}})?\s*([^A-Za-z]*?)\s*({SIGN}|[A-Za-z]{{3}})?\s*", re.IGNORECASE)
NUMBER = re.compile(r"([0-9]+(?:[ ,.][0-9]+)*)\s*([万千])?")


class AmountError(ValueError):
    """Why a text is not an amount of money; `kind` is one of KINDS."""

    KINDS = ("empty", "not_a_number", "negative", "too_large", "decimals", "other_currency", "unclear")

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class CurrencyError(TypeError):
    """Two currencies met in one sum or comparison, or there is no such currency."""


@cache
def exponent(currency: str) -> int:
    """How many decimals a currency has: none for the yen, two for the krona."""
    if currency not in list_currencies():
        raise CurrencyError(currency)
    return int(get_currency_precision(currency))


@total_ordering
@dataclass(frozen=True)
class Money:
    """An amount: JPY 400,000 is Money(400000, "JPY"), SEK 40,000.50 is Money(4000050, "SEK")."""

    minor: int
    currency: str

    @classmethod
    def parse(cls, text: str, currency: str) -> Self:
        """The amount a person typed, where only one reading is possible; else an AmountError."""
        digits, unit = number_in(text.translate(TYPED).strip(), currency)
        whole, decimals = split(digits, exponent(currency))
        minor = int(whole) * 10 ** exponent(currency) * unit
        minor += int(decimals.ljust(exponent(currency), "0") or 0) * unit
        if minor > LARGEST:
            raise AmountError("too_large")
        return cls(minor, currency)

    def __add__(self, other: "Money") -> "Money":
        """The sum of two amounts of one currency."""
        return Money(self.minor + self.same(other).minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        """What is left of an amount."""
        return Money(self.minor - self.same(other).minor, self.currency)

    def __neg__(self) -> "Money":
        """The amount on its way out."""
        return Money(-self.minor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        """Less money of the same currency."""
        return self.minor < self.same(other).minor

    def __str__(self) -> str:
        """The amount with its code, never a bare sign: JPY 400,000."""
        scale = 10 ** exponent(self.currency)
        whole, part = divmod(abs(self.minor), scale)
        decimals = f".{part:0{exponent(self.currency)}d}" if part else ""
        return f"{self.currency} {'-' if self.minor < 0 else ''}{whole:,}{decimals}"

    def same(self, other: "Money") -> "Money":
        """The other amount, if it is of this currency."""
        if not isinstance(other, Money) or other.currency != self.currency:
            raise CurrencyError(f"{self.currency} and {getattr(other, 'currency', other)!r}")
        return other


def total(amounts: Iterable[Money], currency: str) -> Money:
    """The sum of amounts that must all be of this currency."""
    return sum(amounts, start=Money(0, currency))


def totals(amounts: Iterable[Money]) -> dict[str, Money]:
    """The sums of amounts, each currency for itself."""
    found: dict[str, Money] = {}
    for amount in amounts:
        found[amount.currency] = found.get(amount.currency, Money(0, amount.currency)) + amount
    return found


def number_in(text: str, currency: str) -> tuple[str, int]:
    """The digits and the unit of a typed amount, its currency sign checked and taken off."""
    if not text:
        raise AmountError("empty")
    if len(text) > LONGEST:
        raise AmountError("too_large" if re.fullmatch("[0-9 ,.]+", text) else "not_a_number")
    written = WRITTEN.fullmatch(text)
    if written is None:
        raise AmountError("not_a_number")
    before, number, after = written.groups()
    for sign in filter(None, (before, after)):
        check_sign(sign, currency)
    if number.startswith("-"):
        raise AmountError("negative" if NUMBER.fullmatch(number[1:].strip()) else "not_a_number")
    plain = NUMBER.fullmatch(number)
    if plain is None:
        raise AmountError("not_a_number" if number else "empty")
    return plain[1], UNITS.get(plain[2], 1)


def check_sign(sign: str, currency: str) -> None:
    """Refuse the sign of another currency, and letters that are no currency at all."""
    if sign.upper() == currency or currency in SIGNS.get(sign.lower(), ()):
        return
    known = sign.lower() in SIGNS or sign.upper() in list_currencies()
    raise AmountError("other_currency" if known else "not_a_number")


def split(digits: str, places: int) -> tuple[str, str]:
    """The whole and the decimal digits, where only one reading of points, commas and spaces is possible."""
    marks = re.findall("[ ,.]", digits)
    if not marks:
        return digits, ""
    whole, last, tail = digits.rpartition(marks[-1])
    grouped = re.fullmatch(r"[1-9][0-9]{0,2}(?:([ ,.])[0-9]{3})(?:\1[0-9]{3})*", digits)
    if grouped and not (places == len(tail) and len(marks) == 1 and last != " "):
        return re.sub("[ ,.]", "", digits), ""
    if last == " " or last in whole:
        raise AmountError("unclear")
    if not re.fullmatch(r"[0-9]+|[1-9][0-9]{0,2}(?:([ ,.])[0-9]{3})(?:\1[0-9]{3})*", whole):
        raise AmountError("unclear")
    if len(tail) > places:
        raise AmountError("unclear" if places and len(tail) == THOUSAND and whole[0] != "0" else "decimals")
    if places == len(tail) == THOUSAND:
        raise AmountError("unclear")
    return re.sub("[ ,.]", "", whole), tail
