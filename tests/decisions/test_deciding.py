"""Each side decides for itself: own side, own money, own reason; the joint result follows. Cases 12-15, RULE-1."""

from datetime import timedelta

import pytest

from grants import clock
from grants.applications import actions as applications
from grants.applications.model import ConflictKind
from grants.calls.actions import Movement, record_money
from grants.decisions import actions
from grants.decisions.actions import Advice, Decided
from grants.decisions.queries import cases_of, payer_name, pot_for, purses
from grants.money import Money
from grants.rules.applications import ApplicationState
from grants.rules.decisions import Recommendation
from grants.rules.eligibility import Result
from grants.rules.funding import JointResult, ReasonClass, Verdict
from grants.rules.pots import PotEntryKind
from tests import make
from tests.decisions.refusing import refused

FUND, RESERVE, REJECT = Recommendation.FUND, Recommendation.RESERVE, Recommendation.REJECT
YEN, KRONOR = Money(400_000, "JPY"), Money(4_000_000, "SEK")


def first_decides(house, application, verdict=Verdict.FUND, amount=None, reason=""):
    said = Decided(house.first, verdict, amount, reason)
    made = actions.decide(application, said, house.cast.olu, house.at)
    house.session.flush()
    return made


def second_decides(house, application, verdict=Verdict.FUND, amount=None, reason=""):
    said = Decided(house.second, verdict, amount, reason)
    made = actions.decide(application, said, house.cast.uma, house.at)
    house.session.flush()
    return made


def left(house, application, side):
    pot = pot_for(application, application.part(side))
    house.session.expire(pot)
    return pot.balance.left


def case(house, application):
    return next(one for one in cases_of(house.session, house.call) if one.id == application.id)


@pytest.fixture
def one(house):
    make.advised(house, FUND, house.applications[0])
    return house.applications[0]


def test_the_payer_is_the_investigators_own_university(house, one):
    for side, part in zip((house.first, house.second), one.parts, strict=True):
        pot = pot_for(one, part)
        assert (pot.party.side, pot.party.institution_id, pot.currency) == (side, part.institution_id, part.currency)


def test_nominate_then_home_both_home_universities_confirm(house, one):
    assert case(house, one).joint.result is None
    before = left(house, one, house.first)
    first_decides(house, one)
    assert left(house, one, house.first) == before - YEN
    assert case(house, one).joint.result is None
    second_decides(house, one)
    joint = case(house, one).joint
    assert joint.result is JointResult.APPROVED
    assert str(joint.explanation).replace("\xa0", " ") == (
        "The panel nominated it. Japan: Fund, JPY 400,000. Sweden: Fund, SEK 40,000."
    )


def test_no_side_learns_the_others_verdict_before_both_are_in(house, one):
    first_decides(house, one, Verdict.NO_MONEY, reason="our pot is needed elsewhere")
    from_second = case(house, one).seen_from({house.second})
    assert from_second.sides[0].verdict is from_second.sides[0].amount is None
    assert from_second.sides[0].reason == ""
    assert "No money" not in str(from_second.joint.explanation)
    assert case(house, one).seen_from({house.first}).sides[0].verdict is Verdict.NO_MONEY
    assert case(house, one).seen_from(set()).sides[0].verdict is None
    second_decides(house, one)
    assert case(house, one).seen_from({house.second}).sides[0].verdict is Verdict.NO_MONEY


def test_the_pots_do_not_tell_either(house, one):
    def seen(by):
        house.session.expire_all()
        return {each.pot.id: each.balance for each in purses(house.session, by, house.call)}

    before = seen(house.cast.uma)
    first_decides(house, one)
    for other in (house.cast.uma, house.cast.aud, house.cast.ivo):
        assert seen(other) == before
    assert seen(house.cast.olu) != before
    second_decides(house, one)
    assert seen(house.cast.uma) == seen(house.cast.olu) == seen(house.cast.aud)


