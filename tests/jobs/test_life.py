"""What the clock does in a call's life: it closes, reminds, lets offers lapse, asks for reports, sweeps."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select, text

from grants import clock
from grants.applications import actions as applications
from grants.awards.model import Award, AwardPart
from grants.history.model import Entry
from grants.jobs import ask_reports, close_calls, lapse, purge, remind
from grants.jobs.model import ReminderSent
from grants.jobs.send_mail import hold_next
from grants.letters.model import Letter
from grants.mail.model import NOT_NEEDED, Message
from grants.people.model import KeyLink, KeyPurpose, SignedIn, SignInTry
from grants.reports.model import Report
from grants.reviews.model import Assignment, Review
from grants.rules import awards as award_law
from grants.rules import calls as call_law
from grants.rules import letters as letter_law
from grants.rules import reviews as review_law
from grants.rules.applications import ApplicationState
from grants.rules.awards import PartState
from grants.rules.calls import CallState, closes_at
from grants.rules.letters import LetterKind, LetterState
from grants.rules.reports import ReportState
from grants.rules.workflow import Step
from grants.words import say
from tests import make

TOKYO, STOCKHOLM = ZoneInfo("Asia/Tokyo"), ZoneInfo("Europe/Stockholm")


@pytest.fixture
def house(session, at):
    return make.opened(session, at)


def mail(session, *kinds):
    """The mail of some kinds: kind and receiver, in order."""
    found = session.execute(select(Message.kind, Message.to).where(Message.kind.in_(kinds)))
    return sorted((kind, to) for kind, to in found)


def move(thing, step, at):
    """Move a thing's life on, whoever would really do it."""
    thing.take(
        Step(step.name, frozenset(type(thing).workflow.states), step.target, lambda *_: True, say("x")), None, at
    )


def closed(house, work):
    work(close_calls, closes_at(house.call) + timedelta(hours=1))


# --- closing ----------------------------------------------------------------------------------------------------------


def test_a_call_closes_after_its_grace_and_not_before(session, house, work):
    close = closes_at(house.call)
    grace = timedelta(seconds=call_law.grace(house.call))
    for early in (close - timedelta(days=1), close + grace - timedelta(seconds=2)):
        work(close_calls, early)
        assert house.call.state is CallState.PUBLISHED
    work(close_calls, close + grace + timedelta(seconds=2))
    assert house.call.state is CallState.CLOSED
    assert mail(session, "call.closed") == [("call.closed", "olu@example.org"), ("call.closed", "uma@example.org")]
    entry = session.scalars(select(Entry).where(Entry.subject_id == house.call.id, Entry.step == "close")).one()
    assert entry.by_id is None


def test_closing_twice_closes_once(session, house, work):
    closed(house, work)
    version = house.call.version
    closed(house, work)
    assert house.call.version == version
    assert len(mail(session, "call.closed")) == 2


def test_at_the_close_the_reopened_stand_and_drafts_stay_drafts(session, house, work):
    standing = make.submitted(house)
    applications.reopen(standing, house.cast.ada, house.at)
    draft = make.started(house, house.cast.max)
    closed(house, work)
    assert (standing.state, draft.state) == (ApplicationState.SUBMITTED, ApplicationState.DRAFT)
    assert mail(session, "stands", "not_submitted") == [
        ("not_submitted", "max@example.org"), ("stands", "ada@example.org"), ("stands", "ben@example.org"),
    ]  # fmt: skip
    told = session.scalars(select(Message).where(Message.kind == "call.closed", Message.to == "olu@example.org")).one()
    assert "1 applications were submitted; 1 drafts were not." in told.body


# --- reminders --------------------------------------------------------------------------------------------------------


def nine(day, zone):
    return datetime.combine(day, time(9, 1), zone)


def last_days(house):
    """The closing day on each side's clock."""
    close = closes_at(house.call)
    return close.astimezone(TOKYO).date(), close.astimezone(STOCKHOLM).date()


def test_each_investigator_is_reminded_in_their_own_morning_once(session, house, work):
    make.joined(house)
    japan, sweden = last_days(house)
    work(remind, nine(japan - timedelta(days=7), TOKYO))
    assert mail(session, "remind_draft") == [("remind_draft", "ada@example.org")]
    for _ in range(2):
        work(remind, nine(sweden - timedelta(days=7), STOCKHOLM))
    assert mail(session, "remind_draft") == [("remind_draft", "ada@example.org"), ("remind_draft", "ben@example.org")]


def test_missed_days_are_caught_up_with_by_one_reminder(session, house, work):
    make.joined(house)
    japan, _ = last_days(house)
    work(remind, nine(japan - timedelta(days=2), TOKYO) + timedelta(hours=11))
    assert len(mail(session, "remind_draft")) == 2
    assert session.scalar(select(func.count()).select_from(ReminderSent)) == 4
    work(remind, nine(japan, TOKYO) - timedelta(hours=12))
    assert len(mail(session, "remind_draft")) == 4


