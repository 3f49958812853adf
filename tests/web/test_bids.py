"""What one would like to judge, by real requests: title and people, a wish for each, a conflict, and nothing more."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from grants import clock
from grants.reviews.model import Bid
from grants.rules.bids import Liking, bids_until
from tests.reviews.judging import closed


@pytest.fixture
def judging(session, at):
    found = closed(session, at)
    found.call.review_round.bid_days = 14
    found.cast.rea.language = found.cast.olu.language = "en"
    session.flush()
    return found


def text_of(answer):
    return answer.get_data(as_text=True)


def test_the_pile_leads_to_the_list_and_a_wish_is_saved(client, judging):
    place = f"/reviews/calls/{judging.call.id}/bids"
    client.be(judging.cast.rea)
    assert place in text_of(client.get("/reviews"))
    shown = text_of(client.get(place))
    assert judging.application.title in shown
    assert "Takahashi" in shown
    assert "0 of 2 answered" in shown
    field = f"bid-{judging.application.id}"
    assert client.send(place, **{field: "eager"}).status_code == 303
    assert "1 of 2 answered" in text_of(client.get(place))
    assert [one.liking for one in judging.session.scalars(select(Bid))] == [Liking.EAGER]
    assert client.send(place, **{field: "furious"}).status_code == 422
    judging.session.expire_all()
    assert [one.liking for one in judging.session.scalars(select(Bid))] == [Liking.EAGER]


def test_saving_goes_on_to_the_next_page(client, judging, monkeypatch):
    monkeypatch.setattr("grants.reviews.queries.bids.PER_PAGE", 1)
    place = f"/reviews/calls/{judging.call.id}/bids"
    client.be(judging.cast.rea)
    onward = client.send(f"{place}?page=1", **{f"bid-{judging.application.id}": "willing", "next": "yes"})
    assert (onward.status_code, onward.headers["Location"]) == (303, f"{place}?page=2")
    assert judging.other.title in text_of(client.get(onward.headers["Location"]))


def test_a_conflict_is_declared_from_the_list_and_the_line_is_gone(client, judging):
    place = f"/reviews/calls/{judging.call.id}/bids"
    client.be(judging.cast.rea)
    declare = f"/reviews/calls/{judging.call.id}/conflicts?number={judging.application.number}"
    assert declare in text_of(client.get(place))
    assert f'value="{judging.application.number}"' in text_of(client.get(declare))
    assert client.send(declare, number=str(judging.application.number), reason="a cousin").status_code == 303
    assert judging.application.ref not in text_of(client.get(place))


def test_what_the_rules_find_is_said_and_takes_no_wish(client, judging):
    rea, part = judging.cast.rea, judging.application.parts[0]
    rea.institution, rea.unit, part.unit = part.institution, "Physics", "physics"
    judging.session.flush()
    place, field = f"/reviews/calls/{judging.call.id}/bids", f"bid-{judging.application.id}"
    client.be(rea)
    shown = text_of(client.get(place))
    assert "Works in the same unit" in shown
    assert field not in shown
    client.send(place, **{field: "eager"})
    assert judging.session.scalars(select(Bid)).all() == []


def test_who_judges_blind_is_told_no_names(client, judging):
    """S24: nothing of the people, not even which rule found a conflict."""
    judging.call.review_round.blind = "double"
    rea, part = judging.cast.rea, judging.other.parts[0]
    rea.institution, rea.unit, part.unit = part.institution, "Physics", "physics"
    judging.session.flush()
    client.be(rea)
    shown = text_of(client.get(f"/reviews/calls/{judging.call.id}/bids"))
    assert judging.application.title in shown
    assert not [name for name in ("Takahashi", "髙橋", "Oberg", "Öberg", "same unit") if name in shown]


def test_nothing_is_shown_before_the_close_and_after_the_days(client, judging):
    place = f"/reviews/calls/{judging.call.id}/bids"
    for at in (judging.call.opens_at + timedelta(hours=1), bids_until(judging.call) + timedelta(hours=1)):
        clock.stop(at)
        client.be(judging.cast.rea)
        assert judging.application.title not in text_of(client.get(place))
        assert client.send(place, **{f"bid-{judging.application.id}": "eager"}).status_code == 422
    assert judging.session.scalars(select(Bid)).all() == []


def test_only_the_pool_has_the_list_and_a_call_that_does_not_ask_has_none(client, judging):
    place = f"/reviews/calls/{judging.call.id}/bids"
    for stranger in (judging.cast.olu, judging.cast.ivo, judging.cast.ada):
        assert client.be(stranger).get(place).status_code == 404
    judging.call.review_round.bid_days = None
    judging.session.flush()
    client.be(judging.cast.rea)
    assert client.get(place).status_code == 404
    assert place not in text_of(client.get("/reviews"))


def test_those_who_ask_reviewers_see_how_many_have_said_something_and_whether_it_counts(client, judging):
    client.be(judging.cast.rea).send(
        f"/reviews/calls/{judging.call.id}/bids", **{f"bid-{judging.application.id}": "eager"}
    )
    place = f"/office/calls/{judging.call.id}/assignments/proposal"
    assert "1 of 2 reviewers have said" in text_of(client.be(judging.cast.olu).get(place))
    asked = client.send(place, mode="fair", per_side="1", most_each="9", bids="y")
    assert asked.status_code == 303
    assert client.be(judging.cast.sol).get(f"/reviews/calls/{judging.call.id}/bids").status_code == 200
