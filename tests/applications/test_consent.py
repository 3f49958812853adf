"""What every side must have said: confirmations, sign-offs, the hours given to the other side."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from grants.applications import actions
from grants.applications.actions import BudgetRow, Named, Written
from grants.applications.actions.inviting import Invited
from grants.applications.model import Right, Snapshot
from grants.applications.signatures import mark, sign_offs, unsigned
from grants.calls import actions as calls
from grants.history.model import Entry
from grants.mail.model import Message
from grants.rules.applications import ApplicationState
from grants.rules.calls import closes_at
from grants.rules.consent import EndorsementState, grace_until
from grants.rules.deadlines import of_application, shuts
from grants.rules.refusal import Overtaken, Refused
from grants.rules.relations import THE_CLOCK
from tests import make
from tests.conftest import NOW

HEAD = Named("department", "Head of Department", "head@dept.example", "Dean", "en")


@pytest.fixture
def house(session):
    return make.opened(session, NOW)


@pytest.fixture
def at(house):
    return house.at


@pytest.fixture
def signed_call(house):
    """The call asks each side for a head of department, by a day of its own."""
    house.call.endorsements = [
        {"code": "department", "label": {"en": "Head of department", "ja": "部局長"}, "sides": [], "by": "2022-03-20"},
    ]  # fmt: skip
    house.session.flush()
    return house


def refused(deed, *args):
    with pytest.raises(Refused) as told:
        deed(*args)
    return str(told.value.reason)


def confirm(application, *people, at):
    for person in people:
        actions.confirm(application, application.content_version, person, at)


def sign(house, application, side, person, remark=""):
    """Somebody was asked for a side, and signed."""
    request = actions.ask_to_sign(application, HEAD, person, house.at)
    actions.sign(request, mark(application, side), remark, house.at)
    return request


# --- case 6: only one investigator had confirmed at the close -----------------------------------------------------


def closed(house, hours):
    house.call.counterpart_grace_hours = hours
    application = make.written(house)
    confirm(application, house.cast.ada, at=house.at)
    after = shuts(of_application(application)) + timedelta(minutes=1)
    calls.close(house.call, THE_CLOCK, after)
    house.session.flush()
    return application, after


def test_case_6_without_a_grace_one_confirmation_at_the_close_is_nothing(house):
    application, after = closed(house, 0)
    assert "closed" in refused(actions.confirm, application, application.content_version, house.cast.ben, after)
    assert application.state is ApplicationState.DRAFT


def test_case_6_within_the_grace_the_other_confirms_and_it_is_submitted_whole(session, house):
    application, after = closed(house, 48)
    later = after + timedelta(hours=47)
    assert "closed" in refused(actions.write, application, [Written("title", "Other words")], house.cast.ben, later)
    snapshot = actions.confirm(application, application.content_version, house.cast.ben, later)
    assert application.state is ApplicationState.SUBMITTED
    assert snapshot.at == later
    assert session.scalars(select(Snapshot)).all() == [snapshot]
    receipt = session.scalars(select(Message).where(Message.kind == "receipt", Message.to == "ada@example.org")).one()
    assert snapshot.sha256 in receipt.body


def test_case_6_after_the_grace_it_stays_what_it_was_never_half_submitted(session, house):
    application, _ = closed(house, 48)
    too_late = grace_until(application) + timedelta(seconds=1)
    assert "closed" in refused(actions.confirm, application, application.content_version, house.cast.ben, too_late)
    assert application.state is ApplicationState.DRAFT
    assert application.submitted_at is None
    assert not session.scalars(select(Snapshot)).all()


def test_case_6_the_grace_is_for_what_somebody_confirmed_in_time(house):
    house.call.counterpart_grace_hours = 48
    application = make.written(house)
    after = shuts(of_application(application)) + timedelta(minutes=1)
    assert "closed" in refused(actions.confirm, application, application.content_version, house.cast.ben, after)


def test_case_6_the_grace_does_not_make_up_for_a_missing_signature(signed_call):
    house = signed_call
    application, after = closed(house, 48)
    assert "Head of department" in refused(
        actions.confirm, application, application.content_version, house.cast.ben, after
    )
    assert application.state is ApplicationState.DRAFT


def test_what_was_submitted_before_and_reopened_has_no_grace(house):
    house.call.counterpart_grace_hours = 48
    application = make.submitted(house)
    actions.reopen(application, house.cast.ada, house.at)
    actions.write(application, [Written("title", "Better")], house.cast.ada, house.at)
    confirm(application, house.cast.ada, at=house.at)
    after = shuts(of_application(application)) + timedelta(minutes=1)
    assert "closed" in refused(actions.confirm, application, application.content_version, house.cast.ben, after)


# --- case 12: a side that asks for nothing ------------------------------------------------------------------------


def test_case_12_a_side_that_asks_for_nothing_must_consent_all_the_same(house, at):
    application = make.written(house)
    nothing = BudgetRow(house.call.side(house.second).categories[0], "Paid by ourselves", "0")
    actions.set_budget(application.part(house.second), [nothing], house.cast.ben, at)
    assert application.part(house.second).requested_minor == 0
    assert application.part(house.first).requested_minor > 0
    confirm(application, house.cast.ada, at=at)
    assert "has not confirmed" in refused(actions.submit, application, application.content_version, house.cast.ada, at)
    confirm(application, house.cast.ben, at=at)
    actions.submit(application, application.content_version, house.cast.ada, at)
    assert application.state is ApplicationState.SUBMITTED


# --- sign-offs ------------------------------------------------------------------------------------------------------


def test_submission_needs_every_sign_off_the_call_asks_for(signed_call):
    house, at = signed_call, signed_call.at
    application = make.written(house)
    confirm(application, house.cast.ada, house.cast.ben, at=at)
    assert len(unsigned(application)) == 2
    assert "Head of department" in refused(actions.submit, application, application.content_version, house.cast.ada, at)
    sign(house, application, house.first, house.cast.ada)
    assert len(unsigned(application)) == 1
    actions.sign(
        actions.ask_to_sign(application, HEAD, house.cast.ben, at), mark(application, house.second), "", at,
    )  # fmt: skip
    snapshot = actions.submit(application, application.content_version, house.cast.ada, at)
    assert [one["side"] for one in snapshot.content["signed"]] == [house.first, house.second]


def test_a_signature_outlives_the_words_and_falls_with_the_money_or_the_people(signed_call):
    house, at = signed_call, signed_call.at
    application = make.written(house)
    sign(house, application, house.first, house.cast.ada)
    mine = lambda: next(one for one in sign_offs(application) if one.side.code == house.first)  # noqa: E731
    actions.write(application, [Written("title", "Better words")], house.cast.ada, at)
    assert mine().stands
    row = BudgetRow(house.call.side(house.second).categories[0], "Their own visit", "100")
    actions.set_budget(application.part(house.second), [row], house.cast.ben, at)
    assert mine().stands
    row = BudgetRow(house.call.side(house.first).categories[0], "Another visit", "1000")
    actions.set_budget(application.part(house.first), [row], house.cast.ada, at)
    assert mine().is_undone
    assert "sign again" in str(mine().state)
    actions.sign(mine().request, mark(application, house.first), "", at)
    assert mine().stands
    actions.invite(application, Invited("max@example.org", "Sam", house.first, Right.VIEW), house.cast.ada, at)
    assert mine().is_undone


def test_who_reads_while_the_money_changes_signs_nothing_unseen(signed_call):
    house, at = signed_call, signed_call.at
    application = make.written(house)
    request = actions.ask_to_sign(application, HEAD, house.cast.ada, at)
    seen = mark(application, house.first)
    row = BudgetRow(house.call.side(house.first).categories[0], "Another visit", "1000")
    actions.set_budget(application.part(house.first), [row], house.cast.ada, at)
    with pytest.raises(Overtaken):
        actions.sign(request, seen, "", at)
    assert request.state is EndorsementState.ASKED


def test_a_refusal_says_why_to_the_own_side_only_and_can_be_turned(session, signed_call):
    house, at = signed_call, signed_call.at
    application = make.written(house)
    request = actions.ask_to_sign(application, HEAD, house.cast.ada, at)
    assert "Say why" in refused(actions.refuse, request, " ", at)
    actions.refuse(request, "No laboratory is free", at)
    told = {one.to: one.body for one in session.scalars(select(Message).where(Message.kind == "signed_off"))}
    assert "No laboratory is free" in told["ada@example.org"]
    assert "No laboratory" not in told["ben@example.org"]
    actions.sign(request, mark(application, house.first), "Agreed now", at)
    assert request.state is EndorsementState.APPROVED
    steps = session.scalars(select(Entry.step).where(Entry.subject_id == request.id).order_by(Entry.seq)).all()
    assert steps == ["begin", "refuse", "approve"]


def test_one_person_at_a_time_is_asked_never_one_of_the_team(signed_call):
    house, at = signed_call, signed_call.at
    application = make.written(house)
    own = Named("department", "Ben", "ben@example.org", "Dean", "en")
    assert "not on the team" in refused(actions.ask_to_sign, application, own, house.cast.ada, at)
    first = actions.ask_to_sign(application, HEAD, house.cast.ada, at)
    assert "asked already" in refused(actions.ask_to_sign, application, HEAD, house.cast.ada, at)
    assert "not for you" in refused(actions.take_back, first, house.cast.ben, at)
    actions.take_back(first, house.cast.ada, at)
    assert "Taken back" in refused(actions.sign, first, mark(application, house.first), "", at)
    actions.ask_to_sign(application, HEAD, house.cast.ada, at)
    other = Named("nothing", "X", "x@example.org", "Dean", "en")
    assert "does not ask" in refused(actions.ask_to_sign, application, other, house.cast.ada, at)


def test_the_same_request_goes_out_once_an_hour(session, signed_call):
    house, at = signed_call, signed_call.at
    application = make.written(house)
    request = actions.ask_to_sign(application, HEAD, house.cast.ada, at)
    assert "less than an hour" in refused(actions.ask_again, request, house.cast.ada, at)
    actions.ask_again(request, house.cast.ada, at + timedelta(hours=1))
    sent = session.scalars(select(Message).where(Message.kind == "sign_off")).all()
    assert [one.to for one in sent] == ["head@dept.example"] * 2
    assert all(one.sealed for one in sent)


def test_after_the_submission_nobody_signs_or_takes_back(signed_call):
    house, at = signed_call, signed_call.at
    application = make.submitted(house)
    request = application.endorsements[0]
    assert "no longer being written" in refused(actions.refuse, request, "Too late", at)
    assert "no longer being written" in refused(actions.take_back, request, house.cast.ada, at)


def test_a_hosts_consent_in_a_one_sided_call(session):
    house = make.opened(session, NOW)
    house.call.endorsements = [
        {"code": "host", "label": {"en": "Consent of the host"}, "sides": [house.first], "by": None},
    ]  # fmt: skip
    application = make.written(house)
    assert [one.side.code for one in sign_offs(application)] == [house.first]
    host = Named("host", "Prof. Host", "host@abroad.example", "Group leader", "sv")
    actions.sign(actions.ask_to_sign(application, host, house.cast.ada, house.at), mark(application, house.first), "",
                 house.at)  # fmt: skip
    assert not unsigned(application)
    assert "does not ask" in refused(actions.ask_to_sign, application, host, house.cast.ben, house.at)
    sent = session.scalars(select(Message).where(Message.kind == "sign_off")).one()
    assert sent.language == "sv"


def test_the_deadline_stays_the_deadline_for_everybody_else(house):
    """A grace is for what was confirmed; nobody writes or starts in it."""
    house.call.counterpart_grace_hours = 48
    after = closes_at(house.call) + timedelta(hours=2)
    assert "closed" in refused(actions.start, house.call, house.first, house.cast.max, after)