def test_a_clock_that_jumps_back_sends_nothing_again(session, house, work):
    make.joined(house)
    japan, _ = last_days(house)
    late = nine(japan - timedelta(days=2), TOKYO) + timedelta(hours=11)
    for now in (late, late - timedelta(days=5), late - timedelta(days=30), late):
        work(remind, now)
    assert len(mail(session, "remind_draft")) == 2


def test_a_draft_begun_late_is_not_reminded_of_days_before_it(session, house, work):
    japan, _ = last_days(house)
    begun = nine(japan - timedelta(days=5), TOKYO)
    clock.stop(begun)
    make.started(house, at=begun)
    work(remind, begun + timedelta(hours=1))
    assert mail(session, "remind_draft") == []


def test_the_submitted_are_not_reminded_and_the_reopened_are_told_what_counts(session, house, work):
    done = make.submitted(house)
    japan, _ = last_days(house)
    work(remind, nine(japan - timedelta(days=7), TOKYO) + timedelta(hours=11))
    assert mail(session, "remind_draft") == []
    applications.reopen(done, house.cast.ada, clock.now())
    work(remind, nine(japan - timedelta(days=2), TOKYO) + timedelta(hours=11))
    told = session.scalars(select(Message).where(Message.kind == "remind_draft", Message.to == "ben@example.org")).one()
    assert told.language == "sv"
    assert done.ref in told.subject


def test_what_was_done_meanwhile_is_not_asked_for(session, house, work, record):
    waiting = make.written(house)
    japan, _ = last_days(house)
    work(remind, nine(japan - timedelta(days=2), TOKYO) + timedelta(hours=11))
    now = clock.now()
    finish(waiting, now)
    session.commit()
    kinds = []
    while (message := hold_next(record, now + timedelta(minutes=1))) is not None:
        kinds.append(message.kind)
    assert "remind_draft" not in kinds
    assert "receipt" in kinds
    session.expire_all()
    reminders = session.scalars(select(Message).where(Message.kind == "remind_draft")).all()
    assert [(one.sent_at, one.next_try_at, one.fault) for one in reminders] == [(None, None, NOT_NEEDED.text)] * 2
    assert str(reminders[0].state) == "Not needed any more"


def finish(application, at):
    for part in application.parts:
        applications.confirm(application, application.content_version, part.pi, at)
    applications.submit(application, application.content_version, application.lead.pi, at)


def test_a_pending_invitation_is_reminded_of_before_the_close(session, house, work):
    application = make.started(house)
    whom = applications.inviting.Invited("new@example.org", "Nina", house.second, make.Right.PI)
    japan, sweden = last_days(house)
    begun = nine(japan - timedelta(days=10), TOKYO)
    clock.stop(begun)
    applications.invite(application, whom, house.cast.ada, begun)
    work(remind, nine(sweden - timedelta(days=7), STOCKHOLM))
    assert mail(session, "remind_invitation") == [("remind_invitation", "new@example.org")]
    told = session.scalars(select(Message).where(Message.kind == "remind_invitation")).one()
    assert told.sealed
    assert told.link.startswith("/my/invitations/")


def asked(session, application, reviewer, at, step=None):
    one = Assignment(application=application, application_id=application.id, reviewer=reviewer, reviewer_id=reviewer.id,
                     side="JP", asked_at=at, asked_by_id=application.lead.pi_id)  # fmt: skip
    session.add(one)
    session.flush()
    one.begin(None, at)
    if step:
        move(one, step, at)
    return one


def test_reviewers_are_reminded_to_answer_and_then_to_review(session, house, work):
    application = make.submitted(house)
    closed(house, work)
    due = closes_at(house.call).date() + timedelta(days=40)
    house.call.review_round.due_on = due
    begun = nine(due - timedelta(days=30), TOKYO)
    asked(session, application, house.cast.rea, begun)
    accepted = asked(session, application, house.cast.sol, begun, review_law.ACCEPT)
    work(remind, nine(due - timedelta(days=26), TOKYO))
    assert mail(session, "remind_review") == []
    work(remind, nine(due - timedelta(days=25), TOKYO))
    assert mail(session, "remind_review") == [("remind_review", "rea@example.org")]
    for day in (3, 1, 0, -1, -2, -9):
        work(remind, nine(due - timedelta(days=day), STOCKHOLM))
    assert mail(session, "remind_review").count(("remind_review", "sol@example.org")) == 3
    review = Review(assignment_id=accepted.id, assignment=accepted, changed_at=clock.now())
    session.add(review)
    session.flush()
    review.begin(None, clock.now())
    move(review, review_law.SUBMIT, clock.now())
    assert not remind.review_waits(
        session, Message(application_id=application.id, person_id=house.cast.sol.id), clock.now()
    )


