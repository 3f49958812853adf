"""An application's life, verb by verb."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from grants.applications import actions, content, queries
from grants.applications.actions import BudgetRow, Written
from grants.applications.actions.inviting import Invited
from grants.applications.model import Right
from grants.calls import actions as calls
from grants.history.model import Entry
from grants.mail.model import Message
from grants.rules.applications import ApplicationState
from grants.rules.calls import closes_at
from grants.rules.eligibility import Result
from grants.rules.refusal import Overtaken, Refused
from grants.rules.relations import THE_CLOCK
from tests import make
from tests.conftest import NOW


@pytest.fixture(params=["mirai-2022", "kyushu-illinois-2022"])
def house(request, session):
    return make.opened(session, NOW, request.param)


@pytest.fixture
def at(house):
    """A day on which the call is open."""
    return house.at


def refused(deed, *args):
    with pytest.raises(Refused) as told:
        deed(*args)
    return str(told.value.reason)


def test_one_starts_the_other_joins_by_link_both_confirm_and_it_is_submitted(house, session, at):
    application = make.submitted(house)
    assert application.state is ApplicationState.SUBMITTED
    snapshot = application.snapshots[0]
    assert snapshot.sha256 == content.fingerprint(snapshot.content)
    assert snapshot.content["parts"][1]["pi"]["family"] == "Öberg"
    assert application.ref == f"{house.call.code}-001"
    receipts = session.scalars(select(Message).where(Message.kind == "receipt")).all()
    assert {receipt.to for receipt in receipts} == {"ada@example.org", "ben@example.org"}
    assert all(snapshot.sha256 in receipt.body for receipt in receipts)
    steps = session.scalars(select(Entry.step).where(Entry.subject_id == application.id).order_by(Entry.seq)).all()
    assert steps[0] == "begin"
    assert steps[-1] == "submit"
    assert {"write", "invite", "join", "confirm"} < set(steps)


def test_a_save_never_demands_completeness_and_submitting_lists_every_gap(house, at):
    application = make.started(house)
    first = queries.questions_of(house.call)[0]
    actions.write(application, [Written(first.code, "Together")], house.cast.ada, at)
    gaps = queries.gaps(application)
    assert len(gaps) > 3
    assert all(gap.anchor for gap in gaps)
    assert "principal investigator" in refused(actions.submit, application, 1, house.cast.ada, at)


def test_any_later_edit_undoes_both_confirmations(house, at):
    application = make.written(house)
    for part in application.parts:
        actions.confirm(application, application.content_version, part.pi, at)
    title = Written("title", "Another title")
    actions.write(application, [title], house.cast.ben, at)
    assert all(part.confirmed_version != application.content_version for part in application.parts)
    assert "has not confirmed" in refused(actions.submit, application, application.content_version, house.cast.ada, at)


def test_a_confirmation_is_tied_to_the_version_that_was_read(house, at):
    application = make.written(house)
    with pytest.raises(Overtaken):
        actions.confirm(application, application.content_version - 1, house.cast.ada, at)


def test_nobody_writes_over_a_text_they_have_not_seen(house, at):
    application = make.joined(house)
    actions.write(application, [Written("title", "First", seen=0)], house.cast.ada, at)
    actions.write(application, [Written("title", "Second", seen=1)], house.cast.ben, at)
    with pytest.raises(Overtaken):
        actions.write(application, [Written("title", "Third", seen=1)], house.cast.ada, at)
    assert application.title == "Second"


def test_each_side_writes_its_own_budget_only(house, at):
    application = make.joined(house)
    mine, theirs = application.part(house.first), application.part(house.second)
    row = BudgetRow(house.call.side(house.first).categories[0], "Visit", "４００，０００")
    actions.set_budget(mine, [row], house.cast.ada, at)
    assert str(mine.requested) == "JPY 400,000"
    assert "writes this part" in refused(actions.set_budget, theirs, [row], house.cast.ada, at)
    half = [BudgetRow(row.category, "Visit", "400,000.50")]
    assert refused(actions.set_budget, mine, half, house.cast.ada, at).startswith("Line 1: ")
    assert str(mine.requested) == "JPY 400,000"


def test_a_budget_over_the_cap_is_kept_in_the_draft_and_refused_at_submission(house, at):
    application = make.written(house)
    part = application.part(house.first)
    too_much = BudgetRow(house.call.side(house.first).categories[0], "Visit", "9,000,000")
    actions.set_budget(part, [too_much], house.cast.ada, at)
    assert any("the most for one project" in str(gap.sentence) for gap in queries.gaps(application))


def test_it_can_be_reopened_and_sent_again_and_the_last_submission_counts(house, at):
    application = make.submitted(house)
    actions.reopen(application, house.cast.ben, at)
    assert application.state is ApplicationState.REOPENED
    actions.write(application, [Written("title", "Better")], house.cast.ada, at)
    for part in application.parts:
        actions.confirm(application, application.content_version, part.pi, at)
    actions.submit(application, application.content_version, house.cast.ben, at)
    assert [snapshot.ordinal for snapshot in application.snapshots] == [1, 2]
    assert application.snapshots[-1].content["title"] == "Better"


def test_at_the_close_what_was_reopened_stands_as_it_was_sent(house, at):
    application = make.submitted(house)
    actions.reopen(application, house.cast.ada, at)
    after = closes_at(house.call) + timedelta(hours=1)
    assert "closed" in refused(actions.write, application, [Written("title", "Late")], house.cast.ada, after)
    calls.close(house.call, THE_CLOCK, after)
    actions.stand_as_submitted(application, after)
    assert application.state is ApplicationState.SUBMITTED


def test_late_is_late_to_the_second_and_grace_is_equal_for_all(house, at):
    application = make.written(house)
    for part in application.parts:
        actions.confirm(application, application.content_version, part.pi, at)
    grace = timedelta(seconds=house.call.deadlines[-1].grace_seconds)
    late: datetime = closes_at(house.call) + grace + timedelta(seconds=1)
    told = refused(actions.submit, application, application.content_version, house.cast.ada, late)
    assert told.startswith("The call closed on ")
    actions.submit(application, application.content_version, house.cast.ada, closes_at(house.call) + grace)


def test_officers_and_panel_cannot_apply(house, at):
    for person in (house.cast.olu, house.cast.uma, house.cast.ivo, house.cast.rea):
        assert "cannot apply" in refused(actions.start, house.call, house.first, person, at)


def test_an_invitation_is_bound_to_its_address_and_used_once(house, at):
    application = make.started(house)
    whom = Invited("ben@example.org", "Björn", house.second, Right.PI)
    invitation = actions.invite(application, whom, house.cast.ada, at)
    assert "not for you" in refused(actions.accept_invitation, invitation, house.cast.max, at)
    actions.accept_invitation(invitation, house.cast.ben, at)
    assert application.part(house.second).pi is house.cast.ben
    assert refused(actions.accept_invitation, invitation, house.cast.ben, at)


def test_a_member_who_is_removed_writes_no_more(house, session, at):
    application = make.joined(house)
    whom = Invited("eva@example.org", "Eva Edberg", house.second, Right.EDIT, "ecr", doctoral_student=True)
    invitation = actions.invite(application, whom, house.cast.ben, at)
    actions.accept_invitation(invitation, house.cast.eva, at)
    actions.write(application, [Written("title", "By Eva")], house.cast.eva, at)
    member = application.members[0]
    assert "own side" in refused(actions.remove_member, application, member, house.cast.ada, at)
    actions.remove_member(application, member, house.cast.ben, at)
    session.flush()
    assert "not for you" in refused(actions.write, application, [Written("title", "Again")], house.cast.eva, at)


def test_each_side_records_eligibility_of_its_own_people_with_a_reason(house, at):
    application = make.submitted(house)
    after = closes_at(house.call) + timedelta(hours=1)
    calls.close(house.call, THE_CLOCK, after)
    passed = (Result.PASS, "")
    assert "own people" in refused(actions.check_eligibility, application, house.second, passed, house.cast.olu, after)
    assert "reason" in refused(
        actions.check_eligibility,
        application,
        house.first,
        (Result.FAIL, ""),
        house.cast.olu,
        after,
    )
    told = (Result.PASS, "The contract was renewed; seen on paper.")
    finding = actions.check_eligibility(application, house.first, told, house.cast.olu, after)
    assert finding.computed
    assert all(one["explanation"] for one in finding.computed)


def test_either_side_withdraws_and_everyone_concerned_is_told(house, session, at):
    application = make.submitted(house)
    actions.withdraw(application, "A job abroad", house.cast.ben, at)
    assert application.state is ApplicationState.WITHDRAWN
    told = session.scalars(select(Message.to).where(Message.kind == "withdrawn")).all()
    assert {"ada@example.org", "ben@example.org", "olu@example.org", "uma@example.org"} == set(told)
