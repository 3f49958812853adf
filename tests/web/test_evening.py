"""The reviewer's evening, by real requests: nothing is lost, nobody is named unawares, the next one is the right one."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from grants import clock
from grants.reviews import actions
from grants.reviews.model import Edition, Review
from grants.rules.reviews import ReviewState
from tests import make
from tests.reviews.judging import closed


@pytest.fixture
def judging(session, at):
    found = closed(session, at)
    found.cast.rea.language = found.cast.sol.language = "en"
    return found


def form_of(judging, mark="4", **more):
    marks = {f"mark-{criterion.code}": mark for criterion in judging.call.criteria}
    return {**marks, "for_applicants": "A clear plan.", "for_panel": "", "scratchpad": "", "expertise": "3", **more}


def text_of(answer):
    return answer.get_data(as_text=True)


def test_ones_own_name_is_warned_of_before_it_goes_to_the_applicants(client, judging):
    """Case 20 of what users ask: the review is looked through for reviewers' names before it is handed in."""
    review, rea = judging.accepted(judging.cast.rea), judging.cast.rea
    client.be(rea)
    said = form_of(judging, for_applicants="As I, Yoshida, have shown, the plan is clear.")
    refused = client.send(f"/reviews/{review.id}", deed="submit", **said)
    assert refused.status_code == 422
    assert "“Yoshida” stands in what the applicants will read" in text_of(refused)
    assert 'name="name_is_meant"' in text_of(refused)
    judging.session.expire_all()
    assert (review.state, review.for_applicants[:14]) == (ReviewState.DRAFT, "As I, Yoshida,")
    assert "stands in what the applicants will read" in text_of(client.get(f"/reviews/{review.id}"))
    assert client.send(f"/reviews/{review.id}", deed="submit", name_is_meant="y", **said).status_code == 303
    judging.session.expire_all()
    assert review.state is ReviewState.SUBMITTED


def test_the_warning_tells_nothing_of_other_reviewers(client, judging):
    """S8: who else judges cannot be found out by typing names; only the chair is told."""
    judging.reviewed(judging.cast.sol)
    review = judging.accepted(judging.cast.rea)
    client.be(judging.cast.rea)
    said = form_of(judging, for_applicants="As Sølvberg has shown, and Ivarsson too.")
    assert client.send(f"/reviews/{review.id}", deed="submit", **said).status_code == 303
    client.be(judging.cast.ivo)
    text = text_of(client.get(f"/reviews/panels/applications/{judging.application.id}"))
    assert "“Sølvberg” stands in it" in text


def test_what_was_wiped_out_is_taken_back(client, judging):
    review = judging.accepted(judging.cast.rea)
    here, long = f"/reviews/{review.id}", "The plan is clear and the team is strong. " * 3
    client.be(judging.cast.rea)
    first = judging.call.criteria[0]
    client.send(f"{here}/autosave", for_panel=long, **{f"mark-{first.code}": "5"})
    clock.stop(judging.at + timedelta(minutes=2))
    client.send(f"{here}/autosave", for_panel="")
    judging.session.expire_all()
    assert review.for_panel == ""
    kept = judging.session.scalars(select(Edition)).one()
    assert (kept.for_panel, kept.marks) == (long.strip(), {first.code: 5})
    text = text_of(client.get(f"{here}/earlier"))
    assert "The plan is clear" in text
    clock.stop(judging.at + timedelta(minutes=4))
    client.send(f"{here}/autosave", for_panel="Something short")
    clock.stop(judging.at + timedelta(minutes=5))
    assert client.send(f"{here}/earlier/{kept.id}/restore").status_code == 303
    judging.session.expire_all()
    assert review.for_panel == long.strip()
    assert {one.for_panel for one in judging.session.scalars(select(Edition))} == {long.strip(), "Something short"}


def test_typing_on_leaves_no_copies_and_a_pause_leaves_one(client, judging):
    review = judging.accepted(judging.cast.rea)
    client.be(judging.cast.rea)
    for minute in range(9):
        clock.stop(judging.at + timedelta(minutes=minute))
        client.send(f"/reviews/{review.id}/autosave", for_panel="word " * (minute + 1))
    assert judging.session.scalars(select(Edition)).all() == []
    clock.stop(judging.at + timedelta(minutes=30))
    client.send(f"/reviews/{review.id}/autosave", for_panel="word " * 20)
    assert judging.session.scalars(select(Edition)).one().for_panel == ("word " * 9).strip()


