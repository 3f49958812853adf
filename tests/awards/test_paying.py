"""Payments by instalment: planned by a side, due by a day or after something, out of the pot that promised; the year."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from grants.applications.actions import record_conflict
from grants.applications.model import ConflictKind
from grants.awards import actions
from grants.awards.actions import Head, Planned
from grants.awards.queries import money_of
from grants.calls import actions as calls
from grants.calls.actions import Movement
from grants.calls.actions.writing import party_of
from grants.calls.model import PotEntry
from grants.calls.statement import definition_of
from grants.exports import instalments
from grants.history.model import Entry
from grants.jobs import remind
from grants.jobs.engine import Kind, Watch, Work
from grants.mail.model import Message
from grants.money import Money
from grants.rules.awards import PartState
from grants.rules.carrying import CarryOver
from grants.rules.instalments import InstalmentState, Payable, Trigger, standing_of
from grants.rules.owing import FINAL_CODE
from grants.rules.pots import PotEntryKind
from tests import make
from tests.conftest import NOW
from tests.decisions.refusing import refused


@pytest.fixture
def house(session):
    """An award that both sides have accepted, its letters out."""
    house = make.opened(session, NOW)
    house.award = make.funded(house)[0].award
    house.mine = house.award.part_of("JP")
    return house


def plan(house, yen=100_000, trigger=Trigger.DAY, day=date(2022, 6, 1), report="", by=None):
    made = actions.plan(
        house.mine, Planned(Money(yen, "JPY"), trigger, day, report), by or house.cast.olu, house.at
    )  # fmt: skip
    house.session.flush()
    house.session.expire(house.mine, ["instalments"])
    return made


def test_a_payment_is_due_on_its_day_on_the_sides_own_clock(house):
    one = plan(house)
    eve = make.datetime.fromisoformat("2022-05-31T14:59:59+00:00")
    stands = [standing_of(one, eve + timedelta(seconds=later)) for later in (0, 1, 86_401)]
    assert stands == [Payable.LATER, Payable.NOW, Payable.OVERDUE]


def test_never_more_is_planned_than_granted_and_only_by_the_own_side(house):
    for nobody in (house.cast.uma, house.cast.ada, house.cast.ivo, house.cast.max):
        with refused("not for you"):
            plan(house, by=nobody)
    plan(house, 300_000)
    with refused("Only JPY 100,000 of this award is not planned yet") as it:
        plan(house, 100_001)
    assert it.value.field == "amount"
    with refused("Choose the day"):
        plan(house, 1, day=None)
    struck = plan(house, 100_000)
    actions.strike(struck, house.cast.olu, house.at)
    plan(house, 100_000)


def test_paid_it_is_a_line_in_the_ledger_and_shows_in_what_finance_takes_away(house):
    one, other = plan(house, 150_000), plan(house, 250_000, Trigger.REPORT, None, FINAL_CODE)
    actions.pay(one, house.cast.olu, house.at)
    house.session.flush()
    assert (one.state, one.entry.minor, one.entry.kind) == (InstalmentState.PAID, -150_000, PotEntryKind.PAY)
    assert money_of(house.session, house.award)["JP"].paid == Money(150_000, "JPY")
    with refused("cannot be done now"):
        actions.pay(one, house.cast.olu, house.at)
    with refused("waits for has not come"):
        actions.pay(other, house.cast.olu, house.at)
    assert house.session.scalars(select(Entry.step).where(Entry.subject_id == one.id)).all() == [
        "begin", "pay_instalment",
    ]  # fmt: skip
    taken = instalments.table(house.session, house.cast.olu, house.call)
    cells = [[cell(row) for _, cell in taken.columns] for row in taken.rows]
    assert [(line[3], str(line[7])) for line in cells] == [
        (Money(150_000, "JPY"), "Paid"), (Money(250_000, "JPY"), "Waiting"),
    ]  # fmt: skip


def test_after_its_report_is_accepted_it_is_to_be_paid(house):
    one = plan(house, 400_000, Trigger.REPORT, None, FINAL_CODE)
    report = make.reported(house, house.award.reports[0])
    assert standing_of(one, house.at) is Payable.WAITS
    for officer in (house.cast.olu, house.cast.uma):
        make.reports.accept(report, officer, house.at)
    assert standing_of(one, house.at) is Payable.NOW
    actions.pay(one, house.cast.olu, house.at)


def test_what_was_paid_by_hand_is_not_paid_again(house):
    one = plan(house, 400_000)
    pot = house.session.scalars(select(PotEntry).where(PotEntry.kind == PotEntryKind.AWARD)).first().pot
    by_hand = make.calls.Movement(PotEntryKind.PAY, Money(1, "JPY"), "by hand", house.award.application_id)
    make.calls.record_money(house.call, pot, by_hand, house.cast.olu, house.at)
    with refused("Only JPY 399,999 of this award is still to be paid"):
        actions.pay(one, house.cast.olu, house.at)


def test_a_suspended_part_is_not_paid(house):
    one = plan(house)
    asked = actions.ask(
        house.award, actions.Wish(make_kind("suspension"), "ill"), house.cast.ada, house.at
    )  # fmt: skip
    actions.answer(asked, True, "", house.cast.olu, house.at)
    assert (house.mine.state, standing_of(one, house.at)) == (PartState.SUSPENDED, Payable.WAITS)
    with refused("accepted and not suspended"):
        actions.pay(one, house.cast.olu, house.at)


def make_kind(name):
    return actions.amending.AmendmentKind(name)


@pytest.fixture
def work(record, settings, session):
    """Reminds as of an instant."""

    def do(now):
        session.commit()
        remind.run(Work(record, settings, None, Kind("test", remind.run, None), {}, 1, None, Watch(now)))
        session.expire_all()

    return do


def alerts(house):
    rows = house.session.execute(select(Message.to, Message.body).where(Message.kind == "fiscal_year"))
    return [(to, body) for to, body in rows]


def test_case_29_before_a_payers_year_ends_its_officers_hear_once_what_is_still_to_be_paid(house, work):
    """Case 29 of the real cases: the Japanese year ends on 31 March, the Swedish one on 31 December."""
    for day, heard in (
        ("2022-10-30", []),
        ("2022-11-02", ["uma"]),
        ("2022-11-03", ["uma"]),
        ("2022-12-18", ["uma"] * 2),
    ):
        work(make.datetime.fromisoformat(f"{day}T12:00:00+00:00"))
        assert [to for to, _ in alerts(house)] == [f"{one}@example.org" for one in heard]
    assert "SEK\xa040,000" in alerts(house)[0][1]
    actions.pay(plan(house, 150_000), house.cast.olu, house.at)
    work(make.datetime.fromisoformat("2023-02-01T12:00:00+00:00"))
    to, told = alerts(house)[-1]
    assert (to, "JPY\xa0250,000" in told) == ("olu@example.org", True)


@pytest.mark.parametrize("rule", CarryOver)
def test_case_29_each_pot_says_what_becomes_of_money_when_the_year_ends(house, work, rule):
    """Case 29 of the real cases: the alert tells the pot's rule, and its ledger follows it from the first of April."""
    pot = house.mine.party.pots[0]
    pot.carry_over = rule
    by_plan, by_hand = (
        plan(house, 150_000),
        Movement(PotEntryKind.PAY, Money(1, "JPY"), "so", house.award.application_id),
    )
    work(make.datetime.fromisoformat("2023-02-01T12:00:00+00:00"))
    told = next(body for to, body in alerts(house) if to == "olu@example.org")
    assert [str(one.label) in told for one in CarryOver] == [one is rule for one in CarryOver]

    last = make.datetime.fromisoformat("2023-03-31T14:59:59+00:00")
    calls.record_money(house.call, pot, by_hand, house.cast.olu, last)
    later = last + timedelta(seconds=1)
    if rule is CarryOver.NONE:
        with refused("ended on 31 March 2023, and the pot carries nothing over"):
            calls.record_money(house.call, pot, by_hand, house.cast.olu, later)
        with refused("ended on 31 March 2023, and the pot carries nothing over"):
            actions.pay(by_plan, house.cast.olu, later)
    else:
        calls.record_money(house.call, pot, by_hand, house.cast.olu, later)
        actions.pay(by_plan, house.cast.olu, later)
    house.session.flush()
    assert money_of(house.session, house.award)["JP"].paid.minor == (1 if rule is CarryOver.NONE else 150_002)


