"""What a panel does when a review falls away: cases 18 and 19 of the real cases, by real requests."""

import pytest
from sqlalchemy import select

from grants.decisions import actions
from grants.decisions.actions import Advice
from grants.decisions.model import Ranking
from grants.decisions.queries import standings, unheard
from grants.history.queries import told_of
from grants.mail.model import Message
from grants.reviews import actions as reviews
from grants.reviews.model import Assignment
from grants.rules.decisions import Recommendation
from grants.rules.reviews import ReviewState
from tests import make


@pytest.fixture
def house(session, at):
    """Three applications judged 5 and 3, 4 and 4, 3 and 3, by one reviewer of each side; the panel has frozen them."""
    house = make.opened(session, at)
    house.applications = [make.submitted(house), *make.more(house, 2)]
    make.closed(house)
    for application, marks in zip(house.applications, ((5, 3), (4, 4), (3, 3)), strict=True):
        make.reviewed(house, application, *marks)
    return house


def frozen(house):
    session, chair = house.session, house.cast.ivo
    actions.recommend(house.applications, Advice(Recommendation.RESERVE, "so"), chair, house.at)
    session.flush()
    actions.lock(house.call, chair, house.at)
    session.commit()


def asked_of(house, person, application):
    wanted = select(Assignment).where(Assignment.reviewer_id == person.id, Assignment.application_id == application.id)
    return house.session.scalars(wanted).one()


def ranking(house):
    return house.session.scalars(select(Ranking)).one()


def told(session, kind):
    """Who was told what."""
    return {(one.to, one.body) for one in session.scalars(select(Message).where(Message.kind == kind))}


def panel(house, rest=""):
    return f"/reviews/panels/{house.call.id}{rest}"


def test_case_18_a_conflict_after_the_freeze_voids_the_review_tells_the_panel_and_the_rank_is_frozen_anew(
    client, house,
):  # fmt: skip
    frozen(house)
    session, cast, ours = house.session, house.cast, house.applications[0]
    first, review = ranking(house).fingerprint, asked_of(house, cast.rea, ours).review
    place = f"/reviews/assignments/{review.assignment_id}/conflict"
    assert client.be(cast.rea).send(place, **{"conflict-reason": "We wrote a book"}).status_code == 303
    assert (review.state, {one.mark for one in review.scores}) == (ReviewState.VOID, {5})
    assert client.get(f"/reviews/{review.id}").status_code == 404
    notices = told(session, "conflict_declared")
    assert {to for to, _ in notices} == {"olu@example.org", "uma@example.org", "ivo@example.org"}
    assert all("counts no more" in body and "can open it again" in body for _, body in notices)

    assert client.be(cast.ivo).send(panel(house, "/opening"), reason="no").status_code == 404
    assert client.be(cast.olu).send(panel(house, "/open")).status_code == 422  # nobody proposed it
    assert client.send(panel(house, "/opening"), reason="").status_code == 422
    assert client.send(panel(house, "/opening"), reason="A conflict found late").status_code == 303
    assert client.send(panel(house, "/open")).status_code == 422  # one side alone
    assert ranking(house).is_locked
    assert {to for to, _ in told(session, "ranking.opening_proposed")} == {"uma@example.org"}
    assert "A conflict found late" in client.be(cast.uma).get(panel(house)).get_data(as_text=True)
    assert client.send(panel(house, "/open")).status_code == 303
    assert {to for to, _ in told(session, "ranking.opened_again")} == {"olu@example.org", "ivo@example.org"}

    places = {one.id: one.place for one in seen(house)}
    assert [places[one.id] for one in house.applications] == [2, 1, 2]  # 3 of one side, 4, 3
    ivo = client.be(cast.ivo)
    assert ivo.send(panel(house), deed="lock").status_code == 422  # case 19: one review is missing
    chosen = {"chosen": str(ours.id), "reason": "Nobody else knows the field"}
    assert ivo.send(panel(house), deed="waive", **chosen).status_code == 303
    assert ivo.send(panel(house), deed="lock").status_code == 303
    kept = ranking(house)
    assert (kept.is_locked, kept.freezes, kept.fingerprint != first) == (True, 2, True)
    assert [one.detail["number"] for one in told_of(session, kept.id, "lock_ranking")] == [2, 1]
    assert "version 2" in ivo.get(panel(house)).get_data(as_text=True)


