"""Assignments from a table: tried out first, a fault for each line, done all together (S15)."""

import pytest
from sqlalchemy import select

from grants.applications import actions as applications
from grants.applications.model import ConflictKind
from grants.mail.model import Message
from grants.reviews.model import Assignment
from grants.rules.reviews import AssignmentState
from tests.reviews.judging import closed


@pytest.fixture
def judging(session, at):
    return closed(session, at)


@pytest.fixture
def send(client, judging):
    client.be(judging.cast.olu)

    def table(*lines, deed="try"):
        text = "\n".join(["application;reviewer;action", *lines])
        return client.send(f"/office/calls/{judging.call.id}/assignments/table", table=text, deed=deed)

    return table


def states(judging):
    judging.session.expire_all()
    found = judging.session.scalars(select(Assignment)).unique()
    return sorted((one.application.number, one.reviewer.email, one.state.value) for one in found)


def test_it_is_tried_out_and_then_done_in_one_step_with_one_mail_for_each(send, judging):
    first, second = judging.application, judging.other
    lines = [f"{one.ref};{who}@example.org;assign" for one in (first, second) for who in ("rea", "sol")]
    tried = send(*lines)
    assert tried.status_code == 200
    assert "4 lines are right" in tried.get_data(as_text=True)
    assert states(judging) == []
    assert send(*lines, deed="apply").status_code == 303
    assert [state for *_, state in states(judging)] == ["invited"] * 4
    mails = judging.session.scalars(select(Message.to).where(Message.kind == "review_asked")).all()
    assert sorted(mails) == ["rea@example.org", "sol@example.org"]
    assert send(f"{first.number};REA@example.org;remove", deed="apply").status_code == 303
    assert (first.number, "rea@example.org", AssignmentState.REMOVED.value) in states(judging)


def test_every_line_says_what_is_wrong_with_it_and_nothing_is_done(send, judging):
    rea, part = judging.cast.rea, judging.application.parts[0]
    rea.institution, rea.unit, part.unit = part.institution, "Physics", "physics"
    judging.session.commit()
    ref = judging.application.ref
    lines = [f"{judging.other.ref};sol@example.org;assign", f"{ref};rea@example.org;assign", "999;sol@example.org;assign",
             f"{ref};nobody@example.org;assign", f"{ref};sol@example.org;praise", f"{ref};sol@example.org;remove",
             f"{judging.other.ref};sol@example.org;assign"]  # fmt: skip
    for deed in ("try", "apply"):
        said = send(*lines, deed=deed)
        assert said.status_code == 422
        text = said.get_data(as_text=True)
        for fault in ("Line 3: ", "same unit", "Line 4: No application", "Line 5: This person is not in the pool",
                      "Line 6: The action is", "Line 7: This reviewer is not asked", "Line 8: This pair"):  # fmt: skip
            assert fault in text, fault
        assert "Line 2:" not in text
        assert states(judging) == []
    assert send(deed="apply").status_code in {200, 303}
    assert "first line names the columns" in send_bare(send)


def send_bare(send):
    client = send.__closure__[0].cell_contents
    judging = send.__closure__[1].cell_contents
    return client.send(f"/office/calls/{judging.call.id}/assignments/table", table="x").get_data(as_text=True)


def test_of_what_one_is_in_conflict_with_the_table_says_no_more_than_of_what_does_not_exist(send, judging):
    """S15: the line of an application one may not see reads like the line of one that is not there."""
    why = (ConflictKind.DECLARED, "a friend")
    applications.record_conflict(judging.application, judging.cast.olu, why, judging.cast.olu, judging.at)
    judging.session.commit()
    hidden = send(f"{judging.application.number};sol@example.org;assign").get_data(as_text=True)
    assert "Line 2: No application of this call has this number." in hidden
    assert judging.application.title not in hidden
