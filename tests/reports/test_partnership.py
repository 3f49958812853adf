"""What an agreement has brought: benchmarks, who leads, money by currency, the network, and the same as files."""

import json
from datetime import date

import pytest

from grants.calls.actions import Paper, record_agreement
from grants.calls.model import Agreement
from grants.reports import actions
from grants.reports.queries import figures
from grants.reports.queries.partnership import partnership
from grants.rules.outcomes import BidState
from grants.rules.partnership import Benchmark
from grants.rules.reports import OutcomeKind
from tests import make

BID = {"title": "Three more years", "funder": "A funder", "year": 2023, "status": BidState.AWARDED, "currency": "JPY",
       "amount": "8,000,000"}  # fmt: skip


@pytest.fixture
def house(session, at):
    house = make.opened(session, at)
    house.report = make.funded(house, [make.submitted(house)], others=tuple(make.more(house, 1)))[0]
    actions.add_outcome(house.report, OutcomeKind.FOLLOW_ON_BID, BID, house.cast.ada, house.at)
    paper = {"title": "A paper", "year": 2023, "joint": True}
    actions.add_outcome(house.report, OutcomeKind.PUBLICATION, paper, house.cast.ada, house.at)
    actions.submit(make.told(house, house.report), house.cast.ada, house.at)
    for officer in (house.cast.olu, house.cast.uma):
        actions.accept(house.report, officer, house.at)
    session.commit()
    return house


def recorded(house, **terms):
    said = {"all_members": True} | terms
    paper = Paper({"en": "A joint paper"}, date(2022, 1, 1), date(2027, 1, 1),
                  benchmarks={"submitted": 2, "approved": 2, "follow_on": 1}, **said)  # fmt: skip
    made = record_agreement(house.call.programme, paper, house.cast.olu, house.at)
    house.session.commit()
    return made


def test_benchmarks_are_laid_beside_what_was_reached(house):
    counts = partnership(house.session, house.cast.olu, recorded(house))
    assert {one.measure: (one.reached, one.is_met) for one in counts.benchmarks} == {
        Benchmark.SUBMITTED: (2, True), Benchmark.APPROVED: (1, False), Benchmark.JOINT: (1, None),
        Benchmark.FOLLOW_ON: (1, True),
    }  # fmt: skip
    assert [call.code for call in counts.calls] == [house.call.code]
    (yen,) = [one for one in counts.follow_on if one.currency == "JPY"]
    granted = sum(part.minor for part in house.report.award.parts if part.currency == "JPY")
    assert (yen.seed, yen.won) == (granted, 8_000_000)


def test_only_what_its_own_universities_did_while_it_was_valid_counts(house):
    both = tuple(part.institution_id for part in house.report.award.application.parts)
    own = partnership(house.session, house.cast.olu, recorded(house, all_members=False, institutions=both))
    assert own.total.approved == 1
    one = partnership(house.session, house.cast.olu, recorded(house, all_members=False, institutions=both[:1]))
    assert one.total.submitted == 0
    past = Agreement(programme_id=house.call.programme_id, name={}, valid_from=date(2010, 1, 1),
                     valid_to=date(2015, 1, 1), all_members=True)  # fmt: skip
    house.session.add(past)
    house.session.flush()
    assert partnership(house.session, house.cast.olu, past).calls == []


def test_the_dashboard_is_read_and_taken_away_by_officers_only(client, house):
    agreement = recorded(house)
    client.be(house.cast.olu)
    page = client.get(f"/office/agreements/{agreement.id}/figures").get_data(as_text=True)
    assert house.call.code in page
    rows = json.loads(client.get(f"/office/agreements/{agreement.id}/figures.json").get_data(as_text=True))
    assert [row["Number"] for row in rows[:4]] == [2, 1, 1, 1]
    assert [row["Agreed"] for row in rows[:4]] == [2, 2, None, 1]
    client.be(house.cast.ada)
    assert client.get(f"/office/agreements/{agreement.id}/figures").status_code == 404


def test_the_figures_of_a_call_tell_sides_stages_network_and_days(client, house):
    counts = figures(house.session, house.cast.olu, house.call)
    assert sum(tally.submitted for _, tally in counts.sides) == 2
    assert sum(pair.tally.approved for pair in counts.network) >= 1
    assert counts.days_to_decision >= 0
    assert all(count is None or count == 0 or count >= 5 for _, row in counts.stages for count in row)
    client.be(house.cast.olu)
    for table in ("universities", "themes", "sides", "stages", "network", "money", "results"):
        for kind in ("csv", "xlsx", "json"):
            assert client.get(f"/office/calls/{house.call.id}/figures/{table}.{kind}").status_code == 200, table
    assert client.get(f"/office/calls/{house.call.id}/figures/nothing.csv").status_code == 404
