"""Rates: money of several currencies is never added up; a converted total only indicates, by dated rates."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Protocol

from grants.money import Money, exponent
from grants.rules.refusal import Refused
from grants.words import say


class Rate(Protocol):
    """What one unit of a currency is worth in another."""

    @property
    def base(self) -> str:
        """The currency of which one unit is taken."""

    @property
    def quote(self) -> str:
        """The currency in which it is told."""

    @property
    def value(self) -> Decimal:
        """How much that is."""

    @property
    def day(self) -> date:
        """The day for which it holds."""


def check_rate(quoted: Any, currencies: Sequence[str], at: datetime) -> str:
    """The rate as it is kept; refused where it is none, or of currencies that the call does not know."""
    if {quoted.base, quoted.quote} - set(currencies) or quoted.base == quoted.quote:
        raise Refused(say("Choose two different currencies of this call."), "quote")
    written = unicodedata.normalize("NFKC", quoted.written).strip()
    if not re.fullmatch(r"[0-9]{1,9}([.][0-9]{1,9})?", written) or not Decimal(written):
        raise Refused(say("Write the rate as a number such as 14.85, with a point."), "written")
    if quoted.day > at.date():
        raise Refused(say("A rate holds for a day that has been."), "day")
    return written


@dataclass(frozen=True)
class Indicated:
    """A total of several currencies in one of them, the rates it rests on, and the currencies without a rate."""

    total: Money
    rates: tuple[Any, ...]
    missing: tuple[str, ...]


def indicated(amounts: Iterable[Money], into: str, rates: Sequence[Rate]) -> Indicated:
    """What amounts come to in one currency by the newest rates; what has no rate is named, not guessed."""
    total, used, missing = Money(0, into), [], []
    for amount in amounts:
        rate = None if amount.currency == into else newest(amount.currency, into, rates)
        if rate is not None:
            used.append(rate)
            total += converted(amount, into, rate)
        elif amount.currency == into:
            total += amount
        else:
            missing.append(amount.currency)
    return Indicated(total, tuple(used), tuple(missing))


def newest(base: str, into: str, rates: Sequence[Rate]) -> Rate | None:
    """The newest rate between two currencies, told in either direction."""
    fitting = [rate for rate in rates if {rate.base, rate.quote} == {base, into}]
    return max(fitting, key=lambda rate: rate.day, default=None)


def converted(amount: Money, into: str, rate: Rate) -> Money:
    """An amount in another currency, rounded half up to its smallest unit."""
    plain = Decimal(amount.minor).scaleb(-exponent(amount.currency))
    worth = plain * rate.value if rate.base == amount.currency else plain / rate.value
    return Money(int(worth.scaleb(exponent(into)).quantize(Decimal(1), ROUND_HALF_UP)), into)
