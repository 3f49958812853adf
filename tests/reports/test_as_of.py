"""Figures as of a day: told later, they are what was told on that day."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from grants import clock
from grants.applications import actions as applications
from grants.calls import actions as calls
from grants.calls.actions import Movement
from grants.money import Money
from grants.reports import actions as reports
from grants.reports.queries import figures
from grants.rules.decisions import Recommendation
from grants.rules.outcomes import BidState
from grants.rules.pots import PotEntryKind
from grants.rules.reminders import local_day
from grants.rules.reports import OutcomeKind
from tests import make

LEFT_OUT = {"claims", "stages", "as_of", "results"}
PAPER = {"title": "A paper", "year": 2023, "joint": True}
BID = {
    "title": "Three more years", "funder": "A national funder", "year": 2023, "status": BidState.AWARDED,
    "currency": "JPY", "amount": "12,000,000",
}  # fmt: skip


def told(house, day=None):
    """Everything the figures of the call tell, as plain values."""
    counts = figures(house.session, house.cast.olu, house.call, day)
    plain = {name: value for name, value in vars(counts).items() if name not in LEFT_OUT}
    plain |= {name: value for name, value in vars(counts.results).items() if name != "as_of"}
    return plain | {"claims": [str(one) for one in counts.claims]}


def life(house):
    """A call from its opening to its last report; the figures are read after each step."""
    first, *others = [make.submitted(house), *make.more(house, 3)]
    yield
    applications.withdraw(others[-1], "ill", others[-1].lead.pi, house.at)
    yield
    make.closed(house)
    yield
    mine = [first, *others[:-1]]
    for application in mine:
        make.reviewed(house, application)
    make.advised(house, Recommendation.FUND, *mine[:2])
    make.advised(house, Recommendation.REJECT, mine[2])
    make.followed(house)
    awards = make.released(house)
    yield
    make.in_writing(house)
    owed = [make.accepted(house, award) for award in awards]
    yield
    pot = awards[0].part_of("JP").party.pots[0]
    paid = Movement(PotEntryKind.PAY, Money(1000, "JPY"), "so", first.id)
    calls.record_money(house.call, pot, paid, house.cast.olu, house.at)
    yield
    written = make.reported(house, owed[0])
    yield
    for officer in (house.cast.olu, house.cast.uma):
        reports.accept(written, officer, house.at)
    yield
    for kind, facts in ((OutcomeKind.PUBLICATION, PAPER), (OutcomeKind.FOLLOW_ON_BID, BID)):
        reports.add_outcome(written, kind, facts, first.lead.pi, house.at)
    yield


@pytest.fixture
def told_then(session, at):
    """A house, and what its figures told at the end of each day on which something happened."""
    house, seen = make.opened(session, at), {}
    for _ in life(house):
        session.flush()
        clock.stop(house.at)
        seen[local_day(house.at, house.call.zone)] = told(house)
        house.at += timedelta(days=1)
    return house, seen


def test_whatever_was_told_on_a_day_is_told_again_later(told_then):
    house, seen = told_then
    assert len(seen) == 9
    clock.stop(house.at + timedelta(days=400))
    for day, figures_then in seen.items():
        assert told(house, day) == figures_then, day
    assert len({str(one) for one in seen.values()}) == 6  # closing, accepting an award, handing a report in change none
    days = sorted(seen)
    between = next(day for day, later in pairwise(days) if later - day > timedelta(days=1))
    assert told(house, between + timedelta(days=1)) == seen[between]
    assert told(house, days[-1]) == told(house)


def test_before_anything_was_handed_in_there_is_nothing(told_then):
    house, _ = told_then
    early = figures(house.session, house.cast.olu, house.call, date(2022, 2, 1))
    assert (early.total.submitted, early.results.reports, early.days_to_decision) == (0, 0, None)
    assert {one.projects for one in early.money} == {0}
    assert early.stages == []
