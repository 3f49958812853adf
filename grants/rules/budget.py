"""Budgets: what a side asks for, line by line, in its own currency and under its own cap.

The one place that adds up: per side, per kind of cost, per fiscal year of whoever pays.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from grants.money import LARGEST, AmountError, Money, total
from grants.rules.fiscal import FiscalYear, year_named
from grants.rules.refusal import Refused
from grants.rules.texts import refuse_unstorable
from grants.words import Sentence, say

MOST_PIECES = 9_999


class BudgetLine(Protocol):
    """One thing to be paid, with its reason."""

    @property
    def category(self) -> str:
        """The kind of cost."""

    @property
    def purpose(self) -> str:
        """What it is for."""

    @property
    def year(self) -> int | None:
        """The fiscal year in which it is spent; where none is named the project's first."""

    @property
    def minor(self) -> int | None:
        """How much in all, in minor units of the side's currency; nothing while no amount was written."""


class Side(Protocol):
    """A side of a call, as far as money goes."""

    @property
    def label(self) -> Mapping[str, str]:
        """What the side is called."""

    @property
    def currency(self) -> str:
        """The side's currency."""

    @property
    def categories(self) -> Collection[str]:
        """The kinds of cost it pays."""


AMOUNT_REFUSALS = {
    "empty": say("Enter an amount in %(currency)s, or 0."),
    "not_a_number": say("This is not an amount. Write it in figures, such as %(example)s."),
    "negative": say("An amount cannot be negative."),
    "too_large": say("This amount is too large."),
    "decimals": say("An amount in %(currency)s has %(places)s decimals at most. Write it such as %(example)s."),
    "other_currency": say("This side asks for money in %(currency)s only. Write it such as %(example)s."),
    "unclear": say("This amount can be read in more than one way. Write it such as %(example)s."),
}
NO_DECIMALS = say("An amount in %(currency)s has no decimals. Write it such as %(example)s.")
EXAMPLES = {0: 400_000, 2: 4_000_050}


def parse_amount(text: str, currency: str, field: str | None = None) -> Money:
    """The amount a person typed, or a refusal that says how to write it."""
    try:
        return Money.parse(text, currency)
    except AmountError as wrong:
        raise Refused(amount_refusal(wrong.kind, currency), field) from None


def amount_refusal(kind: str, currency: str) -> Sentence:
    """Why a text is not an amount of a currency, with an example of one."""
    one = Money.parse("1", currency).minor
    places = len(str(one)) - 1
    example = str(Money(EXAMPLES.get(places, 400_000 * one), currency))
    reason = NO_DECIMALS if kind == "decimals" and places == 0 else AMOUNT_REFUSALS[kind]
    return say(reason.text, currency=currency, example=example, places=places)


@dataclass(frozen=True)
class BudgetRow:
    """One line of a budget as typed: so many, at so much each; its reason stands in it and goes with it."""

    category: str
    purpose: str
    amount: str
    quantity: str = ""
    year: str = ""
    beneficiary: str = ""
    justification: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing was written in it; a kind of cost alone says nothing."""
        return not any((self.purpose, self.amount, self.quantity, self.beneficiary, self.justification))


@dataclass(frozen=True)
class ReadLine:
    """The same as understood: how many, how much in all, in which fiscal year, for whom, and why."""

    category: str
    purpose: str
    justification: str
    beneficiary: str
    year: int | None
    quantity: int
    minor: int | None


LONGEST = {
    "purpose": (500, say("What it is for has at most %(most)s characters.")),
    "beneficiary": (240, say("A name has at most %(most)s characters.")),
    "justification": (2_000, say("A reason has at most %(most)s characters.")),
}


def understood(line: BudgetRow, side: Side, years: Sequence[FiscalYear]) -> ReadLine:
    """A typed line as it counts, or a refusal that names its field. An amount may still be missing in a draft."""
    if line.category not in side.categories:
        raise Refused(say("Choose a kind of cost."), "category")
    for name, (most, reason) in LONGEST.items():
        refuse_unstorable(getattr(line, name), name)
        if len(getattr(line, name)) > most:
            raise Refused(say(reason.text, most=most), name)
    quantity = quantity_in(line.quantity)
    each = parse_amount(line.amount, side.currency, "amount") if line.amount.strip() else None
    if each is not None and each.minor * quantity > LARGEST:
        raise Refused(amount_refusal("too_large", side.currency), "amount")
    return ReadLine(
        line.category, line.purpose, line.justification, line.beneficiary, year_in(line.year, years), quantity,
        None if each is None else each.minor * quantity,
    )  # fmt: skip


def quantity_in(text: str) -> int:
    """How many: a whole number, one where nothing was written; full-width digits are digits."""
    written = unicodedata.normalize("NFKC", text).strip()
    if not written:
        return 1
    if not re.fullmatch("[0-9]{1,4}", written) or not int(written):
        raise Refused(say("Write how many as a whole number from 1 to %(most)s.", most=MOST_PIECES), "quantity")
    return int(written)


def year_in(text: str, years: Sequence[FiscalYear]) -> int:
    """One of the project's fiscal years, the first where none was chosen."""
    chosen = {str(year.code): year.code for year in years}
    if text and text not in chosen:
        raise Refused(say("Choose one of the fiscal years of the project."), "year")
    return chosen.get(text, years[0].code)


