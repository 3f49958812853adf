"""Funding: how the verdicts of the sides become one joint decision. A new policy is one function and one row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from grants.money import Money
from grants.rules.decisions import Recommendation
from grants.rules.results import JointResult, ReasonClass, Verdict
from grants.rules.sentences import joined
from grants.words import Sentence, say

__all__ = [
    "POLICIES", "POLICY_LABELS", "WALKS", "Joint", "JointResult", "ReasonClass", "SideVerdict", "Verdict", "decide",
    "unanimous",
]  # fmt: skip


@dataclass(frozen=True)
class SideVerdict:
    """One side's part in a decision: what it was asked for, what it decided (none: not yet), how much it gives and why.

    `leads` says that it is the side that leads the application, `agrees` that its time for a veto is over.
    """

    label: Mapping[str, str]
    requested: Money
    verdict: Verdict | None = None
    amount: Money | None = None
    reason: ReasonClass | None = None
    leads: bool = False
    agrees: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it still has to decide."""
        return self.verdict in (None, Verdict.DEFER)


@dataclass(frozen=True)
class Joint:
    """What follows for the application: a result, or none while somebody must still decide, and why."""

    result: JointResult | None
    explanation: Sentence
    reason: ReasonClass | None = None


Policy = Callable[[Sequence[SideVerdict], Recommendation | None], Joint]
OUTRANKED = (
    (Verdict.INELIGIBLE, JointResult.DECLINED, ReasonClass.ELIGIBILITY),
    (Verdict.REJECT, JointResult.DECLINED, ReasonClass.QUALITY),
    (Verdict.NO_MONEY, JointResult.DECLINED, ReasonClass.BUDGET),
    (Verdict.RESERVE, JointResult.RESERVE, None),
    (Verdict.FUND_LESS, JointResult.CONDITIONAL, None),
    (Verdict.CONDITIONAL, JointResult.CONDITIONAL, None),
)  # the first verdict found on any side decides


def unanimous(parts: Sequence[SideVerdict], _recommendation: Recommendation | None = None) -> Joint:
    """Approved when every side that is asked for money says fund."""
    voting = [part for part in parts if part.requested.minor > 0]
    if not voting:
        return Joint(None, say("No side is asked for money."))
    waiting = [part for part in voting if part.is_open]
    if waiting:
        return Joint(None, still_open(waiting))
    return heard(voting)


def still_open(parts: Sequence[SideVerdict]) -> Sentence:
    """Who has not decided yet."""
    return joined([say("%(side)s has not decided yet.", side=part.label) for part in parts])


def heard(parts: Sequence[SideVerdict]) -> Joint:
    """What follows when all of these have decided: the most cautious verdict counts, with that side's own reason."""
    told = joined([told_of(part) for part in parts])
    for verdict, result, reason in OUTRANKED:
        found = next((part for part in parts if part.verdict is verdict), None)
        if found is not None:
            return Joint(result, told, found.reason or reason if result is JointResult.DECLINED else None)
    return Joint(JointResult.APPROVED, told)


def nominate_then_home(parts: Sequence[SideVerdict], recommendation: Recommendation | None) -> Joint:
    """The panel nominates; each home university then confirms that it pays."""
    if recommendation is None:
        return Joint(None, say("The panel has not made its recommendation yet."))
    if recommendation is Recommendation.REJECT:
        return Joint(JointResult.DECLINED, say("The panel did not nominate it."), ReasonClass.QUALITY)
    if recommendation is Recommendation.RESERVE:
        return Joint(JointResult.RESERVE, say("The panel put it on the reserve list."))
    home = unanimous(parts)
    explanation = joined([say("The panel nominated it."), home.explanation])
    return Joint(home.result, explanation, home.reason)


def joint_committee(parts: Sequence[SideVerdict], recommendation: Recommendation | None) -> Joint:
    """One committee of all sides decides; the sides' own records give the amounts and must not contradict it."""
    if recommendation is None:
        return Joint(None, say("The joint committee has not decided yet."))
    if recommendation is Recommendation.REJECT:
        return Joint(JointResult.DECLINED, say("The joint committee decided not to fund it."), ReasonClass.QUALITY)
    if recommendation is Recommendation.RESERVE:
        return Joint(JointResult.RESERVE, say("The joint committee put it on the reserve list."))
    decided = say("The joint committee decided to fund it.")
    sides = unanimous(parts)
    against = [part for part in parts if part.verdict in (Verdict.REJECT, Verdict.RESERVE)]
    if sides.result and against:
        contradiction = say("The record of %(side)s says otherwise; they must agree first.", side=against[0].label)
        return Joint(None, joined([decided, contradiction]))
    return Joint(sides.result, joined([decided, sides.explanation]), sides.reason)


