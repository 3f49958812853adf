"""Two or more equals: who joins, what each may do, who leaves, and what each of them is told."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from grants.applications import actions
from grants.applications.actions import Place
from grants.applications.actions.inviting import Invited
from grants.applications.model import Invitation, Right
from grants.mail.model import Message
from grants.rules.access import may_read
from grants.rules.invitations import InvitationState
from grants.rules.refusal import Refused
from grants.rules.relations import may_write
from tests import make
from tests.conftest import NOW

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def house(session):
    return make.opened(session, NOW)


@pytest.fixture
def at(house):
    return house.at


def refused(deed, *args):
    with pytest.raises(Refused) as told:
        deed(*args)
    return str(told.value.reason)


def mails(session, kind):
    return session.scalars(select(Message).where(Message.kind == kind).order_by(Message.made_at)).all()


def newcomer(house, application, person, right=Right.VIEW):
    """Somebody who joined the first side's team by the link."""
    whom = Invited(person.email, "New Person", house.first, right, "ecr")
    invitation = actions.invite(application, whom, house.cast.ada, house.at)
    actions.accept_invitation(invitation, person, house.at)
    house.session.flush()
    return next(one for one in application.members if one.person_id == person.id)


def test_either_side_starts_and_the_other_joins(house, at):
    application = actions.start(house.call, house.second, house.cast.ben, at)
    invitation = actions.invite(
        application, Invited("ada@example.org", "Ai", house.first, Right.PI), house.cast.ben, at,
    )  # fmt: skip
    actions.accept_invitation(invitation, house.cast.ada, at)
    assert {part.side: part.pi for part in application.parts} == {
        house.first: house.cast.ada, house.second: house.cast.ben,
    }  # fmt: skip
    assert application.lead_side == house.second


def test_an_invitation_is_bound_to_its_address_and_works_once(house, at):
    application = make.joined(house)
    whom = Invited("max@example.org", "Sam", house.first, Right.EDIT, "ecr")
    invitation = actions.invite(application, whom, house.cast.ada, at)
    assert "not for you" in refused(actions.accept_invitation, invitation, house.cast.eva, at)
    actions.accept_invitation(invitation, house.cast.max, at)
    assert may_write(house.cast.max, application)
    assert "already" in refused(actions.accept_invitation, invitation, house.cast.max, at)


def test_nobody_is_invited_twice_nor_who_is_there_nor_more_than_twenty_a_day(house, at):
    application = make.joined(house)
    assert "on the team already" in refused(
        actions.invite, application, Invited("ben@example.org", "B", house.first, Right.VIEW), house.cast.ada, at
    )
    for number in range(19):
        actions.invite(application, Invited(f"n{number}@example.org", "N", house.first, Right.VIEW), house.cast.ada, at)
    assert "invited already" in refused(
        actions.invite, application, Invited("n1@example.org", "N", house.first, Right.VIEW), house.cast.ada, at
    )
    one_more = Invited("n20@example.org", "N", house.first, Right.VIEW)
    assert "At most 20" in refused(actions.invite, application, one_more, house.cast.ada, at)
    actions.invite(application, one_more, house.cast.ada, at + 2 * DAY)


def test_inviting_a_member_changes_the_text_that_was_confirmed(house, at):
    application = make.written(house)
    actions.confirm(application, application.content_version, house.cast.ben, at)
    actions.invite(application, Invited("max@example.org", "Sam", house.first, Right.VIEW), house.cast.ada, at)
    assert application.part(house.second).confirmed_version != application.content_version


def test_an_invitation_is_sent_again_at_most_once_an_hour_also_by_an_officer(session, house, at):
    application = make.started(house)
    invitation = actions.invite(
        application, Invited("ben@example.org", "B", house.second, Right.PI), house.cast.ada, at
    )
    assert "less than an hour" in refused(actions.resend, invitation, house.cast.ada, at + HOUR / 2)
    actions.resend(invitation, house.cast.uma, at + HOUR)
    assert len(mails(session, "invitation")) == 2
    assert "not for you" in refused(actions.resend, invitation, house.cast.max, at + 3 * HOUR)


def test_a_revoked_invitation_is_dead_and_its_addressee_is_told(session, house, at):
    application = make.started(house)
    invitation = actions.invite(
        application, Invited("ben@example.org", "B", house.second, Right.PI), house.cast.ada, at
    )
    actions.revoke(invitation, house.cast.olu, at)
    assert "Taken back" in refused(actions.accept_invitation, invitation, house.cast.ben, at)
    told = mails(session, "invitation_revoked")
    assert [one.to for one in told] == ["ben@example.org"]
    assert told[0].language == "sv"


