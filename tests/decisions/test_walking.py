"""Who is funded by the ranking and the pots: POT-1 and cases 15, 38, 39 through a whole call, kept and computed again."""

from datetime import date

import pytest
from sqlalchemy import select

from grants.applications import actions as applications
from grants.applications.model import ConflictKind
from grants.calls import actions as calls
from grants.calls.actions import Movement, Quoted
from grants.cli.reckonings import again
from grants.decisions import actions
from grants.decisions.actions import Advice, Decided, Move
from grants.decisions.kept import is_stale, newest_walk
from grants.decisions.model import JointDecision
from grants.decisions.queries import cases_of, pot_for
from grants.decisions.schemes import fingerprint_of_terms
from grants.decisions.walks import unmet_by
from grants.money import Money
from grants.reckoning.casework import answered
from grants.reviews import actions as reviews
from grants.rules.decisions import Recommendation
from grants.rules.funding import JointResult, ReasonClass, Verdict
from grants.rules.pots import PotEntryKind
from grants.words import language
from tests import make
from tests.decisions.refusing import refused

FUND, RESERVE, REJECT = Recommendation.FUND, Recommendation.RESERVE, Recommendation.REJECT
APPROVED, CONDITIONAL, RESERVED, DECLINED = JointResult


@pytest.fixture
def ranked(house):
    """Four applications, the tie of the middle two broken with a reason; the second's Swedish pot is empty."""
    return by_policy(house, "RANKED_POTS")


def by_policy(house, policy, **modifiers):
    house.call.policy, house.call.modifiers = policy, modifiers
    second = house.applications[1].id
    actions.move(house.call, Move(second, 2, "the stronger team"), house.cast.ivo, house.at)
    empty(house, house.applications[1])
    return house


def empty(house, application, left=0):
    pot = pot_for(application, application.part(house.second))
    cut = Movement(PotEntryKind.CUT, pot.balance.left - Money(left, "SEK"), "needed elsewhere")
    calls.record_money(house.call, pot, cut, house.cast.uma, house.at)
    house.session.flush()
    house.session.expire_all()


def frozen(house):
    actions.lock(house.call, house.cast.ivo, house.at)
    house.session.flush()


def walked(house):
    kept = actions.walk_pots(house.call, house.cast.olu, house.at)
    house.session.flush()
    house.session.expire_all()
    return kept


def results(house):
    return [case.joint.result for case in cases_of(house.session, house.call)]


def said(house, number):
    told = next(case for case in cases_of(house.session, house.call) if case.number == number).joint.explanation
    return str(told).replace("\xa0", " ")


def test_nothing_is_walked_before_the_ranking_is_frozen(ranked):
    with refused("freezes its ranking first"):
        walked(ranked)
    assert results(ranked) == [None] * 4
    assert "have not been walked yet" in said(ranked, 1)
    frozen(ranked)
    walked(ranked)
    assert results(ranked) == [None, RESERVED, None, None]


def test_pot_1_case_15_the_sides_follow_the_walk_and_its_sentences_are_told(ranked):
    frozen(ranked)
    walked(ranked)
    make.followed(ranked)
    assert results(ranked) == [APPROVED, RESERVED, APPROVED, APPROVED]
    name = pot_for(ranked.applications[1], ranked.applications[1].part(ranked.second)).party.institution.name["en"]
    assert said(ranked, 2) == f"The pot of {name} does not hold what it asks for."
    assert said(ranked, 1).startswith("The pots hold what it asks for. Japan: Fund, JPY 400,000.")


def test_stop_funds_nothing_below_and_a_side_may_still_have_no_money(house):
    house = by_policy(house, "RANKED_POTS", on_empty="stop")
    frozen(house)
    walked(house)
    make.followed(house)
    assert results(house) == [APPROVED, RESERVED, RESERVED, RESERVED]
    said_no = Decided(house.second, Verdict.NO_MONEY, None, "a late cut")
    actions.decide(house.applications[0], said_no, house.cast.uma, house.at)
    house.session.flush()
    assert results(house)[0] is DECLINED


