"""Copying a former application into a new call, and what a team says to itself."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from grants import clock
from grants.applications import actions
from grants.applications.actions import Written
from grants.applications.actions.inviting import Invited
from grants.applications.former import suggestions, to_copy
from grants.applications.model import Answer, Invitation, Right
from grants.applications.signatures import mark
from grants.applications.talk import comments_of, unread, unread_everywhere
from grants.calls import actions as calls
from grants.calls.definition import read, shipped
from grants.history.model import Entry
from grants.mail.model import Message
from grants.rules.refusal import Refused
from grants.rules.relations import THE_CLOCK
from tests import cast as company
from tests import make
from tests.conftest import NOW


@pytest.fixture
def house(session):
    return make.opened(session, NOW)


def next_call(house, name="kyushu-illinois-2022"):
    """Another programme's call, open at the same time, run by the same officers."""
    definition = read(shipped()[name].read_text())
    programme = calls.open_programme(house.session, definition, THE_CLOCK)
    for person, side in ((house.cast.olu, definition.sides[0].code), (house.cast.uma, definition.sides[1].code)):
        company.officer(person, programme.id, side, house.at)
    house.session.flush()
    call = calls.create_call(house.session, definition, house.cast.olu, NOW)
    calls.propose(call, house.cast.olu, NOW)
    calls.publish(call, house.cast.uma, NOW)
    house.at = max(house.at, call.opens_at + timedelta(days=1))
    clock.stop(house.at)
    return call


def refused(deed, *args):
    with pytest.raises(Refused) as told:
        deed(*args)
    return str(told.value.reason)


def test_the_words_are_copied_where_the_question_and_its_kind_are_the_same(session, house):
    former = make.submitted(house)
    call = next_call(house)
    assert [one.id for one in to_copy(session, house.cast.ada, call)] == [former.id]
    sides = [side.code for side in call.sides]
    made = actions.copy(former, call, sides[0], house.cast.ada, house.at)
    session.flush()
    assert made.title == former.title
    assert made.copied_from_id == former.id
    copied = {answer.question: answer.value for answer in made.answers}
    before = {answer.question: answer.value for answer in former.answers if answer.side in {"", house.first}}
    assert copied
    assert all(before[code] == value for code, value in copied.items())
    entry = session.scalars(select(Entry).where(Entry.subject_id == made.id, Entry.step == "copy")).one()
    assert entry.detail["ref"] == former.ref
    assert len(entry.detail["copied"]) == len(copied)
    assert all(one["why"] for one in entry.detail["left"])
    asked = {answer.question for answer in former.answers}
    assert len(entry.detail["copied"]) + len(entry.detail["left"]) >= len(asked)


def test_confirmations_budgets_signatures_and_people_are_never_copied(session, house):
    former = make.written(house)
    house.call.endorsements = [{"code": "head", "label": {"en": "Head"}, "sides": [], "by": None}]
    head = actions.Named("head", "Head", "head@dept.example", "Dean")
    actions.sign(actions.ask_to_sign(former, head, house.cast.ada, house.at), mark(former, house.first), "", house.at)
    actions.confirm(former, former.content_version, house.cast.ada, house.at)
    session.flush()
    mails = session.scalars(select(Message)).all()
    call = next_call(house)
    made = actions.copy(former, call, call.sides[0].code, house.cast.ada, house.at)
    session.flush()
    assert all(part.confirmed_version is None and not part.budget for part in made.parts)
    assert [part.pi for part in made.parts] == [house.cast.ada, None]
    assert not made.endorsements
    assert not made.members
    fresh = set(session.scalars(select(Message))) - set(mails)
    assert not {one for one in fresh if one.application_id == made.id}


def test_the_former_team_is_offered_and_invited_one_by_one(session, house):
    former = make.joined(house)
    whom = Invited("max@example.org", "Sam", house.first, Right.EDIT, "ecr")
    invitation = actions.invite(former, whom, house.cast.ada, house.at)
    actions.accept_invitation(invitation, house.cast.max, house.at)
    call = next_call(house)
    call.sides[1].code = house.second
    session.flush()
    made = actions.copy(former, call, house.first, house.cast.ada, house.at)
    session.flush()
    offered = {one.email: one for one in suggestions(made)}
    assert set(offered) == {"max@example.org", "ben@example.org"}
    actions.invite_again(made, offered["max@example.org"].former_id, house.cast.ada, house.at)
    session.flush()
    sent = session.scalars(select(Invitation).where(Invitation.application_id == made.id)).one()
    assert (sent.email, sent.right, sent.role) == ("max@example.org", Right.EDIT, "ecr")
    assert {one.email for one in suggestions(made)} == {"ben@example.org"}
    assert "already" in refused(
        actions.invite_again, made, offered["max@example.org"].former_id, house.cast.ada, house.at
    )


def test_only_an_investigator_copies_and_only_into_an_open_call(session, house):
    former = make.joined(house)
    call = next_call(house)
    side = call.sides[0].code
    assert "Only a principal investigator" in refused(actions.copy, former, call, side, house.cast.max, house.at)
    assert to_copy(session, house.cast.max, call) == []
    late = house.at + timedelta(days=400)
    assert "closed" in refused(actions.copy, former, call, side, house.cast.ada, late)


# --- talk -----------------------------------------------------------------------------------------------------------


def test_a_team_talks_and_each_knows_what_they_have_not_read(session, house):
    application = make.joined(house)
    at = house.at
    said = actions.comment(application, "project", "Shall we name the lake?", house.cast.ada, at)
    session.flush()
    assert unread(application, house.cast.ben) == {"project": 1}
    assert unread(application, house.cast.ada) == {}
    assert unread_everywhere(session, house.cast.ben) == {application.id: 1}
    actions.mark_read(application, "project", house.cast.ben, at)
    session.flush()
    assert not unread(application, house.cast.ben)
    actions.comment(application, "project", "Yes, by its old name", house.cast.ben, at + timedelta(minutes=1))
    session.flush()
    assert unread(application, house.cast.ada) == {"project": 1}
    second = comments_of(application)[-1]
    actions.resolve(application, second, house.cast.ada, at + timedelta(minutes=2))
    session.flush()
    assert second.resolved_by is house.cast.ada
    assert not unread(application, house.cast.ada)
    assert [one.text for one in comments_of(application, "project")] == [said.text, second.text]


def test_no_officer_and_no_stranger_takes_part(session, house):
    application = make.joined(house)
    for person in (house.cast.olu, house.cast.max, house.cast.rea):
        assert "not for you" in refused(actions.comment, application, "project", "Hello", person, house.at)
    actions.comment(application, "project", "Between us: heronsecret", house.cast.ada, house.at)
    session.flush()
    assert unread_everywhere(session, house.cast.olu) == {}
    details = session.scalars(select(Entry.detail).where(Entry.application_id == application.id)).all()
    assert "heronsecret" not in str(details)
    assert "heronsecret" not in str([one.body for one in session.scalars(select(Message))])


def test_answers_are_copied_as_they_were_kept(session, house):
    """A copy is a text of its own: changing it leaves the former one as it was."""
    former = make.written(house)
    call = next_call(house)
    made = actions.copy(former, call, call.sides[0].code, house.cast.ada, house.at)
    actions.write(made, [Written("title", "Another title")], house.cast.ada, house.at)
    session.flush()
    kept = session.scalars(select(Answer).where(Answer.application_id == former.id, Answer.question == "title")).one()
    assert kept.value == former.title != made.title
