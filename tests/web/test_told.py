"""What applicants are told besides the outcome, as the call says: nothing, words, or the quarter they stand in."""

import pytest
from sqlalchemy import select

from grants.decisions import actions
from grants.decisions.queries import standings
from grants.mail.model import Message
from grants.reviews import actions as reviews
from grants.reviews.actions import Asked, Judgement
from grants.rules.decisions import Recommendation
from grants.rules.ranking import quarters
from grants.rules.refusal import Refused
from grants.rules.reviews import ReviewState
from tests import make

QUARTER = "In the ranking your application stands in the"


@pytest.fixture
def house(session, at):
    """Eight applications, of which three are read: two with 5 points, the own one with 4."""
    house = make.opened(session, at)
    house.ours = make.submitted(house)
    house.others = make.more(house, 7)
    house.call.review_round.told = "comments_and_quarter"
    make.closed(house)
    for one, mark in ((house.ours, 4), (house.others[0], 5), (house.others[1], 5)):
        make.reviewed(house, one, mark, mark)
    for person in vars(house.cast).values():
        person.language = "en"
    session.commit()
    return house


def body(client, person, place):
    answer = client.be(person).get(place)
    assert answer.status_code == 200, place
    return answer.get_data(as_text=True)


def decided(house):
    every = [house.ours, *house.others]
    make.advised(house, Recommendation.REJECT, *every)
    actions.waive(every, "A small field", house.cast.ivo, house.at)
    actions.lock(house.call, house.cast.ivo, house.at)
    make.followed(house)
    house.session.commit()


def test_a_quarter_is_told_of_eight_or_more_and_equals_stand_together():
    assert quarters({n: n for n in range(1, 8)}) == {}
    assert list(quarters({n: n for n in range(1, 9)}).values()) == [1, 1, 2, 2, 3, 3, 4, 4]
    assert quarters(dict.fromkeys(range(9), 1)) == dict.fromkeys(range(9), 1)


def test_the_investigators_learn_their_quarter_on_their_page_when_it_is_released_and_nowhere_else(client, house):
    decided(house)
    session, cast, page = house.session, house.cast, f"/my/applications/{house.ours.id}"
    places = {one.id: one.place for one in standings(session, cast.ivo, house.call)}
    assert places[house.ours.id] == 3
    assert QUARTER not in body(client, cast.ada, page)
    make.released(house)
    session.commit()
    assert f"{QUARTER} second quarter." in body(client, cast.ada, page)
    assert f"{QUARTER} second quarter." in body(client, cast.ben, page)
    assert "Mean score" not in body(client, cast.ada, page)
    assert house.ours.joint_decision.quarter == 2
    assert [one.joint_decision.quarter for one in house.others[:2]] == [1, 1]
    assert client.be(house.others[0].lead.pi).get(page).status_code == 404
    assert not [one for one in session.scalars(select(Message)) if "quarter" in one.body]


def test_the_quarter_is_part_of_what_two_sides_release(house):
    decided(house)
    actions.propose_release(house.call, 8, house.cast.olu, house.at)
    house.session.flush()
    house.call.review_round.told = "comments"
    house.session.flush()
    with pytest.raises(Refused, match="has changed"):
        actions.release(house.call, 8, house.cast.uma, house.at)


def test_where_the_outcome_only_is_told_nobody_has_to_write_to_applicants(client, house):
    session, cast, unread = house.session, house.cast, house.others[2]
    asked = reviews.assign([Asked(unread, make.judge(house, cast.rea))], cast.olu, house.at)[0]
    review = reviews.accept(asked, cast.rea, house.at)
    marks = {criterion.code: 3 for criterion in house.call.criteria}
    reviews.score(review, Judgement(marks, 3, "For the panel.", "", ""), cast.rea, house.at)
    session.commit()
    here = f"/reviews/{review.id}"
    sent = {f"mark-{criterion.code}": "3" for criterion in house.call.criteria} | {"for_panel": "For the panel."}
    assert "For the applicants" in body(client, cast.rea, here)
    assert client.send(here, deed="submit", **sent).status_code == 422
    house.call.review_round.told = "nothing"
    session.commit()
    assert "For the applicants" not in body(client, cast.rea, here)
    assert client.send(here, deed="submit", **sent).status_code == 303
    session.expire_all()
    assert review.state is ReviewState.SUBMITTED
    decided(house)
    make.released(house)
    session.commit()
    told = body(client, cast.ada, f"/my/applications/{house.ours.id}")
    assert "A letter follows." in told
    assert "What the reviewers wrote for you" not in told
    assert QUARTER not in told


def test_the_editor_offers_it(client, session, at):
    house = make.drafted(session, at)
    here = f"/office/calls/{house.call.id}/rounds/{house.call.review_round.code}"
    said = {"reads": "all", "reviews_per_side": "1", "blind": "single", "others": "never", "decides": "panel",
            "told": "comments_and_quarter", "version": str(house.call.version)}  # fmt: skip
    assert client.be(house.cast.olu).send(here, **said).status_code == 303
    session.expire_all()
    assert house.call.review_round.told == "comments_and_quarter"
    shown = client.get(f"/office/calls/{house.call.id}/rounds").get_data(as_text=True)
    assert "the quarter of the ranking" in shown