def echo(amount: Money) -> Sentence:
    """How an amount was understood, shown back beside its field."""
    return say("= %(amount)s", amount=amount)


@dataclass(frozen=True)
class Sums:
    """What a side asks for, added up: each kind of cost in each fiscal year."""

    currency: str
    categories: Sequence[str]
    years: Sequence[FiscalYear]
    cells: Mapping[tuple[str, int], Money]

    def of(self, category: str | None = None, year: int | None = None) -> Money:
        """The sum of a kind of cost, of a year, of both, or of everything."""
        return total(
            (money for (kind, when), money in self.cells.items() if category in {None, kind} and year in {None, when}),
            self.currency,
        )

    @property
    def is_split(self) -> bool:
        """Whether there is more to see than one sum."""
        return len(self.cells) > 1


def sums(lines: Iterable[BudgetLine], currency: str, years: Sequence[FiscalYear]) -> Sums:
    """Add a side's lines up."""
    cells: dict[tuple[str, int], Money] = {}
    for line in lines:
        key = line.category, year_named(line.year, years)
        cells[key] = cells.get(key, Money(0, currency)) + Money(line.minor or 0, currency)
    return Sums(currency, list(dict.fromkeys(category for category, _ in cells)), years, cells)


def asked(lines: Iterable[BudgetLine], currency: str) -> Money:
    """What a side is asked for: the sum of its lines."""
    return total((Money(line.minor or 0, currency) for line in lines), currency)


def by_category(lines: Iterable[BudgetLine], currency: str) -> dict[str, Money]:
    """What a side is asked for, each kind of cost for itself."""
    found: dict[str, Money] = {}
    for line in lines:
        found[line.category] = found.get(line.category, Money(0, currency)) + Money(line.minor or 0, currency)
    return found


def room(lines: Iterable[BudgetLine], cap: Money) -> Money:
    """What could still be asked for under the side's cap; less than nothing when it is exceeded."""
    return cap - asked(lines, cap.currency)


def faults(
    lines: Collection[BudgetLine], side: Side, cap: Money, years: Sequence[FiscalYear] = (),
) -> Iterator[Sentence]:  # fmt: skip
    """What must be put right in a side's budget before it is submitted; a draft may have all of it."""
    if room(lines, cap).minor < 0:
        yield say(
            "The budget of %(side)s is %(asked)s; the most for one project is %(cap)s.",
            side=side.label, asked=asked(lines, side.currency), cap=cap,
        )  # fmt: skip
    for number, line in enumerate(lines, start=1):
        for reason in line_faults(line, side, years):
            yield say(reason.text, number=number, side=side.label)


def line_faults(line: BudgetLine, side: Side, years: Sequence[FiscalYear]) -> Iterator[Sentence]:
    """What one line still lacks."""
    if line.category not in side.categories:
        yield say("Budget line %(number)s of %(side)s: choose a kind of cost.")
    if line.minor is None:
        yield say("Budget line %(number)s of %(side)s: write an amount, or 0.")
    elif line.minor < 0:
        yield say("Budget line %(number)s of %(side)s: an amount cannot be negative.")
    if not line.purpose.strip():
        yield say("Budget line %(number)s of %(side)s: say what it is for.")
    if years and line.year is not None and line.year not in {year.code for year in years}:
        yield say("Budget line %(number)s of %(side)s: choose one of the fiscal years of the project.")