def test_a_shared_pot_fills_the_gap_by_a_dated_rate_and_no_pot_is_overdrawn(house):
    house = by_policy(house, "MIXED_POT", balancing="SEK 40000")
    frozen(house)
    with refused("no rate between JPY and SEK"):
        walked(house)
    rate = Quoted("JPY", "SEK", "0.074", date(2022, 3, 1), "Riksbanken")
    calls.record_rate(house.call, rate, house.cast.olu, house.at)
    house.session.flush()
    kept = walked(house)
    assert kept.inputs["common_pot"]["rates"] == {"JPY": "37/5", "SEK": "1"}
    assert kept.inputs["common_pot"]["sources"][0]["source"] == "Riksbanken"
    make.followed(house)
    assert results(house) == [APPROVED] * 4
    pot = pot_for(house.applications[1], house.applications[1].part(house.second))
    assert [(entry.kind, entry.minor) for entry in pot.entries[-2:]] == [
        (PotEntryKind.FILL, 4_000_000), (PotEntryKind.EARMARK, -4_000_000),
    ]  # fmt: skip
    assert pot.balance.left.minor == 0
    again = walked(house)
    assert (again.number, again.fingerprint) == (2, kept.fingerprint)
    assert sum(entry.minor for entry in pot.entries if entry.kind is PotEntryKind.FILL) == 4_000_000


def test_a_part_is_offered_and_is_conditional(house):
    house.call.policy, house.call.modifiers = "RANKED_POTS", {"part_percent": 50}
    actions.move(house.call, Move(house.applications[1].id, 2, "the stronger team"), house.cast.ivo, house.at)
    empty(house, house.applications[1], left=2_500_000)
    frozen(house)
    walked(house)
    make.followed(house)
    assert results(house) == [APPROVED, CONDITIONAL, APPROVED, APPROVED]
    case = cases_of(house.session, house.call)[1]
    assert case.sides[1].amount == Money(2_500_000, "SEK")
    assert case.sides[1].reason_class is ReasonClass.BUDGET
    assert case.sides[1].reason == language("sv").say(case.walked.told)
    assert str(case.walked.told).startswith("A part of what it asks for is offered")


def test_case_39_a_tie_that_decides_is_refused_until_it_is_broken_with_a_reason(house):
    house.call.policy = "RANKED_POTS"
    empty(house, house.applications[1])
    frozen(house)
    with refused("2 share place 2") as it:
        walked(house)
    assert f"{house.call.code}-002, {house.call.code}-003" in str(it.value.reason)
    assert newest_walk(house.session, house.call) is None


def test_the_panel_departs_only_with_its_reason_and_that_stands_beside(ranked):
    with refused("gives the reason") as it:
        actions.recommend([ranked.applications[3]], Advice(REJECT), ranked.cast.ivo, ranked.at)
    assert it.value.field == "reason"
    departing = Advice(REJECT, "not feasible in a year")
    actions.recommend([ranked.applications[3]], departing, ranked.cast.ivo, ranked.at)
    frozen(ranked)
    walked(ranked)
    make.followed(ranked)
    assert results(ranked) == [APPROVED, RESERVED, APPROVED, DECLINED]
    assert said(ranked, 4).endswith("The panel departs from it, with its reason: Do not fund.")


def test_what_is_kept_is_computed_again_to_the_same_answer(ranked):
    frozen(ranked)
    kept = walked(ranked)
    assert answered(kept.inputs) == kept.result
    assert kept.provenance["fingerprint"] == kept.fingerprint
    assert set(kept.provenance["versions"]) >= {"python", "numpy", "highspy"}
    assert (kept.by_id, kept.at, kept.number) == (ranked.cast.olu.id, ranked.at, 1)
    assert kept.result["what_if"][f"{ranked.call.code}-002"]["pots"]
    assert kept.result["plausible"]["draws"] == 200
    assert ranked.cast.rea.family not in str(kept.inputs)


def test_a_changed_pot_makes_the_walk_stale_and_nothing_is_released_on_it(ranked):
    frozen(ranked)
    walked(ranked)
    make.followed(ranked)
    assert not is_stale(ranked.session, ranked.call)
    pot = pot_for(ranked.applications[1], ranked.applications[1].part(ranked.second))
    more = Movement(PotEntryKind.TOPUP, Money(4_000_000, "SEK"), "found")
    calls.record_money(ranked.call, pot, more, ranked.cast.uma, ranked.at)
    ranked.session.flush()
    ranked.session.expire_all()
    assert is_stale(ranked.session, ranked.call)
    with refused("walk them again"):
        actions.propose_release(ranked.call, 4, ranked.cast.olu, ranked.at)
    walked(ranked)
    actions.decide(ranked.applications[1], Decided(ranked.second, Verdict.FUND), ranked.cast.uma, ranked.at)
    actions.decide(ranked.applications[1], Decided(ranked.first, Verdict.FUND), ranked.cast.olu, ranked.at)
    ranked.session.flush()
    assert results(ranked) == [APPROVED] * 4
    assert len(make.released(ranked)) == 4


