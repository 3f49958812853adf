"""Allotment: one ranking, several pots in several currencies, one rule: who is funded, with what, and why not.

Every amount is a whole number of minor units of its pot's currency; rates are exact fractions. Practice and terms:
ERA-LEARN (virtual common pot, mixed mode with gap filling). Nothing here is ever converted for showing.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from typing import Any, Literal

OnEmpty = Literal["skip", "stop"]
Completes = Callable[[Sequence[bool]], bool]


class Reason(StrEnum):
    """Why a project stands where it stands after the walk."""

    FUNDED = "funded"
    IN_PART = "in_part"
    POT_EXHAUSTED = "pot_exhausted"
    QUOTA = "quota"
    BELOW_STOP = "below_stop"


@dataclass(frozen=True)
class Pot:
    """One party's money for the call."""

    currency: str
    amount: int


@dataclass(frozen=True)
class Balancing:
    """The shared pot that fills gaps, and what a minor unit of each currency costs in its own minor units."""

    currency: str
    amount: int
    rates: Mapping[str, Fraction]


@dataclass(frozen=True)
class Project:
    """What is ranked: its place (equals share one), what it asks of each pot, its merit for comparison only."""

    id: str
    rank: int
    asks: Mapping[str, int]
    merit: int = 0
    attributes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Means:
    """All the money of a call: a pot for each party, and perhaps a balancing pot."""

    pots: Mapping[str, Pot]
    balancing: Balancing | None = None

    def gaps(self, spent: Mapping[str, int]) -> dict[str, int]:
        """By how much each pot that is spent from would be exceeded."""
        return {name: max(0, total - self.pots[name].amount) for name, total in spent.items()}

    def need(self, spent: Mapping[str, int]) -> int:
        """What the balancing pot would pay: each party's whole gap at its rate, rounded up once for each party.

        A KeyError where a pot that is exceeded has no rate, or there is no balancing pot at all.
        """
        rates = self.balancing.rates if self.balancing else {}
        filled = [(gap, rates[self.pots[name].currency]) for name, gap in self.lacking(spent).items()]
        return sum(-(-gap * rate.numerator // rate.denominator) for gap, rate in filled)

    def cover(self, spent: Mapping[str, int]) -> bool:
        """Whether the money is enough for all of this."""
        if self.balancing is None:
            return all(total <= self.pots[name].amount for name, total in spent.items())
        return self.need(spent) <= self.balancing.amount

    def lacking(self, spent: Mapping[str, int]) -> dict[str, int]:
        """How much more each party would have to give so that no gap is left: nothing where there is none."""
        over = ((name, total - self.pots[name].amount) for name, total in spent.items())
        return {name: gap for name, gap in over if gap > 0}

    def raised(self, pot: str, by: int) -> "Means":
        """The same means with more, or less, in one pot: the question what if."""
        more = replace(self.pots[pot], amount=self.pots[pot].amount + by)
        return replace(self, pots={**self.pots, pot: more})


@dataclass(frozen=True)
class Line:
    """What became of one project; `short` names the pots it asks that would be exceeded, `granted` what it gets."""

    project: Project
    reason: Reason
    short: tuple[str, ...] = ()
    granted: Mapping[str, int] = field(default_factory=dict)

    @property
    def funded(self) -> bool:
        """Whether it gets money."""
        return self.reason in (Reason.FUNDED, Reason.IN_PART)


@dataclass(frozen=True)
class Allotment:
    """The whole walk: a line for each project in order, what every pot spends, what the balancing pot fills."""

    lines: tuple[Line, ...]
    spent: Mapping[str, int]
    filled: int

    @property
    def funded(self) -> list[str]:
        """Who gets money, in order."""
        return [line.project.id for line in self.lines if line.funded]

    @property
    def reserve(self) -> list[str]:
        """Who comes next when money comes back, in order."""
        return [line.project.id for line in self.lines if not line.funded]


def spending(projects: Sequence[Project]) -> Counter[str]:
    """What projects ask of each pot together."""
    total: Counter[str] = Counter()
    for project in projects:
        total.update(project.asks)
    return total


def check(projects: Sequence[Project], means: Means) -> None:
    """Refuse with a ValueError what cannot be walked: names twice, unknown pots, negative amounts, missing rates."""
    if len({project.id for project in projects}) != len(projects):
        raise ValueError("a project comes twice")
    asked = {name for project in projects for name in project.asks}
    if asked - set(means.pots):
        raise ValueError(f"there is no pot for {', '.join(sorted(asked - set(means.pots)))}")
    amounts = [each for project in projects for each in project.asks.values()]
    amounts += [pot.amount for pot in means.pots.values()] + ([means.balancing.amount] if means.balancing else [])
    if any(type(amount) is not int or amount < 0 for amount in amounts):
        raise ValueError("every amount is a whole number of minor units, and none is negative")
    currencies = {pot.currency for pot in means.pots.values()}
    if means.balancing and currencies - set(means.balancing.rates):
        raise ValueError(f"no rate for {', '.join(sorted(currencies - set(means.balancing.rates)))}")
    if means.balancing and min(means.balancing.rates.values(), default=Fraction(1)) <= 0:
        raise ValueError("a rate is more than nothing")


def allot(
    ordered: Sequence[Project], means: Means, on_empty: OnEmpty = "skip", part: Fraction | None = None,
    completes: Completes = lambda _: True,
) -> Allotment:  # fmt: skip
    """Walk down the order and fund each project whole while the means cover it.

    Where they do not, `skip` looks further down for what still fits and `stop` funds nothing below. With `part`,
    a project that does not fit is offered what its pots still hold, if that is at least this share of each ask.
    `completes` says whether the choices so far (in order, this one last) can still meet the quotas.
    """
    check(ordered, means)
    spent = dict.fromkeys(means.pots, 0)
    lines: list[Line] = []
    chosen: list[bool] = []
    stopped = False
    for project in ordered:
        line = Line(project, Reason.BELOW_STOP) if stopped else meet(project, means, spent, part)
        if line.funded and not completes([*chosen, True]):
            line = Line(project, Reason.QUOTA)
        stopped = stopped or (on_empty == "stop" and line.reason is not Reason.FUNDED)
        for name, minor in line.granted.items():
            spent[name] += minor
        lines.append(line)
        chosen.append(line.funded)
    return Allotment(tuple(lines), spent, means.need(spent))


def meet(project: Project, means: Means, spent: Mapping[str, int], part: Fraction | None) -> Line:
    """Whether the means meet one project after all that was granted before: whole, in part, or not at all.

    What others were granted is covered already: only where gaps are filled from one pot do theirs count again.
    """
    total = {name: spent[name] + ask for name, ask in project.asks.items()}
    if means.cover({**spent, **total} if means.balancing else total):
        return Line(project, Reason.FUNDED, granted=project.asks)
    gaps = means.gaps(total)
    short = tuple(sorted(name for name, ask in project.asks.items() if ask and gaps[name]))
    left = {name: max(0, ask - gaps[name]) for name, ask in project.asks.items()}
    if part and all(left[name] >= part * ask for name, ask in project.asks.items()):
        return Line(project, Reason.IN_PART, short, left)
    return Line(project, Reason.POT_EXHAUSTED, short)


def wanting(allotment: Allotment, project: str, means: Means) -> tuple[dict[str, int], int]:
    """What is missing to fund this project as well, all others staying: by party, and from the balancing pot.

    Without a balancing pot each of the parties must add its sum; with one, it would do that the balancing pot grew.
    """
    missed = next(line.project for line in allotment.lines if line.project.id == project)
    if project in allotment.funded:
        return {}, 0
    total = Counter(allotment.spent) + Counter(missed.asks)
    lacking = {name: gap for name, gap in means.lacking(total).items() if missed.asks.get(name)}
    return lacking, max(0, means.need(total) - means.balancing.amount) if means.balancing else 0


def changed(before: Allotment, after: Allotment) -> tuple[list[str], list[str]]:
    """Who would be funded in addition, and who no longer, between two allotments."""
    one, other = set(before.funded), set(after.funded)
    return [name for name in after.funded if name not in one], [name for name in before.funded if name not in other]


def frequency(
    orders: Sequence[Sequence[str]], projects: Collection[Project], means: Means, on_empty: OnEmpty = "skip",
) -> dict[str, Fraction]:  # fmt: skip
    """In which share of several plausible orders each project is funded."""
    named = {project.id: project for project in projects}
    count = Counter(
        name for order in orders for name in allot([named[each] for each in order], means, on_empty).funded
    )  # fmt: skip
    return {name: Fraction(count[name], len(orders)) for name in named}
