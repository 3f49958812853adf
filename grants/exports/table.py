"""A table to take away: its columns, each a heading and how a row fills it, and its rows."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from grants.money import Money, exponent
from grants.words import Language, Sentence

Heading = Sentence | Mapping[str, str]
Column = tuple[Heading, Callable[[Any], Any]]
Cell = str | int | Decimal | None
HUNDREDTHS = Decimal("0.01")


@dataclass(frozen=True)
class Table:
    """What is taken away."""

    columns: Sequence[Column]
    rows: Iterable[Any]

    def headings(self, language: Language) -> list[str]:
        """The first line, in the reader's language."""
        return [language.say(heading) for heading, _ in self.columns]

    def cells(self, language: Language) -> Iterator[list[Cell]]:
        """Each row as plain cells: texts in the reader's language, numbers as numbers."""
        fills = [fill for _, fill in self.columns]
        for row in self.rows:
            yield [value if type(value) in PLAIN else plain(value, language) for value in (fill(row) for fill in fills)]


def from_part(side: str, tell: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """What a row tells of one side's part; nothing where that side has none."""
    return lambda row: tell(row.parts[side]) if side in row.parts else None


PLAIN = (str, int, type(None))


def amount(money: Money) -> Cell:
    """An amount as a number in whole units of its currency."""
    digits = exponent(money.currency)
    return Decimal(money.minor).scaleb(-digits) if digits else money.minor


def two_digits(share: Fraction) -> Decimal:
    """A share to two digits."""
    return (Decimal(share.numerator) / Decimal(share.denominator)).quantize(HUNDREDTHS, "ROUND_HALF_UP")


def in_utc(instant: datetime) -> str:
    """An instant in universal time."""
    return instant.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%SZ")


TOLD: Mapping[type, Callable[[Any], Cell]] = {
    Money: amount, Fraction: two_digits, bool: int, datetime: in_utc, date: date.isoformat, Decimal: lambda told: told,
}  # fmt: skip


def plain(value: Any, language: Language) -> Cell:
    """One cell: an amount without its currency (the heading names it), a share to two digits, an instant in UTC."""
    tell = TOLD.get(type(value))
    if tell is not None:
        return tell(value)
    if type(value) is dict:
        return language.texts(value)
    return value if isinstance(value, str | int) else language.value(value)
