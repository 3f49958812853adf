"""What one side may decide: a verdict, a sum within its own limits, and a reason where it departs from the panel."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from grants.money import Money
from grants.rules.decisions import Recommendation
from grants.rules.funding import ReasonClass, Verdict
from grants.rules.refusal import Refused
from grants.words import say

GIVES = frozenset({Verdict.FUND, Verdict.FUND_LESS, Verdict.CONDITIONAL})
FOLLOWS = {
    Recommendation.FUND: Verdict.FUND,
    Recommendation.RESERVE: Verdict.RESERVE,
    Recommendation.REJECT: Verdict.REJECT,
}


def sum_given(verdict: Verdict, amount: Money | None, requested: Money, cap: Money) -> Money:
    """The sum that goes with a verdict: what is asked for unless less is said, never more than the side's limit."""
    if verdict not in GIVES:
        if amount is not None and amount.minor:
            raise Refused(say("“%(verdict)s” gives no money: leave the amount empty.", verdict=verdict.label), "amount")
        return Money(0, requested.currency)
    given = requested if amount is None else amount
    if given > requested:
        raise Refused(say("Only %(requested)s is asked for.", requested=requested), "amount")
    if given > cap:
        raise Refused(say("This side gives at most %(cap)s to one project.", cap=cap), "amount")
    if verdict is Verdict.FUND_LESS and (amount is None or given == requested):
        raise Refused(say("Write how much less than %(requested)s is given.", requested=requested), "amount")
    if verdict is Verdict.FUND and given < requested:
        raise Refused(
            say("That is less than the %(requested)s asked for: choose “%(verdict)s”.", requested=requested,
                verdict=Verdict.FUND_LESS.label), "amount",
        )  # fmt: skip
    if given.minor <= 0 < requested.minor:
        raise Refused(say("Write an amount above nothing, or choose another decision."), "amount")
    return given


def check_reason(verdict: Verdict, reason: str, advised: Recommendation | None) -> None:
    """Whoever departs from the panel, or gives less, says why: it is on record and the other side reads it."""
    expected = Verdict.FUND if advised is None else FOLLOWS[advised]
    if verdict is expected or reason.strip():
        return
    if verdict is Verdict.CONDITIONAL:
        raise Refused(say("Write the condition: it stands in the award."), "reason")
    raise Refused(say("Give the reason: this is not what the panel recommends."), "reason")


OWN_CLASS = {Verdict.REJECT: ReasonClass.QUALITY, Verdict.NO_MONEY: ReasonClass.BUDGET,
             Verdict.INELIGIBLE: ReasonClass.ELIGIBILITY}  # fmt: skip
FREE = frozenset({Verdict.REJECT, Verdict.FUND_LESS, Verdict.CONDITIONAL, Verdict.RESERVE})


def class_of(verdict: Verdict, said: ReasonClass | None) -> ReasonClass | None:
    """The class of a side's reason, as statistics count it: the one it names, or the one its verdict has by itself."""
    own = OWN_CLASS.get(verdict)
    if said is None or said is own:
        return own
    if verdict not in FREE:
        raise Refused(
            say("“%(verdict)s” has no reason of the class “%(reason)s”.", verdict=verdict.label, reason=said.label),
            "reason_class",
        )  # fmt: skip
    return said


def payer(parties: Sequence[Any], side: str, institution_id: UUID | None) -> Any:
    """Who pays for a side: the investigator's own university, or the one funder the side has."""
    own = [party for party in parties if party.side == side]
    home = [party for party in own if party.institution_id == institution_id and institution_id is not None]
    shared = [party for party in own if party.institution_id is None]
    return next(iter([*home, *shared, *(own if len(own) == 1 else [])]), None)


def purse(party: Any, currency: str, theme: str) -> Any:
    """The pot a project is paid from: the one kept for its theme, else the party's open one."""
    fitting = [pot for pot in party.pots if pot.currency == currency and pot.theme in {None, theme}]
    return next(iter(sorted(fitting, key=lambda pot: pot.theme is None)), None)
