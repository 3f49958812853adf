"""What reviewers would like to judge: asked for before anybody is asked to review, counted, never above a conflict."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from grants.applications import actions as applications
from grants.applications.model import ConflictKind
from grants.history.model import Entry
from grants.reviews import actions
from grants.reviews.model import Bid
from grants.reviews.proposing import answer
from grants.reviews.queries import bidding, counted_bidders, question_of
from grants.rules.assignment import Mode, Wishes
from grants.rules.bids import Liking, bids_until, weighed
from grants.rules.refusal import Refused
from tests.reviews.test_proposing import question


@pytest.fixture
def asking(judging):
    """The pool may say until a fortnight after the deadline what it would like to judge."""
    judging.call.review_round.bid_days = 14
    judging.session.flush()
    return judging


def bids(judging):
    judging.session.flush()
    return {(one.application_id, one.reviewer_id): one.liking for one in judging.session.scalars(select(Bid))}


def test_a_bid_is_kept_changed_and_taken_back(asking):
    rea, ours, theirs = asking.cast.rea, asking.application, asking.other
    actions.bid(asking.call, {ours.id: Liking.EAGER, theirs.id: Liking.RELUCTANT}, rea, asking.at)
    assert bids(asking) == {(ours.id, rea.id): Liking.EAGER, (theirs.id, rea.id): Liking.RELUCTANT}
    actions.bid(asking.call, {ours.id: Liking.WILLING, theirs.id: None}, rea, asking.at)
    assert bids(asking) == {(ours.id, rea.id): Liking.WILLING}
    told = asking.session.scalars(select(Entry.step).where(Entry.subject_id == rea.id)).all()
    assert told.count("bid") == 2


def test_bids_are_taken_from_the_close_on_for_the_days_of_the_round_and_from_the_pool_alone(asking):
    call, said = asking.call, {asking.application.id: Liking.EAGER}
    end = bids_until(call)
    for at, words in ((call.opens_at, "has closed"), (end + timedelta(seconds=1), "is over")):
        with pytest.raises(Refused, match=words):
            actions.bid(call, said, asking.cast.rea, at)
    for stranger in (asking.cast.olu, asking.cast.ivo, asking.cast.ada):
        with pytest.raises(Refused, match="not for you"):
            actions.bid(call, said, stranger, asking.at)
    call.review_round.bid_days = None
    with pytest.raises(Refused, match="not for you"):
        actions.bid(call, said, asking.cast.rea, asking.at)
    assert bids(asking) == {}


def test_what_one_is_in_conflict_with_or_was_asked_for_is_not_in_the_list_and_takes_no_bid(asking):
    """S26: no bid on a conflict, by whatever way it comes."""
    rea, ours, theirs, at = asking.cast.rea, asking.application, asking.other, asking.at
    assert [one.application for one in bidding(asking.session, rea, asking.call, 1, at).rows] == [ours, theirs]
    applications.record_conflict(ours, rea, (ConflictKind.DECLARED, "a cousin"), rea, at)
    asking.asked(rea, theirs)
    asking.session.flush()
    found = bidding(asking.session, rea, asking.call, 1, at)
    assert (found.rows, found.total, found.said) == ([], 0, 0)
    actions.bid(asking.call, {ours.id: Liking.EAGER, theirs.id: Liking.EAGER}, rea, at)
    assert bids(asking) == {}


def test_where_reviewers_read_their_own_side_they_bid_on_that(asking):
    asking.call.review_round.reads = "own_side"
    own = {one.id for one in (asking.application, asking.other) if one.lead_side == asking.member(asking.cast.rea).side}
    found = bidding(asking.session, asking.cast.rea, asking.call, 1, asking.at)
    assert {line.key for line in found.rows} == own


def test_what_was_bidden_moves_the_proposal_and_is_named_in_it_and_can_be_left_out(asking):
    """Issue 4: affinity from expertise words, themes and bids, which are optional."""
    rea, olu, ours, at = asking.cast.rea, asking.cast.olu, asking.application, asking.at
    actions.bid(asking.call, {ours.id: Liking.EAGER}, rea, at)
    asking.session.flush()
    asked = question_of(asking.session, olu, asking.call, Wishes(), at)
    plain = question_of(asking.session, olu, asking.call, Wishes(bids=False), at)
    assert asked["bids"] == [[str(ours.id), str(rea.id), "eager"]]
    assert (plain["bids"], plain["affinity"]) == ([], asked["affinity"])
    fit = {(name, who): value for name, who, value in asked["affinity"]}[str(ours.id), str(rea.id)]
    counted, ignored = answer(asked, Wishes()), answer(plain, Wishes(bids=False))
    assert (counted["bids"], ignored["bids"]) == (1, 0)
    assert counted["total"] - ignored["total"] == weighed(fit, Liking.EAGER) - fit


def test_of_two_who_know_as_much_the_one_who_asked_for_it_gets_it():
    who = {name: {"side": "JP", "institution": "", "most": 1} for name in ("r0", "r1")}
    told = question({"a": {"demand": 1, "held": []}}, who, {("a", "r0"): 5, ("a", "r1"): 5}, [])
    told |= {"sides": ["JP"], "bids": [["a", "r1", "eager"]]}
    assert answer(told, Wishes())["pairs"] == [["a", "r1"]]
    assert answer(told | {"bids": [["a", "r1", "reluctant"]]}, Wishes())["pairs"] == [["a", "r0"]]


def test_a_bid_overrides_no_conflict_and_makes_nobody_an_expert():
    who = {name: {"side": "JP", "institution": "", "most": 1} for name in ("r0", "r1")}
    told = question({"a": {"demand": 1, "held": []}}, who, {("a", "r0"): 3, ("a", "r1"): 1}, [])
    told |= {"sides": ["JP"], "bids": [["a", "r1", "eager"], ["a", "r0", "reluctant"]]}
    assert answer(told, Wishes(expert=True))["pairs"] == [["a", "r0"]]
    barred = answer(told | {"barred": [["a", "r1"]]}, Wishes(Mode.TOTAL))
    assert barred["pairs"] == [["a", "r0"]]


@given(st.integers(1, 500))
def test_the_gladder_the_better_the_fit_and_silence_lies_between(fit):
    reluctant, willing, eager = (weighed(fit, one) for one in (Liking.RELUCTANT, Liking.WILLING, Liking.EAGER))
    assert 0 <= reluctant < fit < willing < eager


def test_how_many_have_bidden_tells_nothing_of_ones_own_conflicts(asking):
    ivo, olu, ours, at = asking.cast.ivo, asking.cast.olu, asking.application, asking.at
    actions.bid(asking.call, {ours.id: Liking.WILLING}, asking.cast.rea, at)
    asking.session.flush()
    assert counted_bidders(asking.session, olu, asking.call, at) == (1, 2)
    assert counted_bidders(asking.session, ivo, asking.call, at) == (1, 2)
    applications.record_conflict(ours, ivo, (ConflictKind.DECLARED, "a cousin"), ivo, at)
    asking.session.flush()
    assert counted_bidders(asking.session, ivo, asking.call, at) == (0, 2)


def test_the_list_comes_by_pages_and_asks_as_often_for_one_as_for_more(asking, statements, monkeypatch):
    counts = []
    for per_page, numbers in ((2, [1, 2]), (1, [1])):
        monkeypatch.setattr("grants.reviews.queries.bids.PER_PAGE", per_page)
        asking.session.flush()
        asking.session.expire_all()
        with statements() as seen:
            found = bidding(asking.session, asking.cast.rea, asking.call, 1, asking.at)
            assert [line.application.number for line in found.rows] == numbers
        counts.append(len(seen))
    assert (found.pages, found.total, counts[0]) == (2, 2, counts[1])
    assert [one.application for one in bidding(asking.session, asking.cast.rea, asking.call, 2, asking.at).rows] == [
        asking.other,
    ]
