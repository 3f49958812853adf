"""The nine policies over a whole call: POT-1, RULE-1, cases 13, 15, 38, and every modifier."""

from dataclasses import replace
from fractions import Fraction
from itertools import permutations

import pytest

from grants.money import Money
from grants.reckoning.policies import ORDERS, Candidate, Scheme, TieDecides, decide
from grants.rules.allotment import Balancing, Means, Pot, Project
from grants.rules.decisions import Recommendation
from grants.rules.funding import POLICIES, POLICY_LABELS, WALKS, JointResult, ReasonClass, SideVerdict, Verdict
from grants.rules.lottery import drawn
from tests.rules.test_allotment import POT_1, RANKED, SHARED

APPROVED, CONDITIONAL, RESERVE, DECLINED = JointResult
CALL = [Candidate(project, Fraction(4)) for project in RANKED]


def results(scheme, candidates=CALL, means=POT_1):
    return {name: each.result for name, each in decide(scheme, candidates, means).items()}


def sides(jp=Verdict.FUND, se=Verdict.FUND, *, lead="", silence_agrees=False, **told):
    asked = {
        "JP": SideVerdict({"en": "Japan"}, Money(1, "JPY"), jp, leads=lead == "JP", agrees=silence_agrees),
        "SE": SideVerdict({"en": "Sweden"}, Money(1, "SEK"), se, leads=lead == "SE", agrees=silence_agrees),
    }
    return Candidate(Project("A", 1, {}), sides=asked, **told)


def decided(policy, candidate):
    found = decide(Scheme(policy), [candidate], POT_1)["A"]
    return found.result, found.reason


def test_there_are_nine():
    assert set(ORDERS) == WALKS
    assert len(POLICIES | ORDERS) == 9
    assert POLICY_LABELS.keys() == (POLICIES | ORDERS).keys()
    with pytest.raises(ValueError, match="no policy"):
        decide(Scheme("COIN"), CALL, POT_1)


def test_pot_1_under_the_three_policies_that_walk():
    assert results(Scheme("RANKED_POTS")) == {"A": APPROVED, "B": RESERVE, "C": APPROVED}
    assert results(Scheme("RANKED_POTS", "stop")) == {"A": APPROVED, "B": RESERVE, "C": RESERVE}
    assert results(Scheme("MIXED_POT"), means=SHARED) == dict.fromkeys("ABC", APPROVED)
    assert results(Scheme("RANKED_POTS"), means=SHARED)["B"] is RESERVE
    assert decide(Scheme("RANKED_POTS"), CALL, POT_1)["B"].line.short == ("Lund",)
    with pytest.raises(ValueError, match="balancing"):
        decide(Scheme("MIXED_POT"), CALL, POT_1)


def test_case_38_a_lottery_goes_by_ticket_among_those_who_reach_the_bar():
    one = Means({"P": Pot("JPY", 2)})
    held = [
        Candidate(Project(name, 1, {"P": 1}), Fraction(score))
        for name, score in zip("vwxyz", (5, 4, 3, 4, 5), strict=True)
    ]
    found = results(Scheme("LOTTERY", bar=Fraction(4), seed="s"), held, one)
    first, second, *others = drawn("s", "vwyz")
    assert found == {first: APPROVED, second: APPROVED, **dict.fromkeys(others, RESERVE), "x": DECLINED}


@pytest.mark.parametrize("policy", ["UNANIMOUS", "ONE_SIDED"])
def test_rule_1_by_the_sides_verdicts(policy):
    assert decided(policy, sides(se=Verdict.FUND_LESS)) == (CONDITIONAL, None)
    assert decided(policy, sides(se=Verdict.NO_MONEY)) == (DECLINED, ReasonClass.BUDGET)


