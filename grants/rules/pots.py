"""Pots: what was pledged, what is promised, what is left."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate
from typing import Any, Protocol

from grants.money import Money
from grants.rules.relations import sides_of
from grants.words import Sentence, say


class PotEntryKind(StrEnum):
    """What moves money into or out of a pot."""

    PLEDGE = "pledge"
    TOPUP = "topup"
    CUT = "cut"
    EARMARK = "earmark"
    UNEARMARK = "unearmark"
    AWARD = "award"
    DECOMMIT = "decommit"
    PAY = "pay"
    RETURN = "return"
    FILL = "fill"

    @property
    def label(self) -> Sentence:
        """The movement's name for people."""
        return ENTRY_LABELS[self]


ENTRY_LABELS = {
    PotEntryKind.PLEDGE: say("Pledge"),
    PotEntryKind.TOPUP: say("Added"),
    PotEntryKind.CUT: say("Cut"),
    PotEntryKind.EARMARK: say("Set aside"),
    PotEntryKind.UNEARMARK: say("No longer set aside"),
    PotEntryKind.AWARD: say("Awarded"),
    PotEntryKind.DECOMMIT: say("Set free"),
    PotEntryKind.PAY: say("Paid"),
    PotEntryKind.RETURN: say("Returned"),
    PotEntryKind.FILL: say("Filled from the shared pot"),
}


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
    returned: Money
    left: Money

    @property
    def to_pay(self) -> Money:
        """What was awarded and has not been paid yet."""
        return self.awarded - self.out

    @property
    def out(self) -> Money:
        """What was paid and has not come back."""
        return self.paid - self.returned


K = PotEntryKind
PLEDGED = (K.PLEDGE, K.TOPUP, K.CUT)
SET_ASIDE = (K.EARMARK, K.UNEARMARK)
AWARDED = (K.AWARD, K.DECOMMIT, K.RETURN)


def balance(entries: Iterable[PotEntry], currency: str) -> Balance:
    """Where a pot stands. A payment settles what was awarded, so it does not lessen what is left again."""
    sums = dict.fromkeys(PotEntryKind, 0)
    for entry in entries:
        sums[entry.kind] += entry.minor

    def total(*kinds: PotEntryKind) -> Money:
        return Money(sum(sums[kind] for kind in kinds), currency)

    return Balance(
        pledged=total(*PLEDGED), earmarked=-total(*SET_ASIDE), awarded=-total(*AWARDED), paid=-total(K.PAY),
        returned=total(K.RETURN), left=total(*PLEDGED, *SET_ASIDE, *AWARDED, K.FILL),
    )  # fmt: skip


def left_after_each(entries: Iterable[PotEntry], currency: str) -> list[Money]:
    """What a pot held after each line of its ledger."""
    moved = (0 if entry.kind is K.PAY else entry.minor for entry in entries)
    return [Money(minor, currency) for minor in accumulate(moved)]


@dataclass(frozen=True)
class ByHand:
    """A line people write: which way the money goes, how much at most, and whether one award is meant."""

    sign: int
    most: Callable[[Balance], Money] | None = None
    reason: Sentence | None = None
    of_award: bool = False


HOLDS = say("The pot holds only %(most)s.")
WRITTEN_BY_HAND = {
    K.TOPUP: ByHand(+1),
    K.CUT: ByHand(-1, lambda pot: pot.left, HOLDS),
    K.EARMARK: ByHand(-1, lambda pot: pot.left, HOLDS),
    K.UNEARMARK: ByHand(+1, lambda pot: pot.earmarked, say("Only %(most)s is set aside by hand.")),
    K.PAY: ByHand(-1, lambda award: award.to_pay, say("Only %(most)s of this award is still to be paid."), True),
    K.RETURN: ByHand(+1, lambda award: award.out, say("Only %(most)s of this award is paid out."), True),
}


def reason_against_entry(by: Any, call: Any, pot: Any, movement: Any) -> Sentence | None:
    """Why a line may not be written into a pot's ledger: another side's money, no amount, or more than is there."""
    if pot.party.side not in sides_of(by, call):
        return say("Only officers of the side “%(side)s” record its money.", side=call.side(pot.party.side).label)
    rule = WRITTEN_BY_HAND.get(movement.kind)
    if rule is None:
        return say("Pledges and awards write their own lines.")
    if movement.amount.minor <= 0:
        return say("The amount must be more than nothing.")
    if rule.of_award and movement.application_id is None:
        return say("Choose the award that is meant.")
    most = rule.most(balance(meant(pot.entries, movement), pot.currency)) if rule.most else None
    if most is not None and rule.reason is not None and movement.amount > most:
        return say(rule.reason.text, most=most)
    return None


def meant(entries: Iterable[Any], movement: Any) -> list[Any]:
    """The lines of a ledger against which a movement is held: one award's, what was set aside by hand, or all."""
    rule = WRITTEN_BY_HAND[movement.kind]
    if rule.of_award:
        return [entry for entry in entries if entry.application_id == movement.application_id]
    if movement.kind is K.UNEARMARK:
        return [entry for entry in entries if entry.application_id is None]
    return list(entries)
