"""What a side has spent: so much in all, and where it says so, how much of it on each kind of cost."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from grants.money import Money, total
from grants.rules.budget import parse_amount
from grants.rules.refusal import Refused
from grants.words import say

FIELD = "of_{}"


@dataclass(frozen=True)
class Outlay:
    """What was spent as typed: the amount, the remarks, and what went on each kind of cost."""

    amount: str
    note: str = ""
    kinds: Mapping[str, str] = field(default_factory=dict)


def by_kind(outlay: Outlay, spent: Money, paid_for: Collection[str]) -> dict[str, int]:
    """What went on each kind of cost that the side pays for; told for all that was spent, or not at all."""
    told = {
        code: parse_amount(text, spent.currency, FIELD.format(code)) for code, text in outlay.kinds.items()
        if code in paid_for and text.strip()
    }  # fmt: skip
    together = total(told.values(), spent.currency)
    if told and together != spent:
        raise Refused(
            say("The kinds of cost come to %(sum)s, not to %(amount)s.", sum=together, amount=spent), "amount",
        )  # fmt: skip
    return {code: amount.minor for code, amount in told.items()}