def seen(house):
    house.session.expire_all()
    return standings(house.session, house.cast.ivo, house.call)


def test_case_18_what_the_chair_moved_by_hand_stays_when_the_ranking_is_opened_again(house):
    first = house.applications[0]
    actions.move(house.call, actions.Move(first.id, 3, "weaker than its marks"), house.cast.ivo, house.at)
    frozen(house)
    actions.propose_opening(house.call, "Look again", house.cast.olu, house.at)
    actions.open_again(house.call, house.cast.uma, house.at)
    house.session.flush()
    assert {one.id: one.place for one in seen(house)}[first.id] == 3


def test_case_19_a_reviewer_leaves_and_one_of_two_scores_is_never_averaged_in_silence(client, house):
    session, cast, ours = house.session, house.cast, house.applications[0]
    actions.recommend(house.applications, Advice(Recommendation.RESERVE, "so"), cast.ivo, house.at)
    session.commit()
    left = asked_of(house, cast.sol, ours)
    assert client.be(cast.olu).send(f"/office/assignments/{left.id}/remove", reason="On leave").status_code == 303
    ivo = client.be(cast.ivo)
    assert "one review missing" in ivo.get(panel(house)).get_data(as_text=True)
    refused = ivo.send(panel(house), deed="lock")
    assert refused.status_code == 422
    assert "fewer reviews than the round asks for" in refused.get_data(as_text=True)
    assert ivo.send(panel(house), deed="waive", chosen=str(ours.id), reason=" ").status_code == 422
    assert ivo.send(panel(house), deed="waive", reason="so").status_code == 422
    assert client.be(cast.rea).send(panel(house), deed="waive", chosen=str(ours.id), reason="x").status_code == 404
    ivo = client.be(cast.ivo)
    assert ivo.send(panel(house), deed="waive", chosen=str(ours.id), reason="A small field").status_code == 303
    shown = ivo.get(panel(house)).get_data(as_text=True)
    assert "lets it stand with the reviews that are in" in shown
    assert "A small field" in shown  # the reason is on record
    assert ivo.send(panel(house), deed="lock").status_code == 303


def test_case_19_what_was_waived_stands_only_while_its_reviews_do(house):
    session, cast, (first, second, third) = house.session, house.cast, house.applications
    ids = [first.id, second.id, third.id]
    reviews.remove(asked_of(house, cast.sol, first), "", cast.olu, house.at)
    reviews.remove(asked_of(house, cast.rea, second), "", cast.olu, house.at)
    session.flush()
    assert unheard(session, house.call, ids) == {first.id, second.id}
    actions.waive([first], "A small field", cast.ivo, house.at)
    assert unheard(session, house.call, ids) == {second.id}
    make.review(house, second, cast.rea, 4)
    session.flush()
    assert unheard(session, house.call, ids) == set()


def test_case_19_what_nobody_was_ever_asked_to_read_is_not_frozen_in_silence_either(client, session, at):
    house = make.opened(session, at)
    read, unread = make.submitted(house), *make.more(house, 1)
    make.closed(house)
    make.reviewed(house, read)
    actions.recommend([read, unread], Advice(Recommendation.RESERVE, "so"), house.cast.ivo, house.at)
    house.cast.ivo.language = "en"
    session.commit()
    assert unheard(session, house.call, [read.id, unread.id]) == {unread.id}
    ivo = client.be(house.cast.ivo)
    refused = ivo.send(panel(house), deed="lock")
    assert refused.status_code == 422
    assert "fewer reviews than the round asks for" in refused.get_data(as_text=True)
    assert (
        ivo.send(panel(house), deed="waive", chosen=str(unread.id), reason="Nobody knows the field").status_code == 303
    )
    assert ivo.send(panel(house), deed="lock").status_code == 303
