"""Running awards: changes answered by each side, one side out, money back to its pot, the reserve list promoted."""

from datetime import date, timedelta

import pytest

from grants.awards import actions
from grants.awards.actions import Wish
from grants.awards.queries import money_of, reserves_of
from grants.calls.actions import Movement, record_money
from grants.decisions import actions as decisions
from grants.decisions.actions import Decided
from grants.decisions.queries import pot_for
from grants.letters import actions as letters
from grants.letters.wording import Numbered, facts_of
from grants.money import Money
from grants.reports import actions as reports
from grants.rules.amendments import AmendmentKind, AmendmentState
from grants.rules.applications import ApplicationState
from grants.rules.awards import AwardStanding, ConditionState, PartState
from grants.rules.decisions import Recommendation
from grants.rules.funding import Verdict
from grants.rules.letters import LetterKind
from grants.rules.pots import PotEntryKind
from grants.rules.relations import THE_CLOCK
from tests import make
from tests.conftest import NOW
from tests.decisions.refusing import refused

A = AmendmentKind


@pytest.fixture
def house(session):
    """An award that both sides have accepted, its letters out; one more application waits on the reserve list."""
    house = make.opened(session, NOW)
    funded, kept = make.submitted(house), *make.more(house, 1)
    make.closed(house)
    for application in (funded, kept):
        make.reviewed(house, application)
    make.advised(house, Recommendation.FUND, funded)
    make.advised(house, Recommendation.RESERVE, kept)
    make.followed(house)
    house.award = make.released(house)[0]
    make.in_writing(house)
    make.accepted(house, house.award)
    house.kept = kept
    return house


def part(house, side):
    return house.award.part_of(side)


def asked(house, kind, by=None, **more):
    found = actions.ask(house.award, Wish(kind, "because life happened", **more), by or house.cast.ada, house.at)
    house.session.flush()
    return found


def answered(house, amendment, side, *, agrees=True, note="checked"):
    actions.answer(amendment, agrees, note, house.officer(side), house.at)
    house.session.flush()


def left(house, application, side):
    pot = pot_for(application, application.part(side))
    house.session.expire(pot)
    return pot.balance.left


def test_case_28_an_extension_agreed_by_one_side_only_leaves_two_end_dates(house):
    old, new = house.award.ends_on, house.award.ends_on + timedelta(days=180)
    amendment = asked(house, A.EXTENSION, ends_on=new)
    answered(house, amendment, "JP")
    assert (part(house, "JP").ends_on, part(house, "SE").ends_on) == (new, old)
    assert amendment.state is AmendmentState.ASKED
    with refused("Give the reason"):
        answered(house, amendment, "SE", agrees=False, note=" ")
    answered(house, amendment, "SE", agrees=False, note="our money is bound to the year")
    assert (amendment.state, house.award.ends_on) == (AmendmentState.AGREED, new)
    assert part(house, "SE").ends_on == old
    reports.ask_for(house.award, house.at)
    assert house.award.reports[0].due_on == new + timedelta(days=30)
    owed = letters.prepare(house.call, house.cast.olu, house.at)
    assert [one.kind for one in owed] == [LetterKind.EXTENSION]
    said = facts_of(owed[0], Numbered("N", house.at.date(), "http://localhost"))
    assert said.grant.ends_on == new
    assert said.grant.amount == part(house, "JP").granted
    with refused("No letter"):
        letters.prepare(house.call, house.cast.uma, house.at)


def test_an_extension_ends_later_and_is_asked_for_by_an_investigator_once(house):
    with refused("ends later") as it:
        asked(house, A.EXTENSION, ends_on=house.award.ends_on)
    assert it.value.field == "ends_on"
    for nobody in (house.cast.olu, house.cast.max, house.cast.ivo):
        with refused("not for you"):
            asked(house, A.EXTENSION, nobody, ends_on=date(2030, 1, 1))
    first = asked(house, A.EXTENSION, ends_on=date(2030, 1, 1))
    with refused("asked for already"):
        asked(house, A.EXTENSION, house.cast.ben, ends_on=date(2031, 1, 1))
    with refused("not for you"):
        actions.take_back(first, house.cast.ben, house.at)
    actions.take_back(first, house.cast.ada, house.at)
    assert first.state is AmendmentState.TAKEN_BACK


def test_an_office_answers_once_for_its_own_side(house):
    amendment = asked(house, A.EXTENSION, ends_on=date(2030, 1, 1))
    for nobody in (house.cast.ada, house.cast.ben, house.cast.max, house.cast.ivo):
        with refused("not for you"):
            actions.answer(amendment, True, "", nobody, house.at)
    answered(house, amendment, "JP")
    with refused("not for you"):
        answered(house, amendment, "JP")
    with refused("answered already"):
        actions.take_back(amendment, house.cast.ada, house.at)