def test_the_rule_of_a_pot_is_part_of_the_calls_definition(house):
    stated = definition_of(house.call)
    assert {pot.carry_over for party in stated.parties for pot in party.pots} == {"free"}
    strict = replace(stated.parties[0], pots=(replace(stated.parties[0].pots[0], carry_over="none"),))
    party = party_of(strict, 0, dict.fromkeys([strict.institution]))
    assert party.pots[0].carry_over is CarryOver.NONE


def test_whoever_is_in_conflict_hears_nothing_of_that_award_and_nobody_of_what_is_paid(house, work):
    why = (ConflictKind.DECLARED, "We wrote a book together")
    record_conflict(house.award.application, house.cast.uma, why, house.cast.olu, house.at)
    actions.pay(plan(house, 400_000), house.cast.olu, house.at)
    for day in ("2022-12-18", "2023-03-18"):
        work(make.datetime.fromisoformat(f"{day}T12:00:00+00:00"))
    assert alerts(house) == []


def test_a_side_that_wants_the_head_of_department_gets_the_name_with_the_acceptance(session):
    house = make.opened(session, NOW)
    house.call.side("JP").names_head = True
    application = make.submitted(house)
    make.closed(house)
    make.reviewed(house, application)
    make.advised(house, make.Recommendation.FUND, application)
    make.followed(house)
    mine, theirs = make.released(house)[0].parts
    mine.letter_issued = theirs.letter_issued = True
    with refused("head of your department") as it:
        actions.accept(mine, "CC", house.cast.ada, house.at)
    assert it.value.field == "head_name"
    actions.accept(mine, "CC", house.cast.ada, house.at, Head("Kimura Jun", "kimura@example.org"))
    actions.accept(theirs, "CC", house.cast.ben, house.at)
    assert (mine.head_name, mine.head_email, theirs.head_name) == ("Kimura Jun", "kimura@example.org", "")
    told = session.scalars(select(Entry.detail).where(Entry.subject_id == mine.id, Entry.step == "accept_award")).one()
    assert told["head"] == "Kimura Jun"