@pytest.mark.parametrize("policy", ["JOINT_COMMITTEE", "NOMINATE_THEN_HOME"])
def test_case_13_panel_first_then_the_sides(policy):
    assert decided(policy, sides()) == (None, None)
    assert decided(policy, sides(advice=Recommendation.FUND)) == (APPROVED, None)
    assert decided(policy, sides(advice=Recommendation.FUND, se=Verdict.NO_MONEY)) == (DECLINED, ReasonClass.BUDGET)


def test_a_steering_group_decides_among_what_both_sides_recommend():
    policy = "RECOMMEND_THEN_STEERING"
    assert decided(policy, sides()) == (None, None)
    assert decided(policy, sides(se=None, advice=Recommendation.FUND)) == (None, None)
    assert decided(policy, sides(advice=Recommendation.FUND)) == (APPROVED, None)
    assert decided(policy, sides(advice=Recommendation.RESERVE)) == (RESERVE, None)
    assert decided(policy, sides(advice=Recommendation.REJECT)) == (DECLINED, ReasonClass.QUALITY)
    assert decided(policy, sides(se=Verdict.REJECT, advice=Recommendation.FUND)) == (DECLINED, ReasonClass.QUALITY)


def test_a_lead_side_decides_and_its_partner_can_only_lack_money_or_eligibility():
    def led(**told):
        return decided("LEAD_SIDE", sides(lead="JP", **told))

    assert led() == (APPROVED, None)
    assert led(se=Verdict.REJECT) == (APPROVED, None)
    assert led(jp=Verdict.REJECT) == (DECLINED, ReasonClass.QUALITY)
    assert led(jp=None) == (None, None)
    assert led(se=Verdict.NO_MONEY) == (DECLINED, ReasonClass.BUDGET)
    assert led(se=Verdict.INELIGIBLE) == (DECLINED, ReasonClass.ELIGIBILITY)
    assert led(se=None) == (None, None)
    assert led(se=None, silence_agrees=True) == (APPROVED, None)


def themed(*themes):
    return [
        Candidate(Project(f"p{n}", n, {"P": 2}, 1, {"theme": theme, "lead": theme})) for n, theme in enumerate(themes)
    ]


@pytest.mark.parametrize(
    ("quota", "funded"),
    [
        (("awards", {"least": None, "most": 2}), ["p0", "p1"]),
        (("at_most", {"attribute": "theme", "value": "x", "count": 1}), ["p0", "p2", "p3"]),
        (("at_least", {"attribute": "theme", "value": "y", "count": 2}), ["p0", "p2", "p3"]),
        (("share_of", {"attribute": "theme", "value": "y", "share": (1, 2)}), ["p0", "p2", "p3"]),
        (("balanced", {"attribute": "lead", "sides": ("x", "y"), "apart": 1}), ["p0", "p1", "p2"]),
        (("ring_fence", {"pot": "P", "free": 2, "attribute": "theme", "value": "y"}), ["p0", "p2", "p3"]),
    ],
)  # fmt: skip
def test_every_modifier_changes_who_is_funded(quota, funded):
    pot = Means({"P": Pot("JPY", 6)})
    call = themed("x", "x", "y", "y")
    assert [name for name, result in results(Scheme("RANKED_POTS"), call, pot).items() if result is APPROVED] == [
        "p0",
        "p1",
        "p2",
    ]
    found = results(Scheme("RANKED_POTS", quotas=(quota,)), call, pot)
    assert [name for name, result in found.items() if result is APPROVED] == funded


def test_part_offers_are_conditional_and_do_not_mix_with_quotas_from_below():
    pot = Means({"P": Pot("JPY", 3)})
    offered = Scheme("RANKED_POTS", part=Fraction(1, 2))
    assert results(offered, themed("x", "x"), pot) == {"p0": APPROVED, "p1": CONDITIONAL}
    most = ("awards", {"least": None, "most": 1})
    capped = replace(offered, quotas=(most,))
    assert results(capped, themed("x", "x"), pot) == {"p0": APPROVED, "p1": RESERVE}
    least = ("awards", {"least": 1, "most": None})
    with pytest.raises(ValueError, match="together"):
        decide(replace(offered, quotas=(least,)), themed("x"), pot)
    with pytest.raises(ValueError, match="meets"):
        decide(Scheme("RANKED_POTS", quotas=(("awards", {"least": 2, "most": None}),)), themed("x"), pot)


