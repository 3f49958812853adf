"""Pots are ledgers: every figure a sum, nothing below nothing, nothing across currencies without a dated rate."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace as Row

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from grants.applications import actions as applications
from grants.applications.model import ConflictKind
from grants.calls import actions as calls
from grants.calls.actions import Movement, Paper, Quoted
from grants.calls.model import PotEntry
from grants.calls.statement import definition_of
from grants.calls.terms import PartyDefinition, PotDefinition
from grants.decisions import actions as decisions
from grants.decisions.actions import Decided
from grants.decisions.queries import purses
from grants.money import Money
from grants.rules.decisions import Recommendation
from grants.rules.funding import Verdict
from grants.rules.pots import WRITTEN_BY_HAND, balance, reason_against_entry
from grants.rules.pots import PotEntryKind as K
from grants.rules.rates import indicated
from grants.rules.refusal import Refused
from grants.rules.roles import Role
from tests import make


@pytest.fixture
def house(session, at):
    return make.opened(session, at)


def pot_of(house, side, place=0):
    return [party for party in house.call.parties if party.side == side][place].pots[0]


def record(house, pot, kind, minor, award=None, by=None):
    amount = Money(minor, pot.currency)
    calls.record_money(house.call, pot, Movement(kind, amount, "so", award), by or house.cast.olu, house.at)
    house.session.flush()
    house.session.expire(pot, ["entries"])


def seen_by(house, person, pot):
    return next(one for one in purses(house.session, person, house.call) if one.pot is pot)


def test_what_people_write_by_hand_adds_up_and_stays_within_what_is_there(house):
    pot = pot_of(house, house.first)
    start = pot.balance.left.minor
    for kind, minor in ((K.TOPUP, 500), (K.EARMARK, 300), (K.UNEARMARK, 100), (K.CUT, 200)):
        record(house, pot, kind, minor)
    assert (pot.balance.left.minor, pot.balance.earmarked.minor) == (start + 500 - 200 - 200, 200)
    assert pot.balance.pledged.minor == start + 300
    for kind, minor in (
        (K.CUT, pot.balance.left.minor + 1),
        (K.EARMARK, pot.balance.left.minor + 1),
        (K.UNEARMARK, 201),
    ):
        with pytest.raises(Refused):
            record(house, pot, kind, minor)
    for kind in set(K) - set(WRITTEN_BY_HAND):
        with pytest.raises(Refused):
            record(house, pot, kind, 1)
    lines = house.session.scalar(select(func.count()).select_from(PotEntry).where(PotEntry.pot_id == pot.id))
    assert lines == 5


def awarded(house):
    """One award of the first side's first pot."""
    application = make.submitted(house)
    make.funded(house, [application])
    pot = next(pot for party in house.call.parties for pot in party.pots
               if any(entry.kind is K.AWARD and entry.application_id == application.id for entry in pot.entries)
               and party.side == house.first)  # fmt: skip
    house.session.expire(pot, ["entries"])
    return application, pot


def test_money_is_paid_out_and_comes_back_for_one_award_within_what_was_awarded(house):
    application, pot = awarded(house)
    given = application.part(house.first).requested.minor
    left = pot.balance.left.minor
    with pytest.raises(Refused, match="Choose the award"):
        record(house, pot, K.PAY, 1)
    with pytest.raises(Refused, match="still to be paid"):
        record(house, pot, K.PAY, given + 1, application.id)
    record(house, pot, K.PAY, given, application.id)
    assert (pot.balance.left.minor, pot.balance.to_pay.minor) == (left, 0)
    with pytest.raises(Refused, match="paid out"):
        record(house, pot, K.RETURN, given + 1, application.id)
    record(house, pot, K.RETURN, 1000, application.id)
    assert (pot.balance.left.minor, pot.balance.out.minor) == (left + 1000, given - 1000)
    assert (pot.balance.to_pay.minor, pot.balance.awarded.minor) == (0, given - 1000)


def test_the_other_side_reads_what_is_pledged_and_committed_and_no_line_of_the_ledger(house):
    pot = pot_of(house, house.first)
    record(house, pot, K.EARMARK, 300)
    record(house, pot, K.TOPUP, 200)
    own, other, audit = (seen_by(house, person, pot) for person in (house.cast.olu, house.cast.uma, house.cast.aud))
    assert (own.is_open_book, audit.is_open_book, other.is_open_book) == (True, True, False)
    assert (own.committed.minor, other.committed.minor) == (300, 0)
    assert other.balance.pledged == own.balance.pledged
    assert [line.kind for line in other.entries] == [K.PLEDGE, K.TOPUP]
    assert [left.minor for _, left in own.lines] == [
        own.balance.pledged.minor - 200, own.balance.pledged.minor - 500, own.balance.left.minor,
    ]  # fmt: skip


def test_an_officer_in_conflict_finds_no_line_of_that_award(house):
    application, pot = awarded(house)
    olu = house.cast.olu
    applications.record_conflict(application, olu, (ConflictKind.DECLARED, "a friend"), olu, house.at)
    house.session.flush()
    seen = seen_by(house, house.cast.olu, pot)
    assert application.id not in {line.application_id for line in seen.entries}
    assert seen.balance.awarded.minor == 0


def with_funder(agreement):
    """The same paper, binding one more."""
    return Paper(
        agreement.name, agreement.valid_from, agreement.valid_to, agreement.signed_on, agreement.reference,
        all_members=True, funders=({"en": "An outside funder"},),
    )  # fmt: skip


