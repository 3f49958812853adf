"""Answering by the mailed link: it acts on a button only, works until the due date, and opens nothing else (S28)."""

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from grants import clock
from grants.mail.compose import envelope
from grants.mail.model import Message
from grants.mail.outbox import full_lines, full_link
from grants.reviews import actions
from grants.reviews.actions import Asked
from grants.rules.reviews import AssignmentState, ReviewState
from tests.reviews.judging import closed


@pytest.fixture
def judging(session, at):
    return closed(session, at)


@pytest.fixture
def asked(judging, client, settings):
    """One reviewer is asked; the link as it stands in the mail, and nobody is signed in."""
    assignment = judging.asked(judging.cast.rea)
    judging.call.review_round.due_on = date(2022, 4, 28)
    judging.session.commit()
    mail = judging.session.scalars(select(Message).where(Message.kind == "review_asked")).one()
    client.nobody()
    return assignment, full_link(mail, "", settings.secret_key)


def key_of(link):
    return link.partition("key=")[2]


def test_reading_the_link_changes_nothing_however_often_and_by_whatever_means(asked, client, judging):
    assignment, link = asked
    for _ in range(2):
        shown = client.get(link).get_data(as_text=True)
        assert FlaskClient.open(client, link, method="HEAD").status_code == 200
        client.get(link, headers={"Purpose": "prefetch"})
    assert judging.application.title in shown
    assert "together, on both sides" not in shown  # what is applied for stays closed
    judging.session.expire_all()
    assert (assignment.state, assignment.review) == (AssignmentState.INVITED, None)


def test_a_button_accepts_and_the_link_opens_nothing_else(asked, client, judging):
    assignment, link = asked
    place = link.partition("?")[0]
    assert client.send(place, deed="accept").status_code == 404
    assert client.send(place, deed="accept", key="0" * 40).status_code == 404
    other = judging.asked(judging.cast.sol)
    judging.session.commit()
    assert client.send(f"/asked/{other.id}", deed="accept", key=key_of(link)).status_code == 404
    assert client.send(place, deed="accept", key=key_of(link)).status_code == 303
    judging.session.expire_all()
    assert (assignment.state, assignment.review.state) == (AssignmentState.ACCEPTED, ReviewState.DRAFT)
    assert f"/reviews/{assignment.review.id}" in client.get(link).get_data(as_text=True)
    assert client.get(f"/reviews/{assignment.review.id}").status_code == 303  # to sign in
    assert client.get("/reviews").status_code == 303


def test_declining_says_why_and_whom_to_ask_instead(asked, client, judging):
    assignment, link = asked
    place, key = link.partition("?")[0], key_of(link)
    said = {"deed": "decline", "reason": "On leave", "suggestion": "Prof. Kimura, Osaka"}
    assert client.send(place, key=key, **said).status_code == 303
    judging.session.expire_all()
    assert (assignment.state, assignment.reason, assignment.suggestion) == (
        AssignmentState.DECLINED, "On leave", "Prof. Kimura, Osaka",
    )  # fmt: skip
    told = judging.session.scalars(select(Message.body).where(Message.kind == "review_declined")).all()
    assert len(told) == 2
    assert all("Prof. Kimura" in body for body in told)
    assert client.send(place, key=key, deed="accept").status_code == 422


def test_a_conflict_is_declared_before_anything_is_read(asked, client, judging):
    assignment, link = asked
    place, key = link.partition("?")[0], key_of(link)
    assert client.send(place, key=key, deed="conflict", reason="a cousin").status_code == 303
    judging.session.expire_all()
    assert assignment.state is AssignmentState.CONFLICTED
    assert [one.person_id for one in judging.application.conflicts] == [judging.cast.rea.id]


def test_it_works_until_the_day_is_over_where_the_reviewer_is_and_not_once_taken_off(asked, client, judging):
    assignment, link = asked
    place, key = link.partition("?")[0], key_of(link)
    last = clock.now().replace(month=4, day=28, hour=14, minute=59)  # one minute to midnight in Tokyo
    clock.stop(last)
    assert "Decline to review this" in client.get(link).get_data(as_text=True)
    clock.stop(last + timedelta(minutes=1))
    assert "This link worked until" in client.get(link).get_data(as_text=True)
    assert client.send(place, key=key, deed="accept").status_code == 422
    clock.stop(judging.at)
    actions.remove(assignment, "", judging.cast.olu, judging.at)
    judging.session.commit()
    assert client.get(link).status_code == 404


def test_asked_for_several_each_has_a_link_of_its_own_bound_to_it_alone(judging, client, settings):
    """S28: one mail, a key for each; the office reads the mail without what it asks one by one."""
    rea = judging.member(judging.cast.rea)
    both = actions.assign([Asked(judging.application, rea), Asked(judging.other, rea)], judging.cast.olu, judging.at)
    judging.session.commit()
    mail = judging.session.scalars(select(Message).where(Message.kind == "review_asked")).one()
    lines = full_lines(mail, "", settings.secret_key)
    assert [label for label, _ in lines] == [f"{one.application.ref}: {one.application.title}" for one in both]
    sent = envelope(mail, settings).get_content()
    assert all(label in sent and f"{settings.base_url}{link}" in sent for label, link in lines)
    client.nobody()
    (_, first), (_, second) = lines
    place, key = second.partition("?")[0], key_of(first)
    assert client.send(place, deed="accept", key=key).status_code == 404
    assert client.get(f"{place}?key={key}").status_code == 404
    assert client.send(first.partition("?")[0], deed="accept", key=key).status_code == 303
    judging.session.expire_all()
    assert [one.state for one in both] == [AssignmentState.ACCEPTED, AssignmentState.INVITED]
    assert "2" in mail.body
    shown = client.be(judging.cast.olu).get(f"/office/calls/{judging.call.id}/mail/{mail.id}").get_data(as_text=True)
    assert mail.body.splitlines()[0] in shown
    assert not any(link.partition("?")[0] in shown for _, link in lines)