def test_case_23_a_move_needs_both_offices_and_old_letters_keep_the_old_university(house):
    part_jp = part(house, "JP")
    old, new = part_jp.institution, make.members(house.session, house.call, "JP")[3]
    amendment = asked(house, A.MOVE, institution=new)
    answered(house, amendment, "JP")
    assert part_jp.institution is old
    with refused("what was checked"):
        answered(house, amendment, "SE", note="")
    answered(house, amendment, "SE")
    assert (part_jp.institution, house.award.application.part("JP").institution) == (new, new)
    owed = [one for one in letters.prepare(house.call, house.cast.olu, house.at) if one.kind is LetterKind.AMENDMENT]
    said = facts_of(owed[0], Numbered("N", house.at.date(), "http://localhost"))
    assert new.name["ja"] in said.wording.opening or new.name["en"] in said.wording.opening
    award_letter = next(one for one in part_jp.letters if one.kind is LetterKind.AWARD)
    assert award_letter.facts["addressee"]["institution"] == old.name["ja"]


def test_case_24_the_other_side_stays_before_a_decision_until_a_substitute_is_agreed(house):
    answered(house, asked(house, A.SUSPENSION, house.cast.ben), "SE")
    suspension = house.award.amendments[-1]
    answered(house, suspension, "JP", agrees=False, note="our side works on")
    assert house.award.standing is AwardStanding.SUSPENDED
    assert (part(house, "JP").state, part(house, "SE").state) == (PartState.ACCEPTED, PartState.SUSPENDED)
    with refused("Nobody else"):
        asked(house, A.PI_CHANGE, house.cast.ben, pi=house.cast.ben)
    change = asked(house, A.PI_CHANGE, house.cast.ben, pi=house.cast.eva)
    answered(house, change, "SE", note="contract and degree seen")
    answered(house, change, "JP", note="no objection")
    assert part(house, "SE").pi is house.cast.eva
    assert house.award.application.part("SE").pi is house.cast.eva
    resumption = asked(house, A.RESUMPTION, house.cast.eva)
    answered(house, resumption, "SE")
    answered(house, resumption, "JP")
    assert house.award.standing is AwardStanding.ACTIVE


def test_case_25_a_withdrawal_frees_what_was_not_paid_and_the_other_side_decides(house):
    application = house.award.application
    before, pot = left(house, application, "JP"), pot_for(application, application.part("JP"))
    paid = Movement(PotEntryKind.PAY, Money(150_000, "JPY"), "first instalment", application.id)
    record_money(house.call, pot, paid, house.cast.olu, house.at)
    house.session.flush()
    house.session.expire(pot)
    with refused("State what has been spent"):
        asked(house, A.WITHDRAWAL)
    amendment = asked(house, A.WITHDRAWAL, spent_minor=40_000)
    with refused("not for you"):
        answered(house, amendment, "SE")
    answered(house, amendment, "JP")
    assert part(house, "JP").state is PartState.WITHDRAWN
    assert left(house, application, "JP") == before + Money(250_000, "JPY")
    assert house.award.standing is AwardStanding.NEEDS_DECISION
    back = Movement(PotEntryKind.RETURN, Money(110_000, "JPY"), "unspent", application.id)
    record_money(house.call, pot, back, house.cast.olu, house.at)
    house.session.flush()
    assert left(house, application, "JP") == before + Money(360_000, "JPY")
    money = money_of(house.session, house.award)["JP"]
    assert (money.paid, money.returned, money.out) == (
        Money(150_000, "JPY"), Money(110_000, "JPY"), Money(40_000, "JPY"),
    )  # fmt: skip
    with refused("not for you"):
        asked(house, A.GO_ON, house.cast.ben)
    on = asked(house, A.GO_ON, house.cast.uma)
    with refused("not for you"):
        answered(house, on, "SE")
    answered(house, on, "JP")
    assert (on.state, house.award.standing) == (AmendmentState.AGREED, AwardStanding.ACTIVE)


def test_an_award_is_ended_by_two_officers_of_two_sides(house):
    application = house.award.application
    before = left(house, application, "JP")
    amendment = asked(house, A.EARLY_END, house.cast.olu)
    with refused("not for you"):
        actions.answer(amendment, True, "", house.cast.olu, house.at)
    assert house.award.standing is AwardStanding.ACTIVE
    answered(house, amendment, "SE")
    assert house.award.standing is AwardStanding.ENDED
    assert {one.state for one in house.award.parts} == {PartState.ENDED}
    assert left(house, application, "JP") == before + Money(400_000, "JPY")


def test_one_refusal_ends_what_all_must_agree_to(house):
    amendment = asked(house, A.EARLY_END, house.cast.olu)
    answered(house, amendment, "SE", agrees=False, note="our side wants to finish")
    assert (amendment.state, house.award.standing) == (AmendmentState.REFUSED, AwardStanding.ACTIVE)


def test_a_change_of_the_budget_is_the_own_sides_alone(house):
    amendment = asked(house, A.BUDGET, house.cast.ben)
    with refused("not for you"):
        answered(house, amendment, "JP")
    answered(house, amendment, "SE")
    assert amendment.state is AmendmentState.AGREED


