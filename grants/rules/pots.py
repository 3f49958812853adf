"""Pots: what was pledged, what is promised, what is left; and how far the pots reach down a ranking."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from grants.money import Money
from grants.rules.calls import PotEntryKind


class PotEntry(Protocol):
    """One line of a pot's ledger; what goes out of the pot is negative."""

    @property
    def kind(self) -> PotEntryKind:
        """What moved the money."""

    @property
    def minor(self) -> int:
        """How much, in minor units of the pot's currency."""


@dataclass(frozen=True)
class Balance:
    """Where a pot stands: every figure is a sum of its ledger."""

    pledged: Money
    earmarked: Money
    awarded: Money
    paid: Money
    left: Money


PLEDGED = (PotEntryKind.PLEDGE, PotEntryKind.TOPUP, PotEntryKind.CUT)
AWARDED = (PotEntryKind.AWARD, PotEntryKind.DECOMMIT, PotEntryKind.RETURN)


def balance(entries: Iterable[PotEntry], currency: str) -> Balance:
    """Where a pot stands. A payment settles what was awarded, so it does not lessen what is left again."""
    sums = dict.fromkeys(PotEntryKind, 0)
    for entry in entries:
        sums[entry.kind] += entry.minor
    return Balance(
        pledged=Money(sum(sums[kind] for kind in PLEDGED), currency),
        earmarked=Money(-sums[PotEntryKind.EARMARK], currency),
        awarded=Money(-sum(sums[kind] for kind in AWARDED), currency),
        paid=Money(-sums[PotEntryKind.PAY], currency),
        left=Money(sum(sum_ for kind, sum_ in sums.items() if kind is not PotEntryKind.PAY), currency),
    )


@dataclass(frozen=True)
class Reached:
    """What became of one project on the way down the ranking; `short` names the pots that were empty."""

    project: Hashable
    funded: bool
    short: tuple[str, ...] = ()


def walk(
    ranked: Sequence[tuple[Hashable, Mapping[str, Money]]], pots: Mapping[str, Money],
    on_empty: Literal["skip", "stop"],
) -> list[Reached]:  # fmt: skip
    """Go down the ranking and fund each project whole while every pot it needs has enough.

    Where a pot is empty, `skip` looks further down for projects that still fit, `stop` funds nothing below.
    """
    left, stopped, reached = dict(pots), False, []
    for project, asks in ranked:
        short = tuple(pot for pot, amount in asks.items() if left[pot] < amount)
        funded = not short and not stopped
        stopped = stopped or (bool(short) and on_empty == "stop")
        for pot, amount in asks.items() if funded else ():
            left[pot] -= amount
        reached.append(Reached(project, funded, short))
    return reached