def test_money_kept_for_a_theme_pays_that_theme_only_and_an_outside_funder_pays_where_it_stands_in(session, at):
    house = make.drafted(session, at)
    terms = definition_of(house.call)
    themes = [theme.code for theme in terms.themes]
    swedish = PartyDefinition(
        "SE", (PotDefinition(Money(4_000_000, "SEK"), themes[0]),), name={"en": "An outside funder"},
    )  # fmt: skip
    paper = replace(terms.agreements[0], funders=({"en": "An outside funder"},))
    parties = (*(one for one in terms.parties if one.side == "JP"), swedish)
    call = calls.create_call(
        session, replace(terms, code="OTHER", parties=parties, agreements=(paper,)), house.cast.olu, at
    )
    paper_known = call.programme.agreements
    assert len(paper_known) == 1  # the agreement was known already, without the funder
    calls.record_agreement(call.programme, with_funder(paper_known[0]), house.cast.olu, at, paper_known[0])
    house.call = call
    ready = make.published(house)
    first = make.submitted(ready)
    first.theme = themes[0]
    second = make.submitted(ready, make.joined(ready, *make.pair(ready, 1)))
    second.theme = themes[1]
    make.closed(ready)
    for one in (first, second):
        make.reviewed(ready, one)
    make.advised(ready, Recommendation.FUND, first, second)
    decisions.decide(first, Decided("SE", Verdict.FUND), house.cast.uma, ready.at)
    with pytest.raises(Refused, match="pot"):
        decisions.decide(second, Decided("SE", Verdict.FUND), house.cast.uma, ready.at)


class Line:
    def __init__(self, kind, minor, application_id=None):
        self.kind, self.minor, self.application_id = kind, minor, application_id


OFFICER = Row(id=1, appointments=[Row(role=Role.OFFICER, until=None, programme_id=1, side="JP")])
CALL = Row(programme_id=1, side=lambda code: Row(label={"en": code}))


def admitted(ledger, kind, minor, award):
    """The line as it would be written, if the law lets it; awards write theirs within what is there."""
    if kind in WRITTEN_BY_HAND:
        pot = Row(party=Row(side="JP"), entries=ledger, currency="JPY")
        movement = Movement(kind, Money(minor, "JPY"), "so", award if WRITTEN_BY_HAND[kind].of_award else None)
        if reason_against_entry(OFFICER, CALL, pot, movement) is not None:
            return None
        return Line(kind, WRITTEN_BY_HAND[kind].sign * minor, movement.application_id)
    if kind is K.AWARD:
        return Line(kind, -minor, award) if minor <= balance(ledger, "JPY").left.minor else None
    own = balance([line for line in ledger if line.application_id == award], "JPY")
    return Line(kind, minor, award) if minor <= own.to_pay.minor else None


@given(st.lists(st.tuples(st.sampled_from([*WRITTEN_BY_HAND, K.AWARD, K.DECOMMIT]), st.integers(1, 900),
                          st.sampled_from(["a", "b"])), max_size=40))  # fmt: skip
def test_whatever_is_written_the_law_keeps_every_sum_at_nothing_or_more(moves):
    ledger = [Line(K.PLEDGE, 1000)]
    for kind, minor, award in moves:
        line = admitted(ledger, kind, minor, award)
        if line is not None:
            ledger.append(line)
        now = balance(ledger, "JPY")
        figures = (now.pledged, now.earmarked, now.awarded, now.paid, now.returned, now.left, now.to_pay, now.out)
        assert all(figure.minor >= 0 for figure in figures)
        assert now.pledged == now.left + now.earmarked + now.awarded
        assert now.awarded == now.to_pay + now.out


@pytest.mark.parametrize(
    ("base", "quote", "written", "field"),
    [("JPY", "JPY", "1", "quote"), ("JPY", "EUR", "1", "quote"), ("SEK", "JPY", "0", "written"),
     ("SEK", "JPY", "about 14", "written"), ("SEK", "JPY", "1e3", "written")],
)  # fmt: skip
def test_a_rate_is_a_number_between_two_currencies_of_the_call(house, base, quote, written, field):
    with pytest.raises(Refused) as refused:
        calls.record_rate(house.call, Quoted(base, quote, written, house.at.date(), "a bank"), house.cast.olu, house.at)
    assert refused.value.field == field


def test_a_rate_of_tomorrow_is_no_rate(house):
    tomorrow = date(2100, 1, 1)
    with pytest.raises(Refused):
        calls.record_rate(house.call, Quoted("SEK", "JPY", "14", tomorrow, "a bank"), house.cast.olu, house.at)


def test_a_total_over_currencies_rests_on_the_newest_dated_rates_and_names_what_has_none(house):
    for day, written in ((date(2022, 2, 1), "12.5"), (date(2022, 2, 9), "12.6")):
        calls.record_rate(house.call, Quoted("SEK", "JPY", written, day, "a bank"), house.cast.olu, house.at)
    yen, kronor, dollars = Money(400_000, "JPY"), Money(4_000_000, "SEK"), Money(100, "USD")
    one = indicated([yen, kronor], "JPY", house.call.rates)
    assert (one.total, [rate.written for rate in one.rates], one.missing) == (Money(904_000, "JPY"), ["12.6"], ())
    back = indicated([yen, kronor], "SEK", house.call.rates)
    assert back.total == Money(4_000_000 + 3_174_603, "SEK")
    assert indicated([yen, dollars], "JPY", house.call.rates).missing == ("USD",)