def test_case_25_the_reserve_is_promoted_with_the_money_that_came_back(house):
    assert reserves_of(house.session, house.cast.olu, house.call) == [house.kept]
    for nobody in (house.cast.ada, house.cast.ivo, house.cast.max):
        with refused("not for you"):
            decisions.promote(house.kept, nobody, house.at)
    before = left(house, house.kept, "JP")
    decisions.promote(house.kept, house.cast.olu, house.at)
    house.session.flush()
    award = actions.make(house.kept, house.cast.olu, house.at)
    house.session.flush()
    assert (house.kept.state, award.standing) == (ApplicationState.APPROVED, AwardStanding.OFFERED)
    assert left(house, house.kept, "JP") == before - Money(400_000, "JPY")
    owed = {one.kind for one in letters.prepare(house.call, house.cast.uma, house.at)}
    assert owed == {LetterKind.AWARD}


def test_case_15_a_pot_that_is_empty_promotes_nobody(house):
    pot = pot_for(house.kept, house.kept.part("SE"))
    taken = Movement(PotEntryKind.CUT, pot.balance.left, "the board cut it")
    record_money(house.call, pot, taken, house.cast.uma, house.at)
    house.session.flush()
    house.session.expire(pot)
    with refused("does not hold"):
        decisions.promote(house.kept, house.cast.olu, house.at)
    house.session.expire_all()
    assert house.kept.state is ApplicationState.RESERVE


def test_a_condition_of_one_side_is_met_by_evidence_its_own_office_accepts(session):
    house = make.opened(session, NOW)
    application = make.submitted(house)
    make.closed(house)
    make.reviewed(house, application)
    make.advised(house, Recommendation.FUND, application)
    decisions.decide(application, Decided("SE", Verdict.CONDITIONAL, None, "Ethical approval first."), house.cast.uma,
                     house.at)  # fmt: skip
    make.followed(house)
    award = make.released(house)[0]
    condition = next(one for one in award.conditions if one.side == "SE")
    for nobody in (house.cast.ada, house.cast.uma, house.cast.max):
        with refused("not for you"):
            actions.show_evidence(condition, "approved", nobody, house.at)
    actions.show_evidence(condition, "Approval 2022-01234 of 1 May", house.cast.ben, house.at)
    with refused("not for you"):
        actions.judge_evidence(condition, "", house.cast.olu, house.at)
    actions.judge_evidence(condition, "Which committee?", house.cast.uma, house.at)
    assert (condition.state, condition.remark) == (ConditionState.OPEN, "Which committee?")
    actions.show_evidence(condition, "Approval 2022-01234 of the national board", house.cast.ben, house.at)
    actions.judge_evidence(condition, "", house.cast.uma, house.at)
    assert condition.state is ConditionState.MET


def test_case_14_a_side_that_gives_less_asks_for_the_plan_as_it_is_then_and_each_letter_names_its_own_sum(session):
    house = make.opened(session, NOW)
    application = make.submitted(house)
    make.closed(house)
    make.reviewed(house, application)
    make.advised(house, Recommendation.FUND, application)
    less = Decided("SE", Verdict.FUND_LESS, Money(2_400_000, "SEK"), "Sixty per cent of what was asked for.")
    decisions.decide(application, less, house.cast.uma, house.at)
    make.followed(house)
    award = make.released(house)[0]
    assert application.state is ApplicationState.CONDITIONAL
    assert [part.granted for part in award.parts] == [Money(400_000, "JPY"), Money(2_400_000, "SEK")]
    letter_of = {}
    for officer in (house.cast.olu, house.cast.uma):
        for letter in letters.prepare(house.call, officer, house.at):
            letter_of[letter.side.code] = facts_of(letter, Numbered("N", house.at.date(), "http://localhost"))
    assert {side: facts.grant.amount for side, facts in letter_of.items()} == {
        "JP": Money(400_000, "JPY"), "SE": Money(2_400_000, "SEK"),
    }  # fmt: skip
    make.in_writing(house)
    for part in award.parts:
        part.letter_issued = True
        actions.accept(part, "CC", part.pi, house.at)
    [asked] = [one for one in award.conditions if one.side]
    assert (asked.side, asked.state) == ("SE", ConditionState.OPEN)
    assert "24,000" in asked.text["en"]
    assert set(asked.text) == {"en", "ja", "sv"}
    actions.show_evidence(asked, "Two visits instead of four; the aims stay.", house.cast.ben, house.at)
    actions.judge_evidence(asked, "", house.cast.uma, house.at)
    assert asked.state is ConditionState.MET


def test_the_clock_alone_takes_a_part_on_its_way(house):
    assert THE_CLOCK.id is None
    with refused("not for you"):
        part(house, "JP").take(actions.amending.SUSPEND, house.cast.olu, house.at)
