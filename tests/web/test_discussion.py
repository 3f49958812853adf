"""The panel's discussion, by real requests: one thread, no name to another reviewer, nothing to anybody outside."""

import pytest
from sqlalchemy import select

from grants.decisions import actions as decisions
from grants.history.model import Entry
from grants.reviews import actions
from grants.reviews.model import Remark
from grants.rules.decisions import Recommendation
from tests import make
from tests.reviews.judging import closed


@pytest.fixture
def judging(session, at):
    found = closed(session, at)
    found.cast.rea.language = found.cast.sol.language = "en"
    return found


def text_of(answer):
    return answer.get_data(as_text=True)


def where(judging):
    return f"/reviews/applications/{judging.application.id}/discussion"


def test_ask_20_everybody_of_the_panel_and_nobody_else_reads_it(client, judging):
    """Ask 20 of review practice: a comment's readers cannot be got wrong; S24: no reviewer learns another's name."""
    judging.reviewed(judging.cast.rea)
    judging.reviewed(judging.cast.sol)
    client.be(judging.cast.sol)
    assert client.send(where(judging), text="The budget of <b>part two</b> is odd.").status_code == 303
    client.be(judging.cast.rea)
    text = text_of(client.get(where(judging)))
    assert "The budget of &lt;b&gt;part two&lt;/b&gt; is odd." in text
    assert "Reviewer 1" in text
    for name in ("Sølvberg", "Solvberg", judging.cast.sol.email):
        assert name not in text
    assert client.send(where(judging), text="It is: ask for a table.").status_code == 303
    for reader in (judging.cast.ivo, judging.cast.olu, judging.cast.uma, judging.cast.aud):
        text = text_of(client.be(reader).get(where(judging)))
        assert "Sølvberg" in text
        assert "Yoshida" in text
    assert where(judging) in text_of(client.be(judging.cast.olu).get(f"/office/applications/{judging.application.id}"))
    client.be(judging.cast.aud)
    assert client.send(where(judging), text="I only read").status_code == 422
    for outsider in (judging.cast.ada, judging.cast.ben, judging.cast.max, judging.cast.sys):
        assert client.be(outsider).get(where(judging)).status_code == 404
    assert len(judging.session.scalars(select(Remark)).all()) == 2
    told = judging.session.scalars(select(Entry).where(Entry.step == "discuss")).all()
    assert {(one.noun, one.application_id) for one in told} == {("remark", judging.application.id)}
    assert "odd" not in str([one.detail for one in told])


def test_before_ones_own_review_is_in_nothing_is_read_nor_said(client, judging):
    judging.reviewed(judging.cast.sol)
    actions.discuss(judging.application, "Weak, I find.", judging.cast.sol, judging.at)
    review = judging.accepted(judging.cast.rea)
    client.be(judging.cast.rea)
    assert client.get(where(judging)).status_code == 404
    assert client.send(where(judging), text="Me too").status_code == 404
    actions.score(review, judging.whole(), judging.cast.rea, judging.at)
    judging.session.flush()
    actions.submit(review, judging.cast.rea, judging.at)
    assert "Weak, I find." in text_of(client.be(judging.cast.rea).get(where(judging)))
    judging.conflicted(review.assignment, judging.cast.rea)
    assert client.be(judging.cast.rea).get(where(judging)).status_code == 404


def test_it_closes_with_the_ranking_and_stays_on_record(client, judging):
    judging.reviewed(judging.cast.sol)
    actions.discuss(judging.application, "Said in time.", judging.cast.sol, judging.at)
    make.advised(judging.house, Recommendation.FUND, judging.application, judging.other)
    decisions.waive([judging.application, judging.other], "A small field", judging.cast.ivo, judging.at)
    client.be(judging.cast.ivo)
    assert client.send(f"/reviews/panels/{judging.call.id}", deed="lock").status_code == 303
    refused = client.send(where(judging), text="Too late.")
    assert refused.status_code == 422
    assert "The discussion is closed" in text_of(refused)
    assert "Said in time." in text_of(refused)
    assert [one.text for one in judging.session.scalars(select(Remark))] == ["Said in time."]


def test_a_chair_in_conflict_finds_no_discussion(client, judging):
    judging.reviewed(judging.cast.sol)
    actions.discuss(judging.application, "A secret.", judging.cast.sol, judging.at)
    client.be(judging.cast.ivo)
    client.send(f"/reviews/calls/{judging.call.id}/conflicts", number=str(judging.application.number), reason="kin")
    missing = f"/reviews/applications/{judging.call.id}/discussion"
    assert client.get(where(judging)).status_code == client.get(missing).status_code == 404