def test_rule_1_less_money_makes_it_conditional_and_says_why(house, one):
    less = Money(2_400_000, "SEK")
    with refused("how much less"):
        second_decides(house, one, Verdict.FUND_LESS, None, "two visits only")
    with refused("Give the reason"):
        second_decides(house, one, Verdict.FUND_LESS, less)
    with refused("choose “Fund with less”") as it:
        second_decides(house, one, Verdict.FUND, less)
    assert it.value.field == "amount"
    first_decides(house, one)
    second_decides(house, one, Verdict.FUND_LESS, less, "two visits only")
    assert case(house, one).joint.result is JointResult.CONDITIONAL


@pytest.mark.parametrize(
    ("verdict", "amount", "words"),
    [
        (Verdict.FUND, Money(400_001, "JPY"), "Only JPY 400,000 is asked for"),
        (Verdict.FUND, Money(0, "JPY"), "That is less"),
        (Verdict.FUND_LESS, Money(0, "JPY"), "above nothing"),
        (Verdict.REJECT, Money(1, "JPY"), "gives no money"),
    ],
)
def test_sums_that_cannot_be(house, one, verdict, amount, words):
    with refused(words):
        first_decides(house, one, verdict, amount, "because")


def test_an_officer_decides_for_the_own_side_only(house, one):
    with refused("own decision"):
        actions.decide(one, Decided(house.second, Verdict.FUND), house.cast.olu, house.at)
    for stranger in (house.cast.ivo, house.cast.rea, house.cast.aud, house.cast.ada):
        with refused("not for you"):
            actions.decide(one, Decided(house.first, Verdict.FUND), stranger, house.at)


def test_an_officer_in_conflict_decides_nothing(house, one):
    applications.record_conflict(one, house.cast.olu, (ConflictKind.DECLARED, "a sister"), house.cast.olu, house.at)
    house.session.flush()
    with refused("not for you"):
        first_decides(house, one)
    make.advised(house, REJECT, *house.applications[1:])
    assert actions.follow_panel(house.call, house.first, house.cast.olu, house.at) == 3


def test_a_changed_mind_gives_the_money_back(house, one):
    before = left(house, one, house.first)
    first_decides(house, one)
    first_decides(house, one, Verdict.FUND_LESS, Money(100_000, "JPY"), "one visit")
    assert left(house, one, house.first) == before - Money(100_000, "JPY")
    first_decides(house, one, Verdict.DEFER, reason="wait for the board")
    assert left(house, one, house.first) == before
    assert case(house, one).sides[0].is_in is False


def test_case_15_a_pot_never_goes_below_nothing(house, one):
    pot = pot_for(one, one.part(house.second))
    cut = Movement(PotEntryKind.CUT, pot.balance.left - Money(3_999_999, "SEK"), "a cut")
    record_money(house.call, pot, cut, house.cast.uma, house.at)
    house.session.flush()
    with refused(f"The pot of {payer_name(pot.party)['en']} does not hold the SEK 40,000 for {one.ref}") as it:
        second_decides(house, one)
    assert it.value.field == "amount"
    assert pot.balance.left == Money(3_999_999, "SEK")


def test_following_the_panel_is_all_or_nothing(house, one):
    pot = pot_for(one, one.part(house.second))
    record_money(
        house.call, pot, Movement(PotEntryKind.CUT, pot.balance.left, "a cut"), house.cast.uma, house.at,
    )  # fmt: skip
    make.advised(house, REJECT, *house.applications[1:])
    house.session.commit()
    with refused("does not hold"):
        actions.follow_panel(house.call, house.second, house.cast.uma, house.at)
    house.session.rollback()
    assert all(side.verdict is None for each in cases_of(house.session, house.call) for side in each.sides)


def test_following_the_panel_decides_what_this_side_has_not_decided(house, one):
    make.advised(house, RESERVE, house.applications[1])
    make.advised(house, REJECT, house.applications[2])
    first_decides(house, one, Verdict.NO_MONEY, reason="kept for another")
    assert actions.follow_panel(house.call, house.first, house.cast.olu, house.at) == 2
    house.session.flush()
    assert actions.follow_panel(house.call, house.first, house.cast.olu, house.at) == 0
    told = {each.number: each.sides[0].verdict for each in cases_of(house.session, house.call)}
    assert told == {1: Verdict.NO_MONEY, 2: Verdict.RESERVE, 3: Verdict.REJECT, 4: None}