def test_equal_terms_have_one_version_and_any_other_term_another():
    scheme = Scheme("LOTTERY", bar=Fraction(4), seed="s")
    assert scheme.version == Scheme("LOTTERY", bar=Fraction(8, 2), seed="s").version
    others = [Scheme("LOTTERY", bar=Fraction(5), seed="s"), Scheme("LOTTERY", "stop", Fraction(4), seed="s")]
    assert len({scheme.version, *(each.version for each in others)}) == 3


def test_a_balancing_pot_needs_its_rates_before_anything_is_decided():
    unknown = Means(POT_1.pots, Balancing("SEK", 1, {"SEK": Fraction(1)}))
    with pytest.raises(ValueError, match="no rate"):
        decide(Scheme("MIXED_POT"), CALL, unknown)


def tied(*ranks):
    return [Candidate(Project(f"p{n}", rank, {"P": 2})) for n, rank in enumerate(ranks)]


def test_case_39_a_tie_that_decides_is_never_broken_in_silence():
    two = Means({"P": Pot("JPY", 4)})
    with pytest.raises(TieDecides, match="place 2") as caught:
        decide(Scheme("RANKED_POTS"), tied(1, 2, 2), two)
    assert (caught.value.rank, sorted(caught.value.names)) == (2, ["p1", "p2"])
    with pytest.raises(TieDecides):
        decide(Scheme("RANKED_POTS", part=Fraction(1, 2)), tied(1, 1), Means({"P": Pot("JPY", 2)}))
    assert results(Scheme("RANKED_POTS"), tied(1, 1, 2), two) == {"p0": APPROVED, "p1": APPROVED, "p2": RESERVE}
    assert results(Scheme("RANKED_POTS"), tied(1, 2, 2), Means({"P": Pot("JPY", 3)})) == {
        "p0": APPROVED, "p1": RESERVE, "p2": RESERVE,
    }  # fmt: skip
    first = drawn("s", ["p1", "p2"])[0]
    assert results(Scheme("RANKED_POTS", seed="s"), tied(1, 2, 2), two)[first] is APPROVED


def test_a_draw_by_strata_goes_by_turns():
    call = [
        Candidate(Project(name, 1, {"P": 1}, 0, {"theme": theme}), Fraction(5))
        for name, theme in zip("abcdef", "xxxxyy", strict=True)
    ]
    scheme = Scheme("LOTTERY", bar=Fraction(4), seed="s", strata="theme")
    found = results(scheme, call, Means({"P": Pot("JPY", 4)}))
    funded = {name for name, result in found.items() if result is APPROVED}
    assert funded == {*drawn("s", "abcd")[:2], "e", "f"}
    with pytest.raises(ValueError, match="seed"):
        decide(Scheme("LOTTERY", bar=Fraction(4)), call, POT_1)


def test_the_order_in_which_a_call_is_written_changes_nothing():
    expected = results(Scheme("RANKED_POTS"))
    assert all(results(Scheme("RANKED_POTS"), list(order)) == expected for order in permutations(CALL))


def said(scheme, candidates=CALL, means=POT_1):
    return {name: str(each.joint.explanation) for name, each in decide(scheme, candidates, means).items()}


def test_every_walked_application_has_its_sentence():
    told = said(Scheme("RANKED_POTS"))
    assert told["A"] == "The pots hold what it asks for."
    assert told["B"] == "The pot of Lund does not hold what it asks for."
    assert said(Scheme("RANKED_POTS", "stop"))["C"].startswith("The walk down the ranking stopped above")
    assert "the shared pot fills the gap of Lund" in said(Scheme("MIXED_POT"), means=SHARED)["B"]
    assert "bar" in said(Scheme("RANKED_POTS", bar=Fraction(5)))["A"]
