"""Budgets: what a side asks for, line by line, in its own currency and under its own cap."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Protocol

from grants.money import AmountError, Money, total
from grants.rules.refusal import Refused
from grants.words import Sentence, say


class BudgetLine(Protocol):
    """One thing to be paid, with its reason."""

    @property
    def category(self) -> str:
        """The kind of cost."""

    @property
    def purpose(self) -> str:
        """What it is for."""

    @property
    def minor(self) -> int:
        """How much, in minor units of the side's currency."""


class Side(Protocol):
    """A side of a call, as far as money goes."""

    @property
    def label(self) -> Mapping[str, str]:
        """What the side is called."""

    @property
    def currency(self) -> str:
        """The side's currency."""

    @property
    def cap(self) -> Money:
        """The most it pays for one project."""

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


def line_fault(category: str, amount: str, side: Side) -> Sentence | None:
    """Why a line of a budget cannot be kept as it was typed."""
    if category not in side.categories:
        return say("Choose a kind of cost.")
    try:
        parse_amount(amount, side.currency)
    except Refused as refusal:
        return refusal.reason
    return None


def echo(amount: Money) -> Sentence:
    """How an amount was understood, shown back beside its field."""
    return say("= %(amount)s", amount=amount)


def asked(lines: Iterable[BudgetLine], currency: str) -> Money:
    """What a side is asked for: the sum of its lines."""
    return total((Money(line.minor, currency) for line in lines), currency)


def by_category(lines: Iterable[BudgetLine], currency: str) -> dict[str, Money]:
    """What a side is asked for, each kind of cost for itself."""
    sums: dict[str, Money] = {}
    for line in lines:
        sums[line.category] = sums.get(line.category, Money(0, currency)) + Money(line.minor, currency)
    return sums


def room(lines: Iterable[BudgetLine], side: Side) -> Money:
    """What could still be asked for under the side's cap; less than nothing when it is exceeded."""
    return side.cap - asked(lines, side.currency)


def faults(lines: Collection[BudgetLine], side: Side) -> Iterator[Sentence]:
    """What must be put right in a side's budget before it is submitted; a draft may have all of it."""
    if room(lines, side).minor < 0:
        yield say(
            "The budget of %(side)s is %(asked)s; the most for one project is %(cap)s.",
            side=side.label, asked=asked(lines, side.currency), cap=side.cap,
        )  # fmt: skip
    for number, line in enumerate(lines, start=1):
        where = {"number": number, "side": side.label}
        if line.category not in side.categories:
            yield say("Budget line %(number)s of %(side)s: choose a kind of cost.", **where)
        if line.minor < 0:
            yield say("Budget line %(number)s of %(side)s: an amount cannot be negative.", **where)
        if not line.purpose.strip():
            yield say("Budget line %(number)s of %(side)s: say what it is for.", **where)
