"""What the clock does between two sides: reminders, consent that fell, the hours after the close."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from grants import clock
from grants.applications import actions
from grants.applications.actions import BudgetRow, Named, Written
from grants.applications.actions.inviting import Invited
from grants.applications.model import Right
from grants.applications.signatures import mark
from grants.jobs import close_calls, counterpart, remind, tell_undone
from grants.jobs.remind import still_true
from grants.mail.model import Message
from grants.rules.applications import ApplicationState
from grants.rules.consent import grace_until
from grants.rules.deadlines import of_application, shuts
from tests import make

TOKYO, STOCKHOLM = ZoneInfo("Asia/Tokyo"), ZoneInfo("Europe/Stockholm")
HOUR, DAY, MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)
HEAD = Named("department", "Head of Department", "head@dept.example", "Dean", "sv")


@pytest.fixture
def house(session, at):
    return make.opened(session, at)


def mail(session, kind):
    return sorted(session.scalars(select(Message.to).where(Message.kind == kind)))


def nine(day, zone):
    return datetime.combine(day, time(9, 1), zone)


# --- invitations ------------------------------------------------------------------------------------------------------


def test_an_unanswered_invitation_is_reminded_of_after_three_days_once_in_the_readers_language(session, house, work):
    application = make.started(house)
    actions.invite(application, Invited("ben@example.org", "B", house.second, Right.PI), house.cast.ada, house.at)
    sent = house.at.astimezone(STOCKHOLM).date()
    work(remind, nine(sent + 2 * DAY, STOCKHOLM))
    assert mail(session, "remind_invitation") == []
    for _ in range(3):
        work(remind, nine(sent + 3 * DAY, STOCKHOLM))
    assert mail(session, "remind_invitation") == ["ben@example.org"]
    assert session.scalars(select(Message.language).where(Message.kind == "remind_invitation")).one() == "sv"


def test_the_last_week_has_its_own_reminders_and_none_goes_twice(session, house, work):
    application = make.started(house)
    close = of_application(application).at
    late = close - 9 * DAY
    actions.invite(application, Invited("new@example.org", "N", house.second, Right.PI), house.cast.ada, late)
    last = close.astimezone(STOCKHOLM).date()
    for days in range(9, -1, -1):
        for _ in range(2):
            work(remind, nine(last - days * DAY, STOCKHOLM))
    assert mail(session, "remind_invitation") == ["new@example.org"] * 3


def test_whoever_invited_hears_that_it_ran_out_and_an_accepted_one_is_let_be(session, house, work):
    application = make.started(house)
    made = actions.invite(
        application, Invited("ben@example.org", "B", house.second, Right.PI), house.cast.ada, house.at
    )
    other = actions.invite(
        application, Invited("max@example.org", "S", house.first, Right.VIEW), house.cast.ada, house.at,
    )  # fmt: skip
    actions.accept_invitation(other, house.cast.max, house.at)
    over = made.until
    work(remind, nine(over.astimezone(TOKYO).date() + DAY, TOKYO))
    assert mail(session, "invitation_over") == ["ada@example.org"]


# --- signatures -------------------------------------------------------------------------------------------------------


@pytest.fixture
def asked(house):
    """The head of department of the first side was asked to sign by 20 March."""
    house.call.endorsements = [
        {"code": "department", "label": {"en": "Head of department"}, "sides": [house.first], "by": "2022-03-20"},
    ]  # fmt: skip
    application = make.written(house)
    request = actions.ask_to_sign(application, HEAD, house.cast.ada, house.at)
    house.session.flush()
    return application, request


def test_a_signature_is_reminded_of_ten_and_three_days_before_its_own_day(session, house, work, asked):
    _, request = asked
    for day in (date(2022, 3, 9), date(2022, 3, 10), date(2022, 3, 12), date(2022, 3, 17), date(2022, 3, 20)):
        for _ in range(2):
            work(remind, nine(day, TOKYO))
    assert mail(session, "remind_sign_off") == ["head@dept.example"] * 2
    reminder = session.scalars(select(Message).where(Message.kind == "remind_sign_off")).first()
    assert reminder.language == "sv"
    assert reminder.sealed
    assert still_true(session, reminder, clock.now())
    actions.sign(request, mark(request.application, request.side), "", clock.now())
    session.flush()
    assert not still_true(session, reminder, clock.now())


def test_whoever_signed_is_reminded_of_nothing(session, house, work, asked):
    application, request = asked
    actions.sign(request, mark(application, house.first), "", house.at)
    work(remind, nine(date(2022, 3, 17), TOKYO))
    assert mail(session, "remind_sign_off") == []


def test_when_the_money_changes_the_signatory_is_asked_again_once_the_writing_rests(session, house, work, asked):
    application, request = asked
    actions.sign(request, mark(application, house.first), "", house.at)
    for minute in range(5):
        row = BudgetRow(house.call.side(house.first).categories[0], "Visit", str(1000 + minute))
        actions.set_budget(application.part(house.first), [row], house.cast.ada, house.at + minute * MINUTE)
        session.flush()
        work(tell_undone, house.at + minute * MINUTE + timedelta(seconds=30))
    assert mail(session, "signature_undone") == []
    for minute in (14, 15, 60):
        work(tell_undone, house.at + minute * MINUTE)
    assert mail(session, "signature_undone") == ["ada@example.org"]
    assert mail(session, "sign_off") == ["head@dept.example"] * 2


# --- confirmations ----------------------------------------------------------------------------------------------------


def test_whoever_had_confirmed_is_told_once_per_burst_and_by_whom(session, house, work):
    application = make.written(house)
    actions.confirm(application, application.content_version, house.cast.ben, house.at)
    for second in range(0, 60, 10):
        actions.write(application, [Written("title", f"Title {second}")], house.cast.ada,
                      house.at + timedelta(seconds=second))  # fmt: skip
        session.flush()
        work(tell_undone, house.at + timedelta(seconds=second + 5))
    assert mail(session, "confirmation_fallen") == []
    for minute in (5, 11, 12, 300):
        work(tell_undone, house.at + minute * MINUTE)
    assert mail(session, "confirmation_fallen") == ["ben@example.org"]
    told = session.scalars(select(Message).where(Message.kind == "confirmation_fallen")).one()
    assert told.language == "sv"
    assert house.cast.ada.name_in("sv") in told.body
    actions.confirm(application, application.content_version, house.cast.ben, clock.now())
    actions.write(application, [Written("title", "Once more")], house.cast.ada, clock.now() + MINUTE)
    work(tell_undone, clock.now() + 12 * MINUTE)
    assert mail(session, "confirmation_fallen") == ["ben@example.org"] * 2


def test_whoever_changes_what_they_confirmed_themselves_gets_no_mail(session, house, work):
    application = make.written(house)
    actions.confirm(application, application.content_version, house.cast.ada, house.at)
    actions.write(application, [Written("title", "Mine")], house.cast.ada, house.at + MINUTE)
    work(tell_undone, house.at + HOUR)
    assert mail(session, "confirmation_fallen") == []


def test_shortly_before_the_close_nobody_waits_ten_minutes(session, house, work):
    application = make.written(house)
    near = of_application(application).at - HOUR
    actions.confirm(application, application.content_version, house.cast.ben, near)
    actions.write(application, [Written("title", "At the last")], house.cast.ada, near + MINUTE)
    work(tell_undone, near + 4 * MINUTE)
    assert mail(session, "confirmation_fallen") == ["ben@example.org"]


# --- case 6: the hours after the close --------------------------------------------------------------------------------


@pytest.fixture
def half(house):
    """One side has confirmed, the call gives the other 48 hours."""
    house.call.counterpart_grace_hours = 48
    application = make.written(house)
    actions.confirm(application, application.content_version, house.cast.ada, house.at)
    house.session.flush()
    return application


def test_case_6_both_are_told_of_the_hours_and_the_other_side_confirms_in_them(session, house, work, half):
    after = shuts(of_application(half)) + MINUTE
    work(close_calls, after)
    assert mail(session, "not_submitted") == []
    for _ in range(2):
        work(counterpart, after)
    assert mail(session, "counterpart_grace") == ["ada@example.org", "ben@example.org"]
    actions.confirm(half, half.content_version, house.cast.ben, after + DAY)
    work(counterpart, grace_until(half) + MINUTE)
    assert half.state is ApplicationState.SUBMITTED
    assert mail(session, "not_submitted") == []


def test_case_6_when_the_hours_are_over_the_team_is_told_once_that_it_was_not_submitted(session, house, work, half):
    after = shuts(of_application(half)) + MINUTE
    work(close_calls, after)
    work(counterpart, after)
    over = grace_until(half) + MINUTE
    for _ in range(2):
        work(counterpart, over)
    assert mail(session, "not_submitted") == ["ada@example.org", "ben@example.org"]
    assert half.state is ApplicationState.DRAFT


def test_case_6_without_any_confirmation_the_close_is_the_end(session, house, work):
    house.call.counterpart_grace_hours = 48
    application = make.written(house)
    after = shuts(of_application(application)) + MINUTE
    work(close_calls, after)
    work(counterpart, after)
    assert mail(session, "not_submitted") == ["ada@example.org", "ben@example.org"]
    assert mail(session, "counterpart_grace") == []
