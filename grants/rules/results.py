"""The words of a decision: what a side says, what the sides decide together, and why an application was declined."""

from enum import StrEnum

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
    FIT = "fit"
    BALANCE = "balance"

    @property
    def label(self) -> Sentence:
        """The reason in words."""
        return REASON_LABELS[self]


REASON_LABELS = {
    ReasonClass.QUALITY: say("Quality"),
    ReasonClass.BUDGET: say("Budget"),
    ReasonClass.ELIGIBILITY: say("Eligibility"),
    ReasonClass.FIT: say("Fit with the aim of the call"),
    ReasonClass.BALANCE: say("Balance of the round"),
}