def test_whoever_holds_the_link_under_another_address_asks_and_the_investigator_decides(session, house, at):
    application = make.joined(house)
    first = actions.invite(
        application, Invited("s.maxwell@old.example", "Sam", house.first, Right.EDIT, "ecr"), house.cast.ada, at,
    )  # fmt: skip
    actions.ask_for_own(first, house.cast.max, at)
    asked = mails(session, "invitation_wanted")[0]
    assert asked.to == "ada@example.org"
    assert "max@example.org" in asked.body
    assert "today already" in refused(actions.ask_for_own, first, house.cast.eva, at + HOUR)
    second = actions.readdress(first, house.cast.ada, at)
    assert first.state is InvitationState.REVOKED
    assert (second.email, second.right, second.role) == ("max@example.org", Right.EDIT, "ecr")
    actions.accept_invitation(second, house.cast.max, at)
    assert [one.name for one in application.members] == ["Sam"]
    assert application.members[0].person_id == house.cast.max.id


def test_a_request_from_a_stranger_is_refused_and_the_invitation_stays(house, at):
    application = make.started(house)
    invitation = actions.invite(
        application, Invited("ben@example.org", "B", house.second, Right.PI), house.cast.ada, at
    )
    actions.ask_for_own(invitation, house.cast.max, at)
    assert "not for you" in refused(actions.readdress, invitation, house.cast.max, at)
    actions.turn_away(invitation, house.cast.ada, at)
    assert "Nobody asks" in refused(actions.readdress, invitation, house.cast.ada, at)
    actions.accept_invitation(invitation, house.cast.ben, at)
    assert application.part(house.second).pi is house.cast.ben


def test_the_own_sides_investigator_changes_what_a_member_may_do(session, house, at):
    application = make.joined(house)
    member = newcomer(house, application, house.cast.max)
    version = application.content_version
    assert not may_write(house.cast.max, application)
    actions.change_member(application, member, Place("ecr", Right.EDIT), house.cast.ada, at)
    assert may_write(house.cast.max, application)
    assert application.content_version == version
    assert [one.to for one in mails(session, "member_changed")] == ["max@example.org"]
    actions.change_member(application, member, Place("mentor", Right.VIEW), house.cast.ada, at)
    assert application.content_version == version + 1
    assert not may_write(house.cast.max, application)
    place = Place("mentor", Right.EDIT)
    assert "own side" in refused(actions.change_member, application, member, place, house.cast.ben, at)
    assert "own side" in refused(actions.change_member, application, member, place, house.cast.uma, at)
    assert not member.may_edit


def test_who_has_not_joined_yet_gets_the_changed_right_on_joining(house, at):
    application = make.joined(house)
    invitation = actions.invite(
        application, Invited("max@example.org", "Sam", house.first, Right.VIEW), house.cast.ada, at,
    )  # fmt: skip
    actions.change_member(application, application.members[0], Place("ecr", Right.EDIT), house.cast.ada, at)
    actions.accept_invitation(invitation, house.cast.max, at)
    assert may_write(house.cast.max, application)


def test_a_removed_member_loses_sight_at_once_and_is_told(session, house, at):
    application = make.joined(house)
    member = newcomer(house, application, house.cast.max)
    assert may_read(house.cast.max, "own application", application)
    actions.remove_member(application, member, house.cast.ada, at)
    session.flush()
    session.refresh(application, ["members"])
    assert not may_read(house.cast.max, "own application", application)
    told = mails(session, "member_removed")[0]
    assert (told.to, told.language) == ("max@example.org", "en")


def test_removing_somebody_who_never_came_kills_their_link(session, house, at):
    application = make.joined(house)
    invitation = actions.invite(
        application, Invited("max@example.org", "Sam", house.first, Right.VIEW), house.cast.ada, at,
    )  # fmt: skip
    actions.remove_member(application, application.members[0], house.cast.ada, at)
    assert invitation.state is InvitationState.REVOKED
    assert "Taken back" in refused(actions.accept_invitation, invitation, house.cast.max, at)


def test_leaving_closes_the_application_and_tells_the_own_sides_investigator(session, house, at):
    application = make.joined(house)
    newcomer(house, application, house.cast.max)
    actions.leave(application, house.cast.max, at)
    session.flush()
    session.refresh(application, ["members"])
    assert not may_read(house.cast.max, "own application", application)
    assert [one.to for one in mails(session, "member_left")] == ["ada@example.org"]
    assert [one.to for one in mails(session, "left")] == ["max@example.org"]
    assert "not for you" in refused(actions.leave, application, house.cast.ada, at)


def test_whoever_leaves_after_the_submission_stays_named_in_what_was_sent(session, house, at):
    application = make.joined(house)
    newcomer(house, application, house.cast.max)
    make.submitted(house, make.written(house, application))
    version = application.content_version
    actions.leave(application, house.cast.max, at)
    session.flush()
    assert [one.name for one in application.members] == ["New Person"]
    assert not may_read(house.cast.max, "own application", application)
    assert application.content_version == version


def test_an_invitation_runs_out(house, session, at):
    application = make.started(house)
    invitation = actions.invite(
        application, Invited("ben@example.org", "B", house.second, Right.PI), house.cast.ada, at
    )
    late = invitation.until + timedelta(seconds=1)
    assert refused(actions.accept_invitation, invitation, house.cast.ben, late)
    assert session.get(Invitation, invitation.id).state is InvitationState.PENDING