def test_nobody_elses_earlier_words_open(client, judging):
    mine, theirs = judging.reviewed(judging.cast.rea), judging.reviewed(judging.cast.sol)
    for review, person in ((mine, judging.cast.rea), (theirs, judging.cast.sol)):
        actions.reopen(review, person, judging.at)
    judging.session.flush()
    kept = judging.session.scalars(select(Edition).where(Edition.review_id == theirs.id)).one()
    client.be(judging.cast.rea)
    assert client.send(f"/reviews/{mine.id}/earlier/{kept.id}/restore").status_code == 404
    for person in (judging.cast.sol, judging.cast.olu, judging.cast.ivo, judging.cast.ada):
        assert client.be(person).get(f"/reviews/{mine.id}/earlier").status_code == 404


def test_the_next_one_is_the_one_with_the_fewest_reviews(client, session, judging):
    """Ask 4 of the evening: even coverage without an algorithm."""
    third = make.submitted(judging.house, make.joined(judging.house, *make.pair(judging.house, 7), at=judging.call.opens_at + timedelta(days=1)),
                           at=judging.call.opens_at + timedelta(days=1))  # fmt: skip
    session.flush()
    mine = {one.id: judging.accepted(judging.cast.rea, one) for one in (judging.application, judging.other, third)}
    judging.reviewed(judging.cast.sol, judging.other)
    client.be(judging.cast.rea)
    answer = client.send(f"/reviews/{mine[judging.application.id].id}", deed="submit", **form_of(judging))
    assert answer.headers["Location"] == f"/reviews/{mine[third.id].id}"
    text = text_of(client.get(answer.headers["Location"]))
    assert '<progress max="3" value="1"' in text
    assert "Submit and go on to the next" in text
    answer = client.send(f"/reviews/{mine[third.id].id}", deed="submit", **form_of(judging))
    assert answer.headers["Location"] == f"/reviews/{mine[judging.other.id].id}"
    assert session.scalars(select(Review).where(Review.id == mine[third.id].id)).one().state is ReviewState.SUBMITTED


def test_the_grid_saves_one_row_and_leaves_the_others(client, judging, statements):
    """Idea 6 of review practice: one row for each application, saved by itself, in part as well."""
    mine, other = judging.accepted(judging.cast.rea), judging.accepted(judging.cast.rea, judging.other)
    client.be(judging.cast.rea)
    here, first = f"/reviews/calls/{judging.call.id}/grid", f"mark-{judging.call.criteria[0].code}"
    text = text_of(client.get(here))
    assert all(f'form="row-{one.id}"' in text for one in (mine, other))
    answer = client.send(f"/reviews/{mine.id}/row", **{first: "3", "version": str(mine.version)})
    assert answer.headers["Location"] == f"{here}#row-{mine.id}"
    judging.session.expire_all()
    assert ([one.mark for one in mine.scores], other.scores) == ([3], [])
    stale = client.send(f"/reviews/{mine.id}/row", **{first: "5", "version": "1"})
    assert stale.status_code == 422
    wrong = client.send(f"/reviews/{other.id}/row", **{first: "99"})
    assert wrong.status_code == 422
    assert text_of(wrong).count('aria-invalid="true"') == 1
    judging.session.expire_all()
    assert ([one.mark for one in mine.scores], other.scores) == ([3], [])
    actions.score(other, judging.whole(), judging.cast.rea, judging.at)
    judging.session.flush()
    actions.submit(other, judging.cast.rea, judging.at)
    judging.session.flush()
    assert judging.other.ref in text_of(client.get(here))
    assert judging.other.ref not in text_of(client.get(f"{here}?waiting=1"))
    with statements() as two:
        client.get(here)
    judging.conflicted(other.assignment, judging.cast.rea)
    with statements() as one:
        text = text_of(client.get(here))
    assert judging.other.ref not in text
    assert len(two) - 1 <= len(one) <= len(two)


def test_what_the_others_gave_shows_once_ones_own_is_in_with_ones_own_dark(client, judging):
    """Idea 7 of review practice; ask 6: not before."""
    judging.reviewed(judging.cast.sol, mark=2)
    mine = judging.accepted(judging.cast.rea)
    client.be(judging.cast.rea)
    here = f"/reviews/calls/{judging.call.id}/grid"
    assert 'class="spark"' not in text_of(client.get(here))
    client.send(f"/reviews/{mine.id}", deed="submit", **form_of(judging, mark="5"))
    text = text_of(client.get(here))
    assert "1 × 2, 1 × 5" in text
    assert text.count('class="own"') == 1
