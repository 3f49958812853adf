"""Funding: how the verdicts of the sides become one joint decision. A new policy is one function and one row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from grants.money import Money
from grants.rules.decisions import Recommendation
from grants.rules.sentences import joined
from grants.words import Sentence, say


class Verdict(StrEnum):
    """What one side decides about one application."""

    FUND = "fund"
    FUND_LESS = "fund_less"
    CONDITIONAL = "conditional"
    RESERVE = "reserve"
    REJECT = "reject"
    NO_MONEY = "no_money"
    INELIGIBLE = "ineligible"
    DEFER = "defer"

    @property
    def label(self) -> Sentence:
        """The verdict in words."""
        return VERDICT_LABELS[self]


VERDICT_LABELS = {
    Verdict.FUND: say("Fund"),
    Verdict.FUND_LESS: say("Fund with less"),
    Verdict.CONDITIONAL: say("Fund on a condition"),
    Verdict.RESERVE: say("Reserve list"),
    Verdict.REJECT: say("Do not fund"),
    Verdict.NO_MONEY: say("No money left"),
    Verdict.INELIGIBLE: say("Not eligible"),
    Verdict.DEFER: say("Not decided yet"),
}


class JointResult(StrEnum):
    """What the sides decide together."""

    APPROVED = "approved"
    CONDITIONAL = "conditional"
    RESERVE = "reserve"
    DECLINED = "declined"

    @property
    def label(self) -> Sentence:
        """The result in words."""
        return RESULT_LABELS[self]


RESULT_LABELS = {
    JointResult.APPROVED: say("Approved"),
    JointResult.CONDITIONAL: say("Approved on a condition"),
    JointResult.RESERVE: say("Reserve list"),
    JointResult.DECLINED: say("Not funded"),
}


class ReasonClass(StrEnum):
    """Why an application was declined, as statistics count it."""

    QUALITY = "quality"
    BUDGET = "budget"
    ELIGIBILITY = "eligibility"

    @property
    def label(self) -> Sentence:
        """The reason in words."""
        return REASON_LABELS[self]


REASON_LABELS = {
    ReasonClass.QUALITY: say("Quality"),
    ReasonClass.BUDGET: say("Budget"),
    ReasonClass.ELIGIBILITY: say("Eligibility"),
}


@dataclass(frozen=True)
class SideVerdict:
    """One side's part in a decision: what it was asked for, what it decided (none: not yet), and how much it gives."""

    label: Mapping[str, str]
    requested: Money
    verdict: Verdict | None = None
    amount: Money | None = None


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
    waiting = [part for part in voting if part.verdict in (None, Verdict.DEFER)]
    if waiting:
        return Joint(None, joined([say("%(side)s has not decided yet.", side=part.label) for part in waiting]))
    told = joined([told_of(part) for part in voting])
    verdicts = {part.verdict for part in voting}
    for verdict, result, reason in OUTRANKED:
        if verdict in verdicts:
            return Joint(result, told, reason)
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


def told_of(part: SideVerdict) -> Sentence:
    """What one side decided, with its sum where it gives one."""
    verdict = part.verdict.label if part.verdict else Verdict.DEFER.label
    if part.amount is None or part.amount.minor == 0:
        return say("%(side)s: %(verdict)s.", side=part.label, verdict=verdict)
    return say("%(side)s: %(verdict)s, %(amount)s.", side=part.label, verdict=verdict, amount=part.amount)


POLICIES: dict[str, Policy] = {
    "UNANIMOUS": unanimous,
    "JOINT_COMMITTEE": joint_committee,
    "NOMINATE_THEN_HOME": nominate_then_home,
    "ONE_SIDED": unanimous,  # only one side is asked for money, so only one votes
}
POLICY_LABELS = {
    "UNANIMOUS": say("Every side must agree"),
    "JOINT_COMMITTEE": say("A joint committee decides"),
    "NOMINATE_THEN_HOME": say("The panel nominates, the home universities confirm"),
    "ONE_SIDED": say("One side decides and pays"),
}


def decide(policy: str, parts: Sequence[SideVerdict], recommendation: Recommendation | None) -> Joint:
    """The joint decision that follows from the call's policy."""
    return POLICIES[policy](parts, recommendation)
