"""What the reviews can tell: reckoned once for each state of them, for each reader without what they may not know."""

import pytest
from sqlalchemy import select

from grants.applications import actions as applications
from grants.applications.model import ConflictKind
from grants.decisions.heard import audience_of, state_of, told
from grants.decisions.model import Weighing
from grants.decisions.panel import hidden_from, panel_of
from grants.decisions.reckon import answered, questions
from grants.reviews import actions as reviews
from grants.rules.plausible import Group, groups_of, pools
from tests import make


@pytest.fixture
def house(session, at):
    """Five applications, each with a review of rea and of sol; two of them judged alike."""
    house = make.opened(session, at)
    found = [make.submitted(house), *make.more(house, 4)]
    make.closed(house)
    for application, marks in zip(found, ((5, 5), (4, 3), (4, 3), (2, 3), (1, 1)), strict=True):
        make.reviewed(house, application, *marks)
    house.found = found
    return house


def reckoned(house):
    made = [answered(one, house.at) for one in questions(house.session, house.call)]
    house.session.add_all(made)
    house.session.flush()
    return made


def seen(house, person):
    hidden = hidden_from(house.session, person, house.call)
    return told(house.session, house.call, sorted(set(panel_of(house.session, house.call).rows) - hidden), hidden)


def test_reckoned_once_for_each_state_of_the_reviews(house):
    first = reckoned(house)
    assert len(first) == 1
    assert questions(house.session, house.call) == []
    found = seen(house, house.cast.ivo)
    assert (found.is_fresh, found.is_enough) == (True, True)
    expected = [found.place(one.number).expected for one in house.found]
    assert expected == sorted(expected)
    assert expected[1] == expected[2]
    assert sum(expected) == pytest.approx(15)
    assert first[0].provenance["settings"]["draws"] == 10_000
    review = house.session.scalars(select(Weighing)).one()
    assert review.result["pools"] == 1
    assert review.result["alike"][-1] == 5


def test_a_review_taken_back_makes_it_stale_and_reckoned_anew(house):
    reckoned(house)
    asked = house.found[0].assignments[0]
    reviews.reopen(asked.review, asked.reviewer, house.at)
    house.session.flush()
    assert not seen(house, house.cast.ivo).is_fresh
    made = reckoned(house)
    assert made[0].result["places"]["1"][3] == 1
    assert not seen(house, house.cast.ivo).place(1).is_told


def test_a_chair_in_conflict_sees_a_reckoning_made_without_it(house):
    """S9: no figure of it differs with and without the reviews of what is hidden."""
    ivo, ours = house.cast.ivo, house.found[0]
    applications.record_conflict(ours, ivo, (ConflictKind.DECLARED, ""), house.cast.olu, house.at)
    house.session.flush()
    everybody, chairs = sorted(reckoned(house), key=lambda one: one.audience)
    assert (everybody.audience, chairs.audience) == ("", audience_of([ours.number]))
    found = seen(house, ivo)
    assert sorted(found.figures) == [2, 3, 4, 5]
    assert sum(found.place(number).expected for number in found.figures) == pytest.approx(10)
    numbers, before = [2, 3, 4, 5], dict(chairs.result)
    state = state_of(house.session, house.call, numbers, [ours.number])
    for assignment in ours.assignments:
        reviews.reopen(assignment.review, assignment.reviewer, house.at)
    house.session.flush()
    assert state_of(house.session, house.call, numbers, [ours.number]) == state
    assert found.is_fresh
    remade = reckoned(house)
    assert [one.audience for one in remade] == [""]
    assert dict(chairs.result) == before


def test_too_few_reviews_are_not_ranked(session, at):
    house = make.opened(session, at)
    one = make.submitted(house)
    make.closed(house)
    make.reviewed(house, one)
    found = reckoned(house)[0]
    assert "places" not in found.result
    assert not seen(house, house.cast.ivo).is_enough


def test_pools_that_do_not_meet():
    assert pools([("a", "x"), ("b", "x"), ("b", "y"), ("c", "y")]) == 1
    assert pools([("a", "x"), ("b", "x"), ("c", "y"), ("d", "z")]) == 3
    assert pools([("x", "y"), ("y", "x")]) == 2
    assert pools([]) == 0


def test_groups_around_the_line():
    places = [((1, 1), 1.2), ((2, 3), 2.4), ((2, 3), 2.5), ((4, 4), 3.9)]
    assert groups_of(places, 2) == [Group.ACCEPTED, Group.RANDOM_SELECTION, Group.RANDOM_SELECTION, Group.REJECTED]
    assert groups_of(places, 3)[:3] == [Group.ACCEPTED] * 3