def test_the_pages_ask_for_it_and_show_it(session, client, app):
    house = make.opened(session, NOW)
    house.call.side("JP").names_head = True
    application = make.submitted(house)
    make.closed(house)
    make.reviewed(house, application)
    make.advised(house, make.Recommendation.FUND, application)
    make.followed(house)
    award = make.released(house)[0]
    make.in_writing(house)
    session.commit()
    page = f"/my/awards/{award.id}"
    client.be(house.cast.ben)
    assert "accept-head_name" not in client.get(page).get_data(as_text=True)
    client.be(house.cast.ada)
    said = {"deed": "accept", "accept-cost_centre": "CC-1"}
    refused_page = client.send(page, **said)
    assert refused_page.status_code == 422
    assert 'name="accept-head_name"' in refused_page.get_data(as_text=True)
    named = {"accept-head_name": "Kimura Jun", "accept-head_email": "kimura@example.org"}
    assert client.send(page, **said, **named).status_code == 303
    client.be(house.cast.uma)
    assert "Kimura Jun" in client.get(f"/office/awards/{award.id}").get_data(as_text=True)
    planned = {"payment-side": "SE", "payment-amount": "10000", "payment-awaits": "day", "payment-due_on": "2022-06-01"}
    places = f"/office/awards/{award.id}/payments"
    assert client.send(places, **planned | {"payment-side": "JP"}).status_code == 422
    assert client.send(places, **planned | {"payment-due_on": ""}).status_code == 422
    assert client.send(places, **planned).status_code == 303
    assert "10,000" in client.get(f"/office/awards/{award.id}").get_data(as_text=True)
