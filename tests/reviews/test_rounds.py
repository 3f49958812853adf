"""Rounds of review: one object of switches, ready presets, earlier scores kept, a second look at the border zone."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from grants.calls.actions.rows import settle
from grants.calls.definition import read, write
from grants.calls.statement import definition_of
from grants.decisions import actions as decisions
from grants.decisions.panel import panel_of
from grants.mail.model import Message
from grants.reviews import actions
from grants.reviews.actions import Judgement
from grants.reviews.model import Edition
from grants.rules.access import may_read
from grants.rules.phases import PRESETS, guided_in, in_border, shared_out
from grants.rules.refusal import Refused
from grants.rules.reviews import ReviewState, discussion_is_open
from grants.web.office.rounds import with_preset


@pytest.fixture
def rounds_of(judging):
    """The call, as if it had been published with the rounds of a preset."""

    def choose(name, **more):
        terms = with_preset(definition_of(judging.call), name)
        made = tuple(replace(one, **more.get(one.code, {})) for one in terms.review.rounds)
        settle(judging.call, replace(terms, review=replace(terms.review, rounds=made)), judging.at)
        judging.session.flush()
        return judging

    return choose


def moved(judging):
    count = decisions.next_round(judging.call, judging.cast.olu, judging.at)
    judging.session.flush()
    judging.session.expire_all()
    return count


@pytest.mark.parametrize("name", PRESETS)
def test_a_call_with_the_rounds_of_a_preset_is_written_so_that_it_reads_back_equal(judging, name):
    terms = with_preset(definition_of(judging.call), name)
    assert read(write(terms)) == terms
    settle(judging.call, terms, judging.at)
    judging.session.flush()
    assert definition_of(judging.call).review.stated_rounds(terms.languages) == terms.review.rounds


def test_one_plain_round_is_stated_plainly(judging):
    stated = definition_of(judging.call).review
    assert (stated.rounds, stated.reviews_per_side, judging.call.review_round.others) == ((), 1, "after_own")


def test_in_the_first_nih_round_opinions_start_apart_then_all_is_read_and_edited(rounds_of):
    judging = rounds_of("nih")
    rea, sol, ours = judging.cast.rea, judging.cast.sol, judging.application
    mine, _ = judging.reviewed(rea, mark=3), judging.reviewed(sol, mark=5)
    judging.session.expire_all()
    assert not may_read(rea, "application reviews", ours)
    assert moved(judging) == 1
    assert may_read(rea, "application reviews", ours)
    assert (mine.state, mine.at_round) == (ReviewState.SUBMITTED, 1)
    actions.reopen(mine, rea, judging.at)
    assert not may_read(rea, "application reviews", ours)
    actions.score(mine, judging.whole(4), rea, judging.at)
    judging.session.flush()
    actions.submit(mine, rea, judging.at)
    judging.session.flush()
    kept = judging.session.scalars(select(Edition).where(Edition.review_id == mine.id)).all()
    assert {"Submit"} <= {one.reason for one in kept}
    assert {mark for one in kept for mark in one.marks.values()} == {3}
    told = judging.session.scalars(select(Message.to).where(Message.kind == "review_round")).all()
    assert sorted(told) == ["rea@example.org", "sol@example.org"]


def test_what_a_later_round_asks_anew_is_asked_of_everybody_and_the_total_rests_on_what_it_counts(rounds_of):
    judging = rounds_of("joint_panel")
    first, last = (criterion.code for criterion in (judging.call.criteria[0], judging.call.criteria[-1]))
    rest = tuple(criterion.code for criterion in judging.call.criteria if criterion.code != last)
    terms = with_preset(definition_of(judging.call), "nih")
    one, two, three = terms.review.rounds
    made = (replace(one, criteria=rest), replace(two, criteria=(first, last), counts=(last,)), three)
    settle(judging.call, replace(terms, review=replace(terms.review, rounds=made)), judging.at)
    judging.session.flush()
    review = judging.accepted(judging.cast.rea)
    actions.score(review, judging.whole(4), judging.cast.rea, judging.at)
    assert {one.criterion.code for one in review.scores} == set(rest)
    judging.session.flush()
    actions.submit(review, judging.cast.rea, judging.at)
    moved(judging)
    assert review.state is ReviewState.DRAFT
    with pytest.raises(Refused, match="no mark"):
        actions.submit(review, judging.cast.rea, judging.at)
    said = Judgement({last: 2}, 3, review.for_panel, review.for_applicants, review.scratchpad)
    actions.score(review, said, judging.cast.rea, judging.at)
    judging.session.flush()
    actions.submit(review, judging.cast.rea, judging.at)
    judging.session.flush()
    ranked = panel_of(judging.session, judging.call).ranked
    assert next(each.contender.score for each in ranked if each.contender.score is not None) == 2


def test_only_the_border_zone_is_looked_at_again(rounds_of):
    """Case 40 of the real cases: with two awards planned, places 1.6 to 2.4 come again; the first scores stay."""
    judging = rounds_of("kakenhi")
    rea, sol = judging.cast.rea, judging.cast.sol
    best, border = judging.reviewed(rea, mark=5), judging.reviewed(rea, judging.other, mark=3)
    judging.accepted(sol)
    judging.session.flush()
    judging.call.max_awards = None
    with pytest.raises(Refused, match="planned"):
        decisions.next_round(judging.call, judging.cast.olu, judging.at)
    judging.call.max_awards = 2
    assert moved(judging) == 1
    assert (best.at_round, border.at_round) == (0, 1)
    with pytest.raises(Refused, match="not looked at again"):
        actions.reopen(best, rea, judging.at)
    actions.reopen(border, rea, judging.at)
    with pytest.raises(Refused, match="last round"):
        decisions.next_round(judging.call, judging.cast.olu, judging.at)


def test_the_zone_is_counted_from_the_planned_awards_and_equals_come_together():
    places = {number: number for number in range(1, 16)} | {90: 8, 91: 12}
    assert in_border(places, 10, (80, 120)) == {8, 9, 10, 11, 12, 90, 91}
    assert in_border({1: 1, 2: 2, 3: 3}, 2, (80, 120)) == {2}


def test_only_officers_begin_a_round_and_none_begins_after_the_ranking_is_frozen(rounds_of):
    judging = rounds_of("nih")
    with pytest.raises(Refused, match="not for you"):
        decisions.next_round(judging.call, judging.cast.ivo, judging.at)


def test_where_reviewers_read_only_what_their_own_side_leads_others_are_not_asked(rounds_of):
    judging = rounds_of("joint_panel", review={"reads": "own_side"})
    with pytest.raises(Refused, match="own side"):
        judging.asked(judging.cast.sol)
    judging.asked(judging.cast.rea)


def test_marks_are_held_against_the_suggested_shares_of_ones_own_pile(rounds_of):
    judging = rounds_of("kakenhi")
    assert guided_in(judging.call).code == judging.call.criteria[-1].code
    pile = [5, 5, 4, 3, 3, 3, 3, 2, 1, None, 3]
    assert shared_out(pile, range(1, 6), (10, 20, 40, 20, 10)) == [
        (5, 2, 1),
        (4, 1, 2),
        (3, 5, 4),
        (2, 1, 2),
        (1, 1, 1),
    ]
    assert guided_in(rounds_of("nih").call) is None


def test_where_a_round_is_not_discussed_nobody_speaks(rounds_of):
    judging = rounds_of("nih")
    shut = discussion_is_open(judging.cast.olu, judging.application, judging.at)
    assert "nothing is discussed" in shut.text
    moved(judging)
    assert discussion_is_open(judging.cast.olu, judging.application, judging.at) is None
