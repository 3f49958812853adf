"""What an award owes: several reports by rule, reminded, escalated, held against new applications, waived on record."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from grants import clock
from grants.applications import actions as applications
from grants.applications.model import Endorsement, Hold
from grants.calls import definition
from grants.calls.statement import definition_of
from grants.history.model import Entry
from grants.jobs import late_reports, remind
from grants.mail.model import Message
from grants.reports import actions
from grants.reports.model import Report
from grants.reports.queries import awaiting, former_of, gaps
from grants.rules.access import may_read
from grants.rules.consent import EndorsementState
from grants.rules.owing import ReportKind, months_after, requirements
from grants.rules.refusal import Refused
from grants.rules.reports import ReportState
from grants.rules.workflow import Step
from grants.words import say
from tests import make

FURTHER = [
    {"code": "half_way", "kind": "interim", "due_on": None, "months_after_start": 3, "months_after_end": None,
     "days_after_end": None, "sections": ["narrative"], "spending": False, "outcomes": True, "per_side": False,
     "instructions": {"en": "Say how far you are.", "ja": "進捗", "sv": "Hur långt?"}},
    {"code": "books", "kind": "financial", "due_on": None, "months_after_start": None, "months_after_end": None,
     "days_after_end": 20, "sections": [], "spending": True, "outcomes": False, "per_side": True,
     "instructions": None},
    {"code": "year_on", "kind": "follow_up", "due_on": None, "months_after_start": None, "months_after_end": 12,
     "days_after_end": None, "sections": [], "spending": False, "outcomes": True, "per_side": False,
     "instructions": None},
]  # fmt: skip


@pytest.fixture
def house(session, at):
    house = make.opened(session, at)
    house.call.reporting = {
        **house.call.reporting, "reminders": [-60, -30, -7, 1, 14, 30], "further": FURTHER, "hold_after_days": 14,
        "escalate_after_days": 30,
    }  # fmt: skip
    house.report = make.funded(house)[0]
    house.owed = {(one.code, one.side): one for one in house.report.award.reports}
    return house


def mail(house, kind):
    return sorted(house.session.scalars(select(Message.to).where(Message.kind == kind)))


def nine_o_clock(house, day):
    house.at = datetime.combine(day, time(9, 30), ZoneInfo("Asia/Tokyo")) + timedelta(hours=10)
    clock.stop(house.at)
    return house.at


def test_an_award_owes_every_report_of_its_call_by_rule(house):
    award = house.report.award
    assert {key: (one.kind, one.due_on) for key, one in house.owed.items()} == {
        ("final", ""): (ReportKind.FINAL, date(2023, 4, 30)),
        ("half_way", ""): (ReportKind.INTERIM, months_after(award.starts_on, 3)),
        ("books", "JP"): (ReportKind.FINANCIAL, award.ends_on + timedelta(days=20)),
        ("books", "SE"): (ReportKind.FINANCIAL, award.ends_on + timedelta(days=20)),
        ("year_on", ""): (ReportKind.FOLLOW_UP, months_after(award.ends_on, 12)),
    }
    assert months_after(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert {gap.section for gap in gaps(house.owed["half_way", ""])} == {"narrative"}
    assert {gap.side for gap in gaps(house.owed["books", "SE"])} == {"SE"}


def test_a_definition_states_them_and_reads_back_equal(session, at):
    house = make.opened(session, at, "young-leaders-2023")
    terms = definition_of(house.call)
    assert [one.kind for one in terms.report.further] == ["follow_up", "follow_up"]
    assert definition.read(definition.write(terms)).report == terms.report
    first, *further = requirements(house.call.reporting)
    assert (first.sections, [one.months_after_end for one in further]) == (("narrative",), [12, 24])


def test_a_sides_own_report_is_written_and_accepted_by_that_side_alone(house):
    cast, books = house.cast, house.owed["books", "SE"]
    assert books.id not in {one.id for one in awaiting(house.session, cast.ada, books.due_on)}
    assert books.id in {one.id for one in awaiting(house.session, cast.ben, books.due_on)}
    with pytest.raises(Refused):
        actions.spend(books, "SE", actions.Outlay("1000"), cast.ada, house.at)
    with pytest.raises(Refused, match="Only the team"):
        actions.spend(books, "JP", actions.Outlay("1000"), cast.ben, house.at)
    actions.spend(books, "SE", actions.Outlay("1000"), cast.ben, house.at)
    actions.submit(books, cast.ben, house.at)
    with pytest.raises(Refused):
        actions.accept(books, house.officer("JP"), house.at)
    actions.accept(books, house.officer("SE"), house.at)
    assert books.state is ReportState.ACCEPTED
    assert house.report.award.closed_at is None
    assert may_read(cast.ada, "own report", books)


def settle(house, *codes):
    for key, report in house.owed.items():
        if key[0] in codes:
            make.told(house, report)
            actions.submit(report, next(part.pi for part in report.award.parts if report.side in {"", part.side.code}),
                           house.at)  # fmt: skip
            for side in [report.side] if report.side else ["JP", "SE"]:
                actions.accept(report, house.officer(side), house.at)


def test_the_award_closes_when_all_is_in_but_the_follow_up(house):
    settle(house, "half_way", "final")
    assert house.report.award.closed_at is None
    assert "closed" not in house.session.scalar(
        select(Message.body).where(Message.kind == "report_accepted").order_by(Message.made_at.desc())
    )
    settle(house, "books")
    assert house.report.award.closed_at == house.at
    assert house.owed["year_on", ""].state is ReportState.DRAFT


def test_last_years_report_is_in_view_while_the_next_is_written(house):
    assert former_of(house.report) is None
    settle(house, "half_way")
    assert former_of(house.report) is house.owed["half_way", ""]
    assert former_of(house.owed["year_on", ""]) is house.owed["half_way", ""]


def test_a_moved_end_moves_what_is_still_to_come(house):
    """Case 28 of the real cases: the joint report is due after the period as it was extended."""
    settle(house, "half_way")
    before = house.owed["half_way", ""].due_on
    house.report.award.ends_on += timedelta(days=90)
    actions.ask_for(house.report.award, house.at)
    assert house.owed["half_way", ""].due_on == before
    assert house.owed["books", "SE"].due_on == house.report.award.ends_on + timedelta(days=20)
    assert len(house.session.scalars(select(Report)).unique().all()) == 5


def test_a_late_report_is_reminded_escalated_and_holds_back_new_applications(house, work):
    """Case 30 of the real cases: reminders −60/−30/−7/+1/+14/+30, escalation, a hold, lifted on acceptance."""
    session, cast, report = house.session, house.cast, house.report
    for one in house.owed.values():
        if one is not report:
            for side in ("JP", "SE"):
                if not one.side or one.side == side:
                    actions.waive(one, "Not needed in this test", house.officer(side), house.at)
    head = Endorsement(
        application=report.award.application, code="head", side="JP", name="Head Sample", email="head@example.org",
        office="Dean", language="en", asked_by=cast.ada, sent_at=house.at,
    )  # fmt: skip
    session.add(head)
    head.begin(cast.ada, house.at)
    signs = Step("sign", frozenset(EndorsementState), EndorsementState.APPROVED, lambda *_: True, say("Sign"))
    head.take(signs, cast.ada, house.at)
    session.flush()
    seen = []
    for days in (-60, -30, -7, 1, 14, 30):
        morning = nine_o_clock(house, report.due_on + timedelta(days=days))
        for job in (remind, late_reports, remind):  # a second round of the same morning sends nothing again
            work(job, morning)
        seen.append(len([one for one in mail(house, "remind_report") if one == cast.ada.email]))
    assert seen == [1, 2, 3, 4, 5, 6]
    assert mail(house, "remind_report").count(cast.ben.email) == 6
    assert {"head@example.org", cast.olu.email, cast.uma.email} <= set(mail(house, "report_late"))
    held = session.scalars(select(Hold)).all()
    assert {one.person_id for one in held} == {cast.ada.id, cast.ben.id}
    assert mail(house, "report_holds") == sorted([cast.ada.email, cast.ben.email])


def late(house, days=15):
    nine_o_clock(house, house.report.due_on + timedelta(days=days))
    actions.hold(house.report, house.at)
    house.session.flush()


def test_whoever_is_held_starts_and_hands_in_nothing_until_it_is_settled(session, at):
    """Case 30 of the real cases: the hold blocks a new application until the report is accepted or waived."""
    house = make.opened(session, at)
    house.call.reporting = {**house.call.reporting, "hold_after_days": 14, "holds": "lead"}
    draft = make.joined(house, *make.pair(house, 2))
    lead = draft.lead.pi
    session.add(Hold(person_id=lead.id, programme_id=house.call.programme_id, about_id=draft.id, ref="MIRAI-2021-003",
                     due_on=date(2021, 4, 30), placed_at=at))  # fmt: skip
    session.flush()
    with pytest.raises(Refused, match="You owe the report"):
        applications.start(house.call, draft.lead_side, lead, house.at)
    with pytest.raises(Refused, match="You owe the report"):
        make.submitted(house, draft)
    other = next(part.pi for part in draft.parts if part.pi_id != lead.id)
    with pytest.raises(Refused, match="they were told which"):
        applications.submit(draft, draft.content_version, other, house.at)
    session.scalars(select(Hold)).one().lifted_at = house.at
    session.flush()
    assert applications.submit(draft, draft.content_version, lead, house.at)


@pytest.mark.parametrize(("whom", "held"), [("all", 2), ("lead", 1), ("nobody", 0)])
def test_the_call_says_whom_a_late_report_holds(house, whom, held):
    house.call.reporting = {**house.call.reporting, "holds": whom}
    late(house)
    assert len(house.session.scalars(select(Hold)).all()) == held
    actions.hold(house.report, house.at)
    assert len(house.session.scalars(select(Hold)).all()) == held


def test_a_hold_is_lifted_by_acceptance(house):
    late(house)
    settle(house, "final")
    assert all(one.lifted_at == house.at for one in house.session.scalars(select(Hold)))


def test_a_waiver_needs_every_side_and_a_reason_and_stays_on_record(house):
    """Case 30 of the real cases: audit of waivers."""
    late(house)
    with pytest.raises(Refused, match="Say why"):
        actions.waive(house.report, " ", house.cast.olu, house.at)
    actions.waive(house.report, "The lead died", house.cast.olu, house.at)
    assert house.report.state is ReportState.DRAFT
    assert mail(house, "report_half_waived") == [house.cast.uma.email]
    with pytest.raises(Refused, match="already accepted"):
        actions.waive(house.report, "Again", house.cast.olu, house.at)
    assert not any(one.lifted_at for one in house.session.scalars(select(Hold)))
    actions.waive(house.report, "Agreed", house.cast.uma, house.at)
    assert house.report.state is ReportState.WAIVED
    assert all(one.lifted_at == house.at for one in house.session.scalars(select(Hold)))
    told = house.session.scalars(
        select(Entry.detail).where(Entry.subject_id == house.report.id, Entry.step == "excuse_report")
    )
    assert {one["because"] for one in told} == {"The lead died", "Agreed"}
    assert [one.standing for one in awaiting(house.session, house.cast.ada, date(2024, 1, 1)) if
            one.id == house.report.id] == []  # fmt: skip


def test_the_clock_holds_only_after_the_days_the_call_allows(house):
    report = house.report
    nine_o_clock(house, report.due_on + timedelta(days=14))
    assert not late_reports.is_held(report, house.at)
    nine_o_clock(house, report.due_on + timedelta(days=15))
    assert late_reports.is_held(report, house.at)
