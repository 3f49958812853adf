"""The panel: the ranking from exact figures, ties shown, moves with a reason, advice, the freeze. Cases 17, 18, 39."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event, select

from grants.applications import actions as applications
from grants.applications.model import ConflictKind
from grants.decisions import actions
from grants.decisions.actions import Advice, Move
from grants.decisions.queries import fingerprint_of, standings, summaries
from grants.history.model import Entry
from grants.people.model import Appointment
from grants.reviews import actions as reviews
from grants.rules.decisions import RankingState, Recommendation
from grants.rules.eligibility import Result
from grants.rules.refusal import Refused
from grants.rules.roles import Role
from grants.rules.scoring import Scored, score_of, summarise
from tests import make
from tests.decisions.refusing import refused

FUND, RESERVE, REJECT = Recommendation.FUND, Recommendation.RESERVE, Recommendation.REJECT


def seen(house, by=None):
    return [
        (one.number, one.place, one.tied, one.by_score)
        for one in standings(house.session, by or house.cast.ivo, house.call)
    ]


def move(house, number, to, reason="stronger team"):
    which = house.applications[number - 1].id
    actions.move(house.call, Move(which, to, reason), house.cast.ivo, house.at)
    house.session.flush()


def test_the_ranking_follows_the_scores_and_shows_ties(house):
    assert seen(house) == [(1, 1, False, 1), (2, 2, True, 2), (3, 2, True, 2), (4, 4, False, 4)]


def test_both_sides_count_alike_in_the_ranking_score_1(house):
    """Two reviewers of one side and one of the other: the sides count 50:50."""
    fourth = house.applications[3]
    house.cast.max.appointments.append(
        Appointment(role=Role.REVIEWER, call_id=house.call.id, side=house.first, since=house.at),
    )  # fmt: skip
    make.review(house, fourth, house.cast.max, 5)
    house.session.flush()
    last = next(one for one in standings(house.session, house.cast.ivo, house.call) if one.number == 4)
    assert last.score == Fraction(7, 2)
    summary = summaries(house.session, house.call, [fourth.id])[fourth.id]
    assert (summary.score, summary.plain, summary.spread, summary.gap) == (Fraction(7, 2), Fraction(11, 3), 2, 1)


marks = st.lists(st.one_of(st.none(), st.integers(1, 5)), min_size=4, max_size=4)


@given(st.lists(st.tuples(st.sampled_from("JSK"), marks), max_size=7), st.booleans())
def test_the_quick_figure_is_the_exact_one(given_, balanced):
    weights = {"a": 30, "b": 25, "c": 25, "d": 20}
    rows = [Scored(side, dict(zip(weights, each, strict=True))) for side, each in given_]
    sums = [
        (side, sum(mark * weights[code] for code, mark in zip(weights, each, strict=True) if mark is not None),
         sum(weights[code] for code, mark in zip(weights, each, strict=True) if mark is not None))
        for side, each in given_
    ]  # fmt: skip
    assert score_of(sums, side_balanced=balanced) == summarise(rows, weights, {}, side_balanced=balanced).score


def test_what_a_side_found_ineligible_is_not_ranked_until_its_newest_verdict_says_otherwise(house):
    second = house.applications[1]
    applications.check_eligibility(second, house.first, (Result.FAIL, "no doctorate"), house.cast.olu, house.at)
    house.session.flush()
    assert seen(house) == [(1, 1, False, 1), (3, 2, False, 2), (4, 3, False, 3)]
    later = house.at.replace(minute=59)
    applications.check_eligibility(second, house.first, (Result.PASS, "it was shown"), house.cast.olu, later)
    house.session.flush()
    assert len(seen(house)) == 4


def test_case_17_a_chair_in_conflict_sees_no_row_no_place_and_no_gap(house):
    second = house.applications[1]
    applications.record_conflict(second, house.cast.ivo, (ConflictKind.DECLARED, "a cousin"), house.cast.ivo, house.at)
    house.session.flush()
    assert seen(house) == [(1, 1, False, 1), (3, 2, False, 2), (4, 3, False, 3)]
    assert [number for number, *_ in seen(house, house.cast.olu)] == [1, 2, 3, 4]
    with refused("Choose one application of this list"):
        move(house, 2, 1)
    with refused("not for you"):
        make.advised(house, FUND, second)


def test_a_chairs_move_leaves_what_is_hidden_where_it_was(house):
    second = house.applications[1]
    applications.record_conflict(second, house.cast.ivo, (ConflictKind.DECLARED, "a cousin"), house.cast.ivo, house.at)
    house.session.flush()
    move(house, 4, 1)
    assert [each[:3] for each in seen(house)] == [(4, 1, False), (1, 2, False), (3, 3, False)]
    assert [each[:3] for each in seen(house, house.cast.olu)] == [
        (4, 1, False),
        (1, 2, False),
        (2, 3, True),
        (3, 3, True),
    ]


def test_case_39_a_tie_is_broken_by_the_chair_with_a_reason_on_record(house):
    with refused("Give the reason"):
        move(house, 3, 2, reason=" ")
    move(house, 3, 2, reason="more early-career researchers")
    assert seen(house) == [(1, 1, False, 1), (3, 2, False, 2), (2, 3, False, 2), (4, 4, False, 4)]
    told = house.session.scalars(select(Entry).where(Entry.step == "order")).one()
    assert (told.noun, told.by_id, told.detail["place"]) == ("ranking", house.cast.ivo.id, 2)
    assert told.detail["reason"] == "more early-career researchers"


def test_reviews_that_come_later_move_nothing_that_the_panel_has_placed(house):
    move(house, 4, 1)
    void = house.applications[0].assignments[0].review
    reviews.void(void, "conflict found late", house.cast.olu, house.at)
    house.session.flush()
    assert [each[0] for each in seen(house)] == [4, 1, 2, 3]


@pytest.mark.parametrize("place", [0, 5])
def test_a_place_beyond_the_list_is_refused(house, place):
    with refused("from 1 to 4") as it:
        move(house, 1, place)
    assert it.value.field == "place"


def test_only_the_chair_orders_recommends_and_freezes(house):
    one = house.applications[0]
    for stranger in (house.cast.olu, house.cast.rea, house.cast.aud, house.cast.ada):
        with pytest.raises(Refused):
            actions.move(house.call, Move(one.id, 2, "so"), stranger, house.at)
        with pytest.raises(Refused):
            actions.recommend([one], Advice(FUND), stranger, house.at)
        with pytest.raises(Refused):
            actions.lock(house.call, stranger, house.at)


def test_the_line_may_not_run_through_a_tie(house):
    with refused("after place 2 runs through a tie: 2 share place 2") as it:
        actions.advise_by_place(house.call, 2, 1, house.cast.ivo, house.at)
    assert it.value.field == "fund"
    move(house, 3, 2)
    assert actions.advise_by_place(house.call, 2, 1, house.cast.ivo, house.at) == 4
    house.session.flush()
    advice = {one.number: one.recommendation for one in standings(house.session, house.cast.ivo, house.call)}
    assert advice == {1: FUND, 3: FUND, 2: RESERVE, 4: REJECT}


def test_by_place_leaves_alone_what_the_panel_has_said(house):
    make.advised(house, REJECT, house.applications[0])
    assert actions.advise_by_place(house.call, 1, 0, house.cast.ivo, house.at) == 3
    house.session.flush()
    advice = {one.number: one.recommendation for one in standings(house.session, house.cast.ivo, house.call)}
    assert advice == {1: REJECT, 2: REJECT, 3: REJECT, 4: REJECT}


def test_a_frozen_ranking_is_whole_has_a_fingerprint_and_never_changes(house):
    with refused("4 applications have no recommendation"):
        actions.lock(house.call, house.cast.ivo, house.at)
    make.advised(house, FUND, *house.applications)
    sealed = actions.lock(house.call, house.cast.ivo, house.at)
    house.session.flush()
    assert house.call.ranking.state is RankingState.LOCKED
    assert sealed == house.call.ranking.fingerprint == fingerprint_of(house.session, house.call)
    mine = next(one for one in house.applications[0].assignments if one.reviewer is house.cast.rea)
    with refused("Frozen"):
        move(house, 1, 2)
    with refused("frozen"):
        make.advised(house, REJECT, house.applications[0])
    with refused("frozen"):
        reviews.reopen(mine.review, house.cast.rea, house.at)


def test_another_chair_completes_a_frozen_ranking_with_what_was_hidden_from_the_first(house):
    second = house.applications[1]
    applications.record_conflict(second, house.cast.ivo, (ConflictKind.DECLARED, "a cousin"), house.cast.ivo, house.at)
    house.session.flush()
    make.advised(house, FUND, *(one for one in house.applications if one is not second))
    sealed = actions.lock(house.call, house.cast.ivo, house.at)
    house.cast.eva.appointments.append(
        Appointment(role=Role.CHAIR, call_id=house.call.id, since=house.at),
    )  # fmt: skip
    house.session.flush()
    actions.recommend([second], Advice(RESERVE, "solid"), house.cast.eva, house.at)
    house.session.flush()
    assert house.call.ranking.fingerprint == fingerprint_of(house.session, house.call) != sealed
    with refused("frozen"):
        actions.recommend([second], Advice(FUND), house.cast.eva, house.at)


def test_the_panel_rests_while_the_call_is_open(session, at):
    house = make.opened(session, at)
    house.applications = [make.submitted(house)]
    session.flush()
    with refused("still open"):
        make.advised(house, FUND, house.applications[0])
    with refused("still open"):
        move(house, 1, 1)


def test_the_ranking_asks_as_many_questions_for_four_as_for_two(house):
    asked = []
    event.listen(house.session.get_bind().engine, "before_cursor_execute", lambda *told: asked.append(told[2]))

    def counted():
        house.session.commit()
        house.session.expire_all()
        asked.clear()
        found = standings(house.session, house.cast.ivo, house.call)
        return len(found), len(asked)

    many, questions = counted()
    for application in house.applications[2:]:
        applications.withdraw(application, "moved abroad", application.lead.pi, house.at)
    assert (many, questions) == (4, questions)
    assert counted() == (2, questions)