def test_only_officers_walk_and_only_where_the_policy_walks(ranked):
    frozen(ranked)
    for stranger in (ranked.cast.ivo, ranked.cast.aud, ranked.cast.ada, ranked.cast.rea):
        with refused("not for you"):
            actions.walk_pots(ranked.call, stranger, ranked.at)
    ranked.call.policy = "UNANIMOUS"
    with refused("the sides decide"):
        actions.walk_pots(ranked.call, ranked.cast.olu, ranked.at)


def test_terms_of_the_call_bound_who_is_funded(house):
    house = by_policy(house, "RANKED_POTS", bounds=[{"about": "lead", "name": "JP", "least": None, "most": 2, "least_percent": None}])  # fmt: skip
    frozen(house)
    walked(house)
    make.followed(house)
    assert results(house) == [APPROVED, RESERVED, APPROVED, RESERVED]
    assert "break a term of the call" in said(house, 4)


def test_the_command_computes_everything_again_and_finds_what_was_touched(ranked):
    frozen(ranked)
    walked(ranked)
    kept = walked(ranked)
    assert [(one.number, is_same) for one, is_same in again(ranked.session, ranked.call.code)] == [(1, True), (2, True)]
    kept.result = kept.result | {"funded": []}
    assert [is_same for _, is_same in again(ranked.session, ranked.call.code)] == [True, False]
    kept.inputs = kept.inputs | {"id": "another"}
    assert [is_same for _, is_same in again(ranked.session, ranked.call.code)] == [True, False]
    with refused("There is no call"):
        list(again(ranked.session, "NO-SUCH-CALL"))


def test_what_is_released_names_its_terms_and_the_walk_it_rests_on(ranked):
    frozen(ranked)
    kept = walked(ranked)
    make.followed(ranked)
    make.released(ranked)
    told = ranked.session.scalars(select(JointDecision)).all()
    assert {one.reckoning_id for one in told} == {kept.id}
    assert {one.terms for one in told} == {fingerprint_of_terms(ranked.call)}
    ranked.call.modifiers = {"on_empty": "stop"}
    assert told[0].terms != fingerprint_of_terms(ranked.call)


def test_terms_bind_the_sides_too_where_no_walk_is_made(house):
    bound = {"about": "lead", "name": "JP", "least": None, "most": 1, "least_percent": None}
    house.call.modifiers = {"bounds": [bound], "min_awards": 4}
    make.advised(house, FUND, *house.applications[:2])
    make.advised(house, REJECT, *house.applications[2:])
    make.followed(house)
    house.session.expire_all()
    found = unmet_by(house.session, house.call, cases_of(house.session, house.call))
    assert [(str(each.term), each.strict) for each in found] == [
        ("At least 4 projects are funded.", False), ("Led from Japan: at most 1 projects.", True),
    ]  # fmt: skip
    with refused("break a term of the call: Led from Japan: at most 1"):
        actions.propose_release(house.call, 4, house.cast.olu, house.at)
    house.call.modifiers = {"min_awards": 4}
    actions.propose_release(house.call, 4, house.cast.olu, house.at)


def test_case_18_a_conflict_found_after_the_walk_voids_the_review_and_the_walk_no_longer_holds(ranked):
    frozen(ranked)
    before = walked(ranked)
    make.followed(ranked)
    rea = next(one for one in ranked.applications[2].assignments if one.reviewer_id == ranked.cast.rea.id)
    found = (ConflictKind.DECLARED, "wrote a book together")
    applications.record_conflict(ranked.applications[2], rea.reviewer, found, ranked.cast.olu, ranked.at)
    reviews.declare_conflict(rea, "wrote a book together", rea.reviewer, ranked.at)
    ranked.session.flush()
    ranked.session.expire_all()
    assert is_stale(ranked.session, ranked.call)
    with refused("walk them again"):
        actions.propose_release(ranked.call, 4, ranked.cast.olu, ranked.at)
    after = walked(ranked)
    assert after.fingerprint != before.fingerprint
    assert [one["id"] for one in after.result["decisions"]] == [one["id"] for one in before.result["decisions"]]
    assert not is_stale(ranked.session, ranked.call)