def test_what_a_side_finds_ineligible_is_declined_whatever_was_decided(house, one):
    first_decides(house, one)
    second_decides(house, one)
    applications.check_eligibility(one, house.first, (Result.FAIL, "no doctorate"), house.cast.olu, house.at)
    house.session.flush()
    assert case(house, one).outcome is ApplicationState.INELIGIBLE


def test_kyushu_illinois_one_committee_one_award_for_each_theme(session, at):
    house = make.opened(session, at, "kyushu-illinois-2022")
    house.applications = [make.submitted(house), *make.more(house, 2)]
    make.closed(house)
    for application in house.applications:
        make.reviewed(house, application)
    first, second, third = house.applications
    session.commit()
    with refused("one project in each theme"):
        make.advised(house, FUND, first, second)
    session.rollback()
    first, second, third = house.applications
    make.advised(house, FUND, first)
    make.advised(house, REJECT, second, third)
    make.followed(house)
    joint = {each.number: each.joint for each in cases_of(session, house.call)}
    assert joint[1].result is JointResult.APPROVED
    assert str(joint[1].explanation).startswith("The joint committee decided to fund it.")
    assert (joint[2].result, joint[3].result) == (JointResult.DECLINED, JointResult.DECLINED)


def test_under_a_joint_committee_a_contradiction_waits_until_both_are_in(session, at):
    house = make.opened(session, at, "kyushu-illinois-2022")
    house.applications = [make.submitted(house)]
    make.closed(house)
    one = house.applications[0]
    actions.recommend([one], Advice(FUND), house.cast.ivo, house.at)
    session.flush()
    first_decides(house, one, Verdict.REJECT, reason="we disagree")
    assert "Kyushu says" not in str(case(house, one).joint.explanation)
    second_decides(house, one)
    assert "The record of Kyushu says otherwise" in str(case(house, one).joint.explanation)
    assert case(house, one).outcome is None


def test_rule_1_a_side_names_the_class_of_its_reason_from_a_closed_list(house, one):
    first_decides(house, one)
    said = Decided(house.second, Verdict.REJECT, None, "two of this university already", ReasonClass.BALANCE)
    actions.decide(one, said, house.cast.uma, house.at)
    house.session.flush()
    joint = case(house, one).joint
    assert (joint.result, joint.reason) == (JointResult.DECLINED, ReasonClass.BALANCE)
    with refused("has no reason of the class “Quality”") as it:
        said = Decided(house.second, Verdict.NO_MONEY, None, "none left", ReasonClass.QUALITY)
        actions.decide(one, said, house.cast.uma, house.at)
    assert it.value.field == "reason_class"
    second_decides(house, one, Verdict.NO_MONEY, reason="none left")
    assert case(house, one).joint.reason is ReasonClass.BUDGET


@pytest.fixture
def led(house):
    """The same call, where the lead side decides and its partner has ten days to object."""
    house.call.policy, house.call.modifiers = "LEAD_SIDE", {"veto_days": 10}
    house.session.flush()
    return house.applications[0]


def test_under_a_lead_side_the_partners_silence_agrees_when_its_days_are_over(house, led):
    first_decides(house, led)
    assert case(house, led).outcome is None
    from_partner = case(house, led).seen_from({house.second})
    assert "Fund" not in str(from_partner.joint.explanation)
    assert "Japan: Fund" in str(case(house, led).seen_from({house.first}).joint.explanation)
    clock.stop(house.at + timedelta(days=9))
    assert case(house, led).outcome is None
    clock.stop(house.at + timedelta(days=10))
    assert case(house, led).joint.result is JointResult.APPROVED
    assert "Sweden raised no objection in time." in str(case(house, led).seen_from({house.second}).joint.explanation)
    second_decides(house, led, Verdict.NO_MONEY, reason="none left")
    assert case(house, led).joint.reason is ReasonClass.BUDGET


def test_a_steering_group_decides_what_both_sides_recommend(house, one):
    house.call.policy = "RECOMMEND_THEN_STEERING"
    first_decides(house, one)
    assert case(house, one).outcome is None
    second_decides(house, one)
    assert str(case(house, one).joint.explanation).endswith("The steering group decided to fund it.")