def recommend_then_steering(parts: Sequence[SideVerdict], recommendation: Recommendation | None) -> Joint:
    """Both sides recommend; the steering group decides among what all of them recommend."""
    sides = unanimous(parts)
    if sides.result in (None, JointResult.DECLINED):
        return sides
    if recommendation is None:
        waits = say("The steering group has not decided yet.")
        return Joint(None, joined([sides.explanation, waits]))
    if recommendation is Recommendation.FUND:
        decided = say("The steering group decided to fund it.")
        return Joint(sides.result, joined([sides.explanation, decided]))
    if recommendation is Recommendation.RESERVE:
        decided = say("The steering group put it on the reserve list.")
        return Joint(JointResult.RESERVE, joined([sides.explanation, decided]))
    decided = say("The steering group decided not to fund it.")
    return Joint(JointResult.DECLINED, joined([sides.explanation, decided]), ReasonClass.QUALITY)


def lead_side(parts: Sequence[SideVerdict], _recommendation: Recommendation | None = None) -> Joint:
    """The lead side decides; a partner can only say, in time, that it is not eligible there or lacks the money."""
    lead = next((part for part in parts if part.leads), None)
    if lead is None or lead.is_open:
        return Joint(None, still_open([lead] if lead else parts))
    alone = heard([lead])
    if alone.result is JointResult.DECLINED:
        return alone
    partners = [part for part in parts if not part.leads and part.requested.minor > 0]
    vetoing = [part for part in partners if part.verdict in VETOES]
    if vetoing:
        veto = heard(vetoing)
        return Joint(veto.result, joined([alone.explanation, veto.explanation]), veto.reason)
    silent = [part for part in partners if part.is_open and not part.agrees]
    if silent:
        return Joint(None, joined([alone.explanation, still_open(silent)]))
    return Joint(alone.result, joined([alone.explanation, *(lead_binds(part) for part in partners)]))


def lead_binds(part: SideVerdict) -> Sentence:
    """What a partner's word comes to where the lead side decides."""
    if part.is_open:
        return say("%(side)s raised no objection in time.", side=part.label)
    return say("%(side)s raised no objection to eligibility or budget.", side=part.label)


def told_of(part: SideVerdict) -> Sentence:
    """What one side decided, with its sum where it gives one."""
    verdict = part.verdict.label if part.verdict else Verdict.DEFER.label
    if part.amount is None or part.amount.minor == 0:
        return say("%(side)s: %(verdict)s.", side=part.label, verdict=verdict)
    return say("%(side)s: %(verdict)s, %(amount)s.", side=part.label, verdict=verdict, amount=part.amount)


VETOES = frozenset({Verdict.INELIGIBLE, Verdict.NO_MONEY})
POLICIES: dict[str, Policy] = {
    "UNANIMOUS": unanimous,
    "JOINT_COMMITTEE": joint_committee,
    "RECOMMEND_THEN_STEERING": recommend_then_steering,
    "NOMINATE_THEN_HOME": nominate_then_home,
    "LEAD_SIDE": lead_side,
    "ONE_SIDED": unanimous,  # only one side is asked for money, so only one votes
}
WALKS = frozenset({"RANKED_POTS", "MIXED_POT", "LOTTERY"})  # down a ranking or a draw, over the pots: see `walked`
POLICY_LABELS = {
    "UNANIMOUS": say("Every side must agree"),
    "JOINT_COMMITTEE": say("A joint committee decides"),
    "RECOMMEND_THEN_STEERING": say("The sides recommend, a steering group decides"),
    "NOMINATE_THEN_HOME": say("The panel nominates, the home universities confirm"),
    "LEAD_SIDE": say("The lead side decides, the others can object to eligibility or budget"),
    "RANKED_POTS": say("The ranking decides, as far as the pots reach"),
    "MIXED_POT": say("The ranking decides, a shared pot fills the gaps"),
    "ONE_SIDED": say("One side decides and pays"),
    "LOTTERY": say("Lots decide among those who reach the bar"),
}


def decide(policy: str, parts: Sequence[SideVerdict], recommendation: Recommendation | None) -> Joint:
    """The joint decision that follows from the sides and the panel by a policy that walks no pots."""
    return POLICIES[policy](parts, recommendation)
