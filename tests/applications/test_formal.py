"""Out of the ordinary: withdrawing and coming back, deleting and taking back, replacing, moving the lead, support."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from grants.applications import actions
from grants.applications.actions import Proposal
from grants.applications.model import Invitation
from grants.history.model import Entry
from grants.mail.model import Message
from grants.rules.access import may_read
from grants.rules.applications import ApplicationState
from grants.rules.formal import ChangeKind, ChangeState
from grants.rules.refusal import Refused
from tests import cast as company
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


def told(session, kind):
    return {one.to for one in session.scalars(select(Message).where(Message.kind == kind))}


def test_withdrawing_needs_a_reason_and_tells_team_and_offices(session, house, at):
    application = make.submitted(house)
    assert "reason" in refused(actions.withdraw, application, "  ", house.cast.ben, at)
    actions.withdraw(application, "A job abroad", house.cast.ben, at)
    assert application.state is ApplicationState.WITHDRAWN
    assert told(session, "withdrawn") == {
        "ada@example.org", "ben@example.org", "olu@example.org", "uma@example.org",
    }  # fmt: skip


def test_a_withdrawn_application_comes_back_by_two_officers_of_two_sides(session, house, at):
    application = make.submitted(house)
    actions.withdraw(application, "A mistake", house.cast.ada, at)
    proposal = Proposal(ChangeKind.REINSTATE, "Withdrawn by mistake, asked for by both")
    assert "not for you" in refused(actions.propose, application, proposal, house.cast.ada, at)
    change = actions.propose(application, proposal, house.cast.olu, at)
    assert told(session, "change_proposed") == {"uma@example.org"}
    assert "not for you" in refused(actions.agree, change, house.cast.olu, at)
    company.officer(house.cast.eva, house.call.programme_id, house.first, at)
    session.flush()
    assert "not for you" in refused(actions.agree, change, house.cast.eva, at)
    assert application.state is ApplicationState.WITHDRAWN
    actions.agree(change, house.cast.uma, at)
    assert application.state is ApplicationState.SUBMITTED
    assert {"ada@example.org", "ben@example.org"} <= told(session, "reinstated")
    steps = session.scalars(select(Entry.step).where(Entry.subject_id == application.id).order_by(Entry.seq)).all()
    assert steps[-3:] == ["withdraw", "propose_change", "reinstate"]


def test_an_officer_in_conflict_is_not_the_second_one(session, house, at):
    application = make.joined(house, house.cast.ada, house.cast.vic)
    make.fill_part(house, application.parts[0], at)
    company.officer(house.cast.vic, house.call.programme_id, house.second, at)
    session.flush()
    change = actions.propose(
        application, Proposal(ChangeKind.TRANSFER_LEAD, "They asked", house.second), house.cast.olu, at,
    )  # fmt: skip
    assert "not for you" in refused(actions.agree, change, house.cast.vic, at)


def test_a_dropped_proposal_changes_nothing(house, at):
    application = make.submitted(house)
    actions.withdraw(application, "A mistake", house.cast.ada, at)
    change = actions.propose(application, Proposal(ChangeKind.REINSTATE, "By mistake"), house.cast.olu, at)
    assert "already" in refused(
        actions.propose, application, Proposal(ChangeKind.REINSTATE, "Again"), house.cast.uma, at
    )
    actions.drop(change, house.cast.uma, at)
    assert change.state is ChangeState.DROPPED
    assert application.state is ApplicationState.WITHDRAWN
    assert "Dropped" in refused(actions.agree, change, house.cast.uma, at)


def test_a_deleted_draft_is_taken_back_by_its_lead_within_thirty_days(session, house, at):
    application = make.written(house)
    title = application.title
    actions.delete_draft(application, house.cast.ada, at)
    assert told(session, "draft_deleted") == {"ben@example.org"}
    assert "not for you" in refused(actions.take_draft_back, application, house.cast.ben, at + DAY)
    assert "30 days" in refused(actions.take_draft_back, application, house.cast.ada, at + 31 * DAY)
    actions.take_draft_back(application, house.cast.ada, at + 29 * DAY)
    assert (application.state, application.title) == (ApplicationState.DRAFT, title)
    assert told(session, "draft_taken_back") == {"ada@example.org", "ben@example.org"}


def test_only_what_was_submitted_is_reinstated_by_officers(house, at):
    application = make.written(house)
    actions.delete_draft(application, house.cast.ada, at)
    assert "never submitted" in refused(
        actions.propose, application, Proposal(ChangeKind.REINSTATE, "Why not"), house.cast.olu, at
    )
    submitted = make.submitted(house)
    actions.withdraw(submitted, "Gone", house.cast.ada, at)
    assert "30 days" in refused(actions.take_draft_back, submitted, house.cast.ada, at)


def test_an_investigator_is_replaced_by_two_officers_and_the_successor_steps_in(session, house, at):
    application = make.submitted(house)
    proposal = Proposal(ChangeKind.REMOVE_PI, "Has left the university", house.second, "Eva", "eva@example.org")
    change = actions.propose(application, proposal, house.cast.olu, at)
    assert may_read(house.cast.ben, "own application", application)
    actions.agree(change, house.cast.uma, at)
    session.flush()
    assert not may_read(house.cast.ben, "own application", application)
    assert told(session, "pi_removed") == {"ben@example.org"}
    invitation = session.scalars(select(Invitation).where(Invitation.email == "eva@example.org")).one()
    version = application.content_version
    actions.accept_invitation(invitation, house.cast.eva, at)
    part = application.part(house.second)
    assert part.pi is house.cast.eva
    assert part.confirmed_version == version == application.content_version
    assert application.state is ApplicationState.SUBMITTED


def test_a_pi_cannot_remove_the_other_and_a_stale_proposal_does_nothing(house, at):
    application = make.joined(house)
    proposal = Proposal(ChangeKind.REMOVE_PI, "We quarrel", house.second)
    assert "not for you" in refused(actions.propose, application, proposal, house.cast.ada, at)
    first = actions.propose(application, proposal, house.cast.olu, at)
    application.part(house.second).pi, application.part(house.second).pi_id = house.cast.eva, house.cast.eva.id
    assert "another principal investigator" in refused(actions.agree, first, house.cast.uma, at)


def test_the_lead_moves_when_both_investigators_agree(session, house, at):
    application = make.joined(house)
    change = actions.propose_lead(application, house.second, "Most of the work is there", house.cast.ada, at)
    assert told(session, "lead_proposed") == {"ben@example.org"}
    assert "not for you" in refused(actions.agree, change, house.cast.ada, at)
    assert "not for you" in refused(actions.agree, change, house.cast.uma, at)
    version = application.content_version
    actions.agree(change, house.cast.ben, at)
    assert application.lead_side == house.second
    assert application.content_version == version + 1
    actions.delete_draft(application, house.cast.ben, at)
    assert application.state is ApplicationState.WITHDRAWN


def test_the_other_side_may_ask_for_the_lead_and_be_refused(session, house, at):
    application = make.joined(house)
    change = actions.propose_lead(application, house.second, "May I?", house.cast.ben, at)
    actions.drop(change, house.cast.ada, at)
    assert application.lead_side == house.first
    assert told(session, "change_dropped") == {"ben@example.org"}


def test_officers_move_the_lead_of_what_was_submitted(house, at):
    application = make.submitted(house)
    change = actions.propose(
        application, Proposal(ChangeKind.TRANSFER_LEAD, "Fell ill", house.second), house.cast.uma, at,
    )  # fmt: skip
    actions.agree(change, house.cast.olu, at)
    assert application.lead_side == house.second
    assert "leads already" in refused(
        actions.propose, application, Proposal(ChangeKind.TRANSFER_LEAD, "Again", house.second), house.cast.uma, at
    )


def test_officers_look_into_a_draft_only_while_they_are_let_in_and_every_look_is_written_down(session, house, at):
    application = make.written(house)
    assert not may_read(house.cast.olu, "application under support", application)
    assert "not for you" in refused(actions.open_support, application, 4 * HOUR, house.cast.olu, at)
    assert "at most 7 days" in refused(actions.open_support, application, 30 * DAY, house.cast.ada, at)
    actions.open_support(application, 4 * HOUR, house.cast.ada, at)
    assert told(session, "support_opened") == {
        "ada@example.org", "ben@example.org", "olu@example.org", "uma@example.org",
    }  # fmt: skip
    assert may_read(house.cast.olu, "application under support", application)
    assert not may_read(house.cast.rea, "application under support", application)
    actions.look(application, actions.supporting.say("the whole text"), house.cast.olu, at + HOUR)
    looked = session.scalars(select(Entry).where(Entry.step == "look_for_support")).one()
    assert (looked.by_id, looked.detail) == (house.cast.olu.id, {"what": "the whole text"})
    assert "have not opened" in refused(
        actions.look, application, actions.supporting.say("the PDF"), house.cast.olu, at + 5 * HOUR
    )
    actions.open_support(application, DAY, house.cast.ben, at)
    actions.end_support(application, house.cast.ada, at + HOUR)
    assert not may_read(house.cast.olu, "application under support", application)