@pytest.fixture
def award(session, house, work):
    application = make.submitted(house)
    closed(house, work)
    at = clock.now()
    award = Award(application=application, application_id=application.id, starts_on=date(2022, 7, 1),
                  ends_on=date(2023, 3, 31), made_at=at)  # fmt: skip
    session.add(award)
    for position, part in enumerate(application.parts):
        granted = AwardPart(award=award, position=position, side_id=house.call.side(part.side).id, pi_id=part.pi_id,
                            minor=part.requested_minor, currency=part.currency, ends_on=award.ends_on,
                            answer_by=nine((at + timedelta(days=30)).date(), TOKYO) + timedelta(hours=14))  # fmt: skip
        session.add(granted)
        session.flush()
        granted.begin(None, at)
    session.flush()
    return award


def put_in_writing(session, part, at):
    letter = Letter(application_id=part.application_id, side_id=part.side_id, part_id=part.id, addressee_id=part.pi_id,
                    kind=LetterKind.AWARD, language="en", code=str(part.id)[:40], facts={}, drafted_by_id=part.pi_id,
                    drafted_by_side="JP", drafted_at=at)  # fmt: skip
    session.add(letter)
    session.flush()
    letter.begin(None, at)
    move(letter, letter_law.NUMBER, at)
    move(letter, letter_law.ISSUE, at)
    assert letter.state is LetterState.ISSUED


def test_offers_in_writing_are_reminded_of_and_lapse_after_their_day(session, award, work):
    first, second = award.parts
    put_in_writing(session, first, award.made_at)
    for days in (20, 15, 13, 3, 2, 0):
        work(remind, first.answer_by - timedelta(days=days, hours=1))
    told = mail(session, "remind_offer")
    assert set(told) == {("remind_offer", first.pi.email)}
    assert len(told) == 3
    work(lapse, first.answer_by - timedelta(minutes=1))
    assert first.state is PartState.OFFERED
    work(lapse, first.answer_by + timedelta(minutes=1))
    assert (first.state, second.state) == (PartState.LAPSED, PartState.OFFERED)
    assert award.standing is award_law.AwardStanding.NEEDS_DECISION
    work(lapse, first.answer_by + timedelta(days=1))
    assert [to for _, to in mail(session, "award")] == [
        first.pi.email, second.pi.email, "olu@example.org", "uma@example.org",
    ]  # fmt: skip


def test_an_answered_offer_neither_lapses_nor_is_reminded_of(session, award, work):
    for part in award.parts:
        put_in_writing(session, part, award.made_at)
        move(part, award_law.ACCEPT, award.made_at)
    work(remind, award.parts[0].answer_by - timedelta(hours=1))
    work(lapse, award.parts[0].answer_by + timedelta(days=1))
    assert mail(session, "remind_offer", "award") == []
    assert {part.state for part in award.parts} == {PartState.ACCEPTED}


def test_a_report_is_asked_for_once_and_reminded_of_around_its_day(session, award, work):
    work(ask_reports, award.made_at)
    assert session.scalars(select(Report)).all() == []
    for part in award.parts:
        move(part, award_law.ACCEPT, award.made_at)
    for _ in range(2):
        work(ask_reports, award.made_at)
    report = session.scalars(select(Report)).one()
    assert report.state is ReportState.DRAFT
    counts = []
    for day in (-31, -30, -7, 0, 1, 14, 90):
        work(remind, nine(report.due_on + timedelta(days=day), STOCKHOLM))
        counts.append(len(mail(session, "remind_report")))
    assert counts == [0, 2, 4, 4, 6, 8, 8]
    late = session.scalars(
        select(Message).where(Message.kind == "remind_report").order_by(Message.made_at.desc())
    ).first()
    assert late.link == f"/my/reports/{report.id}"


def test_every_link_of_a_reminder_leads_to_a_page(app):
    reached = app.url_map.bind("localhost")
    key = "00000000-0000-0000-0000-000000000001"
    for place in ("/my/applications", "/my/invitations", "/my/awards", "/my/reports", "/reviews/assignments", "/asked",
                  "/office/calls", "/office/applications"):  # fmt: skip
        assert reached.match(f"{place}/{key}", method="GET")


# --- sweeping ---------------------------------------------------------------------------------------------------------


def test_what_is_over_is_swept_and_what_is_not_stays(session, house, work):
    now, ada = clock.now(), house.cast.ada
    for name, until in (("a", now - timedelta(hours=1)), ("b", now + timedelta(hours=1))):
        session.add(SignedIn(key_hash=name, person_id=ada.id, since=now, until=until, confirmed_at=now))
    session.add_all([SignInTry(counted="x", at=now - timedelta(days=2)), SignInTry(counted="y", at=now)])
    for email, until in (("old@example.org", now - timedelta(days=60)), ("new@example.org", now + timedelta(hours=1))):
        session.add(KeyLink(purpose=KeyPurpose.SIGN_IN, email=email, made_at=now, until=until))
    work(purge, now)
    assert session.scalars(select(SignedIn.key_hash)).all() == ["b"]
    assert session.scalars(select(SignInTry.counted)).all() == ["y"]
    assert session.scalars(select(KeyLink.email)).all() == ["new@example.org"]
    if session.get_bind().dialect.name == "sqlite":
        assert session.scalar(text("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'person'"))
