"""From the sides' verdicts to one decision, and pots as sums: RULE-1, cases 12, 13, 14."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.calls.decision_terms import Policy
from grants.money import Money
from grants.rules.decisions import Recommendation
from grants.rules.funding import POLICIES, POLICY_LABELS, WALKS, JointResult, ReasonClass, SideVerdict, Verdict, decide
from grants.rules.pots import Balance, PotEntryKind, balance

FUND = Recommendation.FUND


def japan(verdict=Verdict.FUND, requested=400_000, amount=None):
    return SideVerdict({"en": "Japan"}, Money(requested, "JPY"), verdict, amount)


def sweden(verdict=Verdict.FUND, requested=4_000_000, amount=None):
    return SideVerdict({"en": "Sweden"}, Money(requested, "SEK"), verdict, amount)


def test_rule_1_less_money_on_one_side_makes_it_conditional():
    joint = decide("UNANIMOUS", [japan(), sweden(Verdict.FUND_LESS, amount=Money(2_400_000, "SEK"))], None)
    assert (joint.result, joint.reason) == (JointResult.CONDITIONAL, None)
    assert str(joint.explanation).replace("\xa0", " ") == "Japan: Fund. Sweden: Fund with less, SEK 24,000."


def test_rule_1_no_money_on_one_side_declines_for_the_budget_and_not_for_quality():
    joint = decide("UNANIMOUS", [japan(), sweden(Verdict.NO_MONEY)], None)
    assert (joint.result, joint.reason) == (JointResult.DECLINED, ReasonClass.BUDGET)
    joint = decide("UNANIMOUS", [japan(Verdict.REJECT), sweden(Verdict.NO_MONEY)], None)
    assert (joint.result, joint.reason) == (JointResult.DECLINED, ReasonClass.QUALITY)


def test_case_12_a_side_that_is_asked_for_nothing_does_not_vote():
    assert decide("UNANIMOUS", [japan(), sweden(None, requested=0)], None).result is JointResult.APPROVED


@pytest.mark.parametrize("verdict", [None, Verdict.DEFER])
def test_nothing_follows_while_a_side_has_not_decided(verdict):
    joint = decide("UNANIMOUS", [japan(), sweden(verdict)], None)
    assert (joint.result, str(joint.explanation)) == (None, "Sweden has not decided yet.")


@pytest.mark.parametrize("policy", ["NOMINATE_THEN_HOME", "JOINT_COMMITTEE"])
def test_the_panel_comes_first(policy):
    sides = [japan(), sweden()]
    assert decide(policy, sides, None).result is None
    assert decide(policy, sides, FUND).result is JointResult.APPROVED
    assert decide(policy, sides, Recommendation.RESERVE).result is JointResult.RESERVE
    rejected = decide(policy, sides, Recommendation.REJECT)
    assert (rejected.result, rejected.reason) == (JointResult.DECLINED, ReasonClass.QUALITY)


def test_case_13_a_home_university_can_decline_what_the_panel_nominated():
    joint = decide("NOMINATE_THEN_HOME", [japan(), sweden(Verdict.NO_MONEY)], FUND)
    assert (joint.result, joint.reason) == (JointResult.DECLINED, ReasonClass.BUDGET)
    assert str(joint.explanation) == "The panel nominated it. Japan: Fund. Sweden: No money left."


def test_under_a_joint_committee_a_side_that_contradicts_it_must_agree_first():
    joint = decide("JOINT_COMMITTEE", [japan(), sweden(Verdict.REJECT)], FUND)
    assert (joint.result, str(joint.explanation)) == (
        None, "The joint committee decided to fund it. The record of Sweden says otherwise; they must agree first.",
    )  # fmt: skip


def test_every_policy_a_definition_may_name_has_its_function_and_its_label():
    assert set(get_args(Policy)) == set(POLICIES) | WALKS == set(POLICY_LABELS)


@given(st.lists(st.sampled_from(list(Verdict)), min_size=1, max_size=4), st.sampled_from(list(Recommendation)))
def test_nothing_is_approved_unless_every_side_funds(verdicts, recommendation):
    sides = [japan(verdict) for verdict in verdicts]
    for policy in POLICIES.keys() - {"LEAD_SIDE"}:
        joint = decide(policy, sides, recommendation)
        if joint.result is JointResult.APPROVED:
            assert set(verdicts) == {Verdict.FUND}
        assert (joint.reason is not None) == (joint.result is JointResult.DECLINED)


class Entry:
    def __init__(self, kind, minor):
        self.kind, self.minor = PotEntryKind(kind), minor


def test_a_balance_is_always_a_sum():
    ledger = [
        Entry("pledge", 2_000_000), Entry("topup", 400_000), Entry("cut", -200_000), Entry("earmark", -100_000),
        Entry("award", -800_000), Entry("pay", -400_000), Entry("decommit", 400_000), Entry("return", 50_000),
    ]  # fmt: skip
    expected = Balance(*(Money(minor, "JPY") for minor in (2_200_000, 100_000, 350_000, 400_000, 50_000, 1_750_000)))
    assert balance(ledger, "JPY") == expected
    assert balance([], "SEK").left == Money(0, "SEK")
