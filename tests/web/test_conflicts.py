"""The conflict desk, by real requests."""

import pytest
from sqlalchemy import select

from grants.applications import actions as applications
from grants.applications.model import Conflict, ConflictKind
from grants.rules.reviews import AssignmentState, ReviewState
from tests.reviews.judging import closed


@pytest.fixture
def judging(session, at):
    return closed(session, at)


def works_beside(judging, person, *applications):
    for one in applications:
        part = one.parts[0]
        person.institution, person.unit, part.institution, part.unit = (
            judging.place,
            "Physics",
            judging.place,
            "physics",
        )
    judging.session.flush()


def test_what_is_possible_is_shown_with_its_reason_and_settled_in_one_go(client, judging, session):
    rea, olu, ours, other = judging.cast.rea, judging.cast.olu, judging.application, judging.other
    judging.place = ours.parts[0].institution
    review = judging.reviewed(rea)
    works_beside(judging, rea, ours, other)
    client.be(olu)
    here = f"/office/calls/{judging.call.id}/conflicts"
    shown = client.get(here).get_data(as_text=True)
    assert shown.count("Works in the same unit") == 2
    keys = [f"{one.id}:{rea.id}" for one in (ours, other)]
    assert client.send(f"{here}/settle", deed="none").status_code == 422
    assert client.send(f"{here}/settle", chosen=keys[1], deed="none", reason="asked them").status_code == 303
    assert client.send(f"{here}/settle", chosen=keys[0], deed="conflict").status_code == 303
    session.expire_all()
    kept = select(Conflict.application_id, Conflict.stands, Conflict.reason).where(Conflict.person_id == rea.id)
    assert {tuple(row) for row in session.execute(kept)} == {(ours.id, True, ""), (other.id, False, "asked them")}
    assert (review.assignment.state, review.state) == (AssignmentState.CONFLICTED, ReviewState.VOID)
    shown = client.get(here).get_data(as_text=True)
    assert "Nothing is waiting" in shown
    assert shown.count("Works in the same unit") == 1
    client.be(rea)
    assert client.get(f"/reviews/{review.id}").status_code == 404


def test_the_desk_asks_as_much_for_two_as_for_one(client, judging, statements):
    judging.place = judging.application.parts[0].institution
    client.be(judging.cast.olu)
    here = f"/office/calls/{judging.call.id}/conflicts"
    works_beside(judging, judging.cast.rea, judging.application)
    client.get(here)
    with statements() as few:
        client.get(here)
    works_beside(judging, judging.cast.rea, judging.other)
    works_beside(judging, judging.cast.sol, judging.application)
    with statements() as many:
        client.get(here)
    assert len(many) == len(few)


def test_what_is_on_record_comes_by_pages_and_asks_as_much_for_two_as_for_one(client, judging, statements, monkeypatch):
    rea, sol, olu, at = judging.cast.rea, judging.cast.sol, judging.cast.olu, judging.at
    here = f"/office/calls/{judging.call.id}/conflicts"
    counts = []
    for person, application in ((rea, judging.application), (sol, judging.other)):
        applications.record_conflict(application, person, (ConflictKind.DECLARED, person.family), person, at)
        judging.session.flush()
        client.be(olu)
        client.get(here)
        with statements() as seen:
            shown = client.get(here).get_data(as_text=True)
        assert person.family in shown
        counts.append(len(seen))
    assert counts[0] == counts[1]
    monkeypatch.setattr("grants.web.office.conflicts.PER_PAGE", 1)
    first, second = (client.get(f"{here}?page={page}").get_data(as_text=True) for page in (1, 2))
    assert (judging.application.ref in first, judging.other.ref in first) == (True, False)
    assert (judging.application.ref in second, judging.other.ref in second) == (False, True)
