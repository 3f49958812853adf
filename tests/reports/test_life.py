"""A report's life: asked for, written by both teams, submitted, returned once, accepted by both sides."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from grants import clock
from grants.applications.actions import record_conflict
from grants.applications.model import ConflictKind
from grants.history.model import Entry
from grants.mail.model import Message
from grants.reports import actions
from grants.reports.actions import Written
from grants.reports.model import Outcome, Report
from grants.reports.queries import awaiting, costs_of, gaps, outcomes_of
from grants.reports.queries.money import results
from grants.rules.awards import AwardStanding
from grants.rules.budget import by_category
from grants.rules.outcomes import BidState
from grants.rules.refusal import Overtaken, Refused
from grants.rules.reports import OutcomeKind, ReportState, Standing
from tests import make

BID = {
    "title": "Three more years", "funder": "A national funder", "year": 2023, "status": BidState.AWARDED,
    "currency": "JPY", "amount": "１２，０００，０００",
}  # fmt: skip


@pytest.fixture
def house(session, at):
    house = make.opened(session, at)
    house.report = make.funded(house)[0]
    return house


def refused(deed, *args):
    with pytest.raises(Refused) as told:
        deed(*args)
    return told.value.field, str(told.value.reason)


def mail(house, kind):
    return sorted(house.session.scalars(select(Message.to).where(Message.kind == kind)))


def test_it_is_asked_for_when_the_last_side_accepts_and_only_once(session, at):
    house = make.opened(session, at)
    application = make.submitted(house)
    make.closed(house)
    make.reviewed(house, application)
    make.advised(house, make.Recommendation.FUND, application)
    make.followed(house)
    award = make.released(house)[0]
    make.in_writing(house)
    assert actions.ask_for(award, house.at) == []
    report = make.accepted(house, award)
    assert report.due_on == date(2023, 4, 30)
    assert actions.ask_for(award, house.at) == [report]
    assert len(session.scalars(select(Report)).all()) == 1


def test_the_days_after_the_end_count_where_the_call_says_so(session, at):
    house = make.opened(session, at, "kyushu-illinois-2022")
    report = make.funded(house)[0]
    assert (report.due_on - report.award.ends_on).days == 60


def test_a_save_never_demands_completeness_and_every_gap_has_its_place(house):
    first = gaps(house.report)
    assert {gap.section for gap in first} == {"narrative", "spending"}
    assert {gap.side for gap in first if gap.section == "spending"} == {"JP", "SE"}
    actions.write(house.report, [Written("achievements", "We met.")], house.cast.ada, house.at)
    assert len(gaps(house.report)) == len(first) - 1
    assert "still missing" in refused(actions.submit, house.report, house.cast.ada, house.at)[1]
    assert house.report.state is ReportState.DRAFT


def test_nobodys_newer_text_is_written_over_unseen(house):
    actions.write(house.report, [Written("achievements", "We met.")], house.cast.ada, house.at)
    actions.write(house.report, [Written("achievements", "We met twice.", seen=1)], house.cast.ben, house.at)
    with pytest.raises(Overtaken):
        actions.write(house.report, [Written("achievements", "We met once.", seen=1)], house.cast.ada, house.at)


def test_money_is_told_by_its_own_side_in_its_own_currency(house):
    ada, ben = house.cast.ada, house.cast.ben
    assert "Only the team of" in refused(actions.spend, house.report, "SE", actions.Outlay("1"), ada, house.at)[1]
    assert refused(actions.spend, house.report, "JP", actions.Outlay("400,000.50"), ada, house.at)[0] == "amount"
    assert refused(actions.spend, house.report, "JP", actions.Outlay("NaN"), ada, house.at)[0] == "amount"
    spent = actions.spend(house.report, "JP", actions.Outlay("３９０千円"), ada, house.at).spent
    assert str(spent) == "JPY 390,000"
    assert str(actions.spend(house.report, "SE", actions.Outlay("39 000,50"), ben, house.at).spent) == "SEK 39,000.50"


def test_more_than_was_granted_needs_a_word(house):
    make.told(house, house.report)
    assert gaps(house.report) == []
    actions.spend(house.report, "JP", actions.Outlay("400,001"), house.cast.ada, house.at)
    assert [(gap.section, gap.anchor, gap.side) for gap in gaps(house.report)] == [("spending", "note", "JP")]
    actions.spend(
        house.report, "JP", actions.Outlay("400,001", "The department paid one yen."), house.cast.ada, house.at
    )
    assert gaps(house.report) == []


def test_outcomes_are_things_with_facts(house):
    bid = actions.add_outcome(house.report, OutcomeKind.FOLLOW_ON_BID, BID, house.cast.ben, house.at)
    assert str(bid.amount) == "JPY 12,000,000"
    travel = {"title": "A doctoral student", "side": "JP", "detail": "Lund", "early_career": True}
    days = {"starts_on": date(2022, 9, 1), "ends_on": date(2022, 9, 30)}
    gone = actions.add_outcome(house.report, OutcomeKind.EXCHANGE, travel | days, house.cast.ada, house.at)
    assert gone.days == 30

    def why_not(kind, facts):
        return refused(actions.add_outcome, house.report, kind, facts, house.cast.ada, house.at)

    assert why_not(OutcomeKind.EXCHANGE, travel | days | {"side": "US"})[0] == "side"
    assert why_not(OutcomeKind.FOLLOW_ON_BID, BID | {"currency": "XXX"})[0] == "currency"
    assert "does not ask" in why_not(OutcomeKind.PATENT, {})[1]
    actions.change_outcome(house.report, bid, BID | {"status": BidState.REJECTED}, house.cast.ben, house.at)
    assert bid.status is BidState.REJECTED
    actions.remove_outcome(house.report, gone, house.cast.ada, house.at)
    house.session.flush()
    assert outcomes_of(house.report) == [bid]


def test_a_member_who_may_only_read_and_strangers_write_nothing(house):
    for person in (house.cast.max, house.cast.olu, house.cast.rea):
        assert refused(actions.write, house.report, [Written("achievements", "x")], person, house.at)[1]
        assert refused(actions.add_outcome, house.report, OutcomeKind.FOLLOW_ON_BID, BID, person, house.at)[1]
    house.session.flush()
    assert house.session.scalars(select(Outcome)).all() == []


def test_submitted_it_is_with_both_offices_and_changes_no_more(house):
    report = make.reported(house, house.report)
    assert report.state is ReportState.SUBMITTED
    assert mail(house, "report_submitted") == ["ben@example.org", "olu@example.org", "uma@example.org"]
    assert refused(actions.write, report, [Written("achievements", "x")], house.cast.ada, house.at)[1]
    assert refused(actions.spend, report, "JP", ("1", ""), house.cast.ada, house.at)[1]
    wanted = select(Entry).where(Entry.subject_id == report.id, Entry.step == "submit_report")
    entry = house.session.scalars(wanted).one()
    assert len(entry.detail["sha256"]) == 64


def test_returned_with_a_remark_and_accepted_the_second_time_by_both_sides(house):
    report, olu, uma = make.reported(house, house.report), house.cast.olu, house.cast.uma
    actions.accept(report, olu, house.at)
    assert mail(house, "report_half_accepted") == ["uma@example.org"]
    assert refused(actions.return_report, report, "  ", uma, house.at)[0] == "remark"
    actions.return_report(report, "Please say what the visits led to.", uma, house.at)
    assert report.state is ReportState.RETURNED
    assert mail(house, "report_returned") == ["ada@example.org", "ben@example.org"]
    bodies = house.session.scalars(select(Message.body).where(Message.kind == "report_returned")).all()
    assert all("Please say what the visits led to." in body for body in bodies)
    assert [one.standing for one in awaiting(house.session, house.cast.ben, house.at.date())] == [Standing.RETURNED]

    actions.write(report, [Written("achievements", "They led to a joint paper.")], house.cast.ben, house.at)
    actions.submit(report, house.cast.ben, house.at)
    assert report.current_approvals == []
    actions.accept(report, olu, house.at)
    assert report.state is ReportState.SUBMITTED
    assert "already accepted" in refused(actions.accept, report, olu, house.at)[1]
    actions.accept(report, uma, house.at)
    assert report.state is ReportState.ACCEPTED
    assert report.award.standing is AwardStanding.CLOSED
    assert mail(house, "report_accepted") == ["ada@example.org", "ben@example.org"]
    assert awaiting(house.session, house.cast.ada, house.at.date()) == []


def test_whoever_is_in_conflict_judges_nothing_and_is_told_nothing(house):
    why = (ConflictKind.DECLARED, "a friend")
    record_conflict(house.report.award.application, house.cast.uma, why, house.cast.uma, house.at)
    house.session.flush()
    report = make.reported(house, house.report)
    assert mail(house, "report_submitted") == ["ben@example.org", "olu@example.org"]
    assert refused(actions.accept, report, house.cast.uma, house.at)[1]
    assert refused(actions.return_report, report, "No.", house.cast.uma, house.at)[1]


def test_applicants_and_the_auditor_judge_nothing(house):
    report = make.reported(house, house.report)
    for person in (house.cast.ada, house.cast.aud, house.cast.ivo, house.cast.max):
        assert refused(actions.accept, report, person, house.at)[1]


def test_case_31_a_paper_that_appears_eighteen_months_after_the_close_is_told_then_and_counted_as_of_that_day(house):
    report, call = make.reported(house, house.report), house.call
    assert refused(actions.add_outcome, report, OutcomeKind.FOLLOW_ON_BID, BID, house.cast.ada, house.at)[1]
    for officer in (house.cast.olu, house.cast.uma):
        actions.accept(report, officer, house.at)
    before = results(house.session, house.cast.olu, call)
    sealed = house.session.scalars(select(Entry.detail).where(Entry.step == "submit_report")).one()["sha256"]
    later = house.at + timedelta(days=548)
    clock.stop(later)
    paper = {"title": "Kelp, eighteen months on", "year": later.year, "joint": True}
    told = actions.add_outcome(report, OutcomeKind.PUBLICATION, paper, house.cast.ben, later)
    house.session.flush()
    after = results(house.session, house.cast.olu, call)
    assert (report.state, told.added_at, after.as_of) == (ReportState.ACCEPTED, later, later)
    counted = {kind: count for kind, count, _ in after.kinds}
    assert (
        counted[OutcomeKind.PUBLICATION]
        == {kind: count for kind, count, _ in before.kinds}[OutcomeKind.PUBLICATION] + 1
    )
    assert house.session.scalars(select(Entry.detail).where(Entry.step == "submit_report")).one()["sha256"] == sealed
    assert refused(actions.write, report, [Written("achievements", "x")], house.cast.ada, later)[1]
    assert refused(actions.add_outcome, report, OutcomeKind.PUBLICATION, paper, house.cast.max, later)[1]


def test_spending_is_told_by_kind_of_cost_against_the_budget(house):
    side, ada, ben = house.call.side("JP"), house.cast.ada, house.cast.ben
    (first, _), (second, _), *rest = house.call.costs(side)
    asked = by_category(house.report.award.application.part("JP").budget, "JPY")
    assert [cost.spent for cost in costs_of(house.report)] == [None] * len(costs_of(house.report))

    def spend(**kinds):
        return house.report, "JP", actions.Outlay("300,000", "", kinds), ada, house.at

    field, reason = refused(actions.spend, *spend(**{first: "299,999"}))
    assert (field, make.plain(reason)) == ("amount", "The kinds of cost come to JPY 299,999, not to JPY 300,000.")
    assert refused(actions.spend, *spend(**{first: "much"}))[0] == f"of_{first}"
    told = actions.spend(*spend(**{first: "250千円", second: "50,000", "gold": "1"}))
    assert told.by_kind == {first: 250_000, second: 50_000}
    actions.spend(house.report, "SE", actions.Outlay("1,000"), ben, house.at)
    ours = [cost for cost in costs_of(house.report) if cost.part.side is side]
    assert [str(cost.spent) for cost in ours[:2]] == ["JPY 250,000", "JPY 50,000"]
    assert [cost.spent.minor for cost in ours[2:]] == [0] * len(rest)
    assert {cost.code: cost.asked for cost in ours if cost.asked.minor} == asked
    assert {cost.spent for cost in costs_of(house.report) if cost.part.side is not side} == {None}
    assert actions.spend(*spend()).by_kind == {}
