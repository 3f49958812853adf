"""The rounds of review, by real requests."""

from dataclasses import replace

import pytest

from grants.applications import actions as applications
from grants.applications.model import ConflictKind
from grants.calls.actions.rows import settle
from grants.calls.checks import rounds_are_clear
from grants.calls.statement import definition_of
from grants.history.queries import told_of
from grants.web.office.rounds import with_preset
from tests import make
from tests.reviews.judging import closed


def test_a_draft_takes_rounds_that_are_ready_and_changes_one(client, session, at):
    house = make.drafted(session, at)
    client.be(house.cast.olu)
    here = f"/office/calls/{house.call.id}/rounds"
    assert client.send(f"{here}/preset", preset="none", version=str(house.call.version)).status_code == 422
    assert client.send(f"{here}/preset", preset="kakenhi", version=str(house.call.version)).status_code == 303
    session.expire_all()
    first, second = house.call.review_rounds
    assert (first.guide, second.border, first.discussed, second.others) == (
        [10, 20, 40, 20, 10],
        [80, 120],
        False,
        "always",
    )
    said = {
        "reads": "all", "reviews_per_side": "2", "least": "3", "blind": "single", "others": "never",
        "decides": "nobody", "told": "comments", "due_on": "2022-05-01", "border": "", "discussed": "y",
        "bid_days": "14",
    }  # fmt: skip
    for wrong in ("10, 20", "a, b", "90, 20"):
        sent = said | {"guide": wrong, "version": str(house.call.version)}
        assert client.send(f"{here}/{first.code}", **sent).status_code == 422, wrong
    sent = said | {"guide": "50、50", "version": str(house.call.version)}
    assert client.send(f"{here}/{first.code}", **sent).status_code == 303
    session.expire_all()
    first = house.call.review_rounds[0]
    assert (first.guide, first.least, first.reviews_per_side, str(first.due_on)) == ([50, 50], 3, 2, "2022-05-01")
    shown = client.get(here).get_data(as_text=True)
    assert "At least 3 reviews in all." in shown
    assert "For 14 days after the deadline reviewers may say what they would like to judge." in shown
    stated = definition_of(house.call)
    assert (stated.review.rounds[0].bid_days, list(rounds_are_clear(stated.review, stated.criteria))) == (14, [])
    again = replace(stated.review, rounds=tuple(replace(one, bid_days=14) for one in stated.review.rounds))
    assert [path for path, _ in rounds_are_clear(again, stated.criteria)] == [("review", "rounds", 1, "bid_days")]
    assert client.get(f"{here}/nowhere").status_code == 404


@pytest.fixture
def judging(session, at):
    return closed(session, at)


def test_a_reviewer_sees_how_their_marks_are_shared_out_where_the_round_suggests_it(client, judging):
    judging.reviewed(judging.cast.rea, mark=5)
    judging.cast.rea.language = "en"
    judging.session.commit()
    client.be(judging.cast.rea)
    here = f"/reviews/calls/{judging.call.id}/grid"
    assert "How your marks are shared out" not in client.get(here).get_data(as_text=True)
    judging.call.review_round.guide = [10, 20, 40, 20, 10]
    judging.session.commit()
    assert "How your marks are shared out" in client.get(here).get_data(as_text=True)


def test_s32_a_round_that_shows_reviews_to_others_begins_when_its_new_readers_are_seen_and_confirmed(client, judging):
    """S32 of review practice: what widens who reads a review names the new readers, is confirmed, and is on record."""
    session, cast, call = judging.session, judging.cast, judging.call
    settle(call, with_preset(definition_of(call), "nih"), judging.at)
    for person in (cast.olu, cast.uma):
        person.language = "en"
    judging.reviewed(cast.rea)
    session.commit()
    here = f"/office/calls/{call.id}/rounds"
    alone = client.be(cast.olu).get(here).get_data(as_text=True)
    assert "these reviewers can read" not in alone  # nobody else judges the same application
    judging.accepted(cast.sol)
    session.commit()
    seen = client.get(here).get_data(as_text=True)
    both = [cast.rea.name_in("en"), cast.sol.name_in("en")]
    assert "these reviewers can read" in seen
    assert all(name in seen for name in both)
    refused = client.send(f"{here}/next")
    assert refused.status_code == 422
    assert "Look at who will read it" in refused.get_data(as_text=True)
    session.expire_all()
    assert call.at_round == 0
    applications.record_conflict(judging.application, cast.uma, (ConflictKind.DECLARED, ""), cast.uma, judging.at)
    session.commit()
    hidden = client.be(cast.uma).get(here).get_data(as_text=True)
    assert not [name for name in both if name in hidden]
    assert client.be(cast.olu).send(f"{here}/next", readers_are_meant="y").status_code == 303
    session.expire_all()
    assert call.at_round == 1
    [kept] = told_of(session, call.id, "next_round")
    assert kept.detail["others"] == "after_own"
