"""Awards: one part for each side, accepted by its own investigator, declined or lapsed with the money given back."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from grants.awards import actions
from grants.awards.queries import awards_of, offered_to
from grants.calls.model import PotEntry
from grants.decisions import actions as decisions
from grants.decisions.actions import Decided
from grants.decisions.queries import pot_for
from grants.mail.model import Message
from grants.money import Money
from grants.rules.awards import AwardStanding, PartState
from grants.rules.decisions import Recommendation
from grants.rules.funding import Verdict
from grants.rules.pots import PotEntryKind
from tests import make
from tests.decisions.refusing import refused


def closed(session, at):
    house = make.opened(session, at)
    house.applications = [make.submitted(house)]
    make.closed(house)
    make.reviewed(house, house.applications[0])
    make.advised(house, Recommendation.FUND, house.applications[0])
    return house


@pytest.fixture
def house(session, at):
    """One application, funded by both sides and released."""
    house = closed(session, at)
    make.followed(house)
    house.award = make.released(house)[0]
    for part in house.award.parts:
        part.letter_issued = True
    return house


def part(house, side):
    return next(one for one in house.award.parts if one.side.code == side)


def left(house, side):
    application = house.applications[0]
    pot = pot_for(application, application.part(side))
    house.session.expire(pot)
    return pot.balance.left


def told(house):
    return {one.to for one in house.session.scalars(select(Message).where(Message.kind == "award"))}


def test_each_side_gets_its_own_part_until_the_end_of_its_own_day(house):
    mine, theirs = part(house, "JP"), part(house, "SE")
    assert (mine.granted, theirs.granted) == (Money(400_000, "JPY"), Money(4_000_000, "SEK"))
    assert (mine.pi, theirs.pi) == (house.cast.ada, house.cast.ben)
    assert (mine.state, house.award.standing) == (PartState.OFFERED, AwardStanding.OFFERED)
    assert house.at == datetime(2022, 4, 1, 8, 0, tzinfo=UTC)
    assert mine.answer_by == datetime(2022, 5, 1, 14, 59, 59, tzinfo=UTC)
    assert theirs.answer_by == datetime(2022, 5, 1, 21, 59, 59, tzinfo=UTC)


def test_an_award_is_made_of_a_released_decision_only(session, at):
    house = closed(session, at)
    with refused("when its decision is released"):
        actions.make(house.applications[0], house.cast.olu, house.at)


def test_the_calls_terms_and_a_sides_condition_stand_in_the_award(session, at):
    house = closed(session, at)
    said = Decided("SE", Verdict.CONDITIONAL, None, "Ethical approval first.")
    decisions.decide(house.applications[0], said, house.cast.uma, house.at)
    make.followed(house)
    award = make.released(house)[0]
    assert house.applications[0].state.value == "conditional"
    assert [one.text for one in award.conditions[:-1]] == house.call.conditions
    assert (award.conditions[-1].side, award.conditions[-1].text) == ("SE", {"sv": "Ethical approval first."})


def test_both_must_accept(house):
    actions.accept(part(house, "JP"), "0417-22", house.cast.ada, house.at)
    assert house.award.standing is AwardStanding.OFFERED
    assert told(house) == {"ben@example.org", "olu@example.org", "uma@example.org"}
    actions.accept(part(house, "SE"), "UU-99", house.cast.ben, house.at)
    assert house.award.standing is AwardStanding.ACTIVE
    assert "ada@example.org" in told(house)
    assert (part(house, "JP").cost_centre, part(house, "JP").answered_at) == ("0417-22", house.at)


def test_each_accepts_for_the_own_side_only(house):
    for person in (house.cast.ben, house.cast.olu, house.cast.ivo, house.cast.max):
        with refused("not for you"):
            actions.accept(part(house, "JP"), "0417", person, house.at)
        with refused("not for you"):
            actions.decline(part(house, "JP"), "no", person, house.at)


def test_nobody_accepts_what_is_not_in_writing_or_names_no_cost_centre(house):
    with refused("cost centre") as it:
        actions.accept(part(house, "JP"), " ", house.cast.ada, house.at)
    assert it.value.field == "cost_centre"
    part(house, "JP").letter_issued = False
    with refused("has not been issued yet"):
        actions.accept(part(house, "JP"), "0417", house.cast.ada, house.at)


def test_declining_gives_the_money_back_and_asks_both_offices(house):
    before = left(house, "JP")
    with refused("Give the reason"):
        actions.decline(part(house, "JP"), "", house.cast.ada, house.at)
    actions.decline(part(house, "JP"), "I move to Kyoto", house.cast.ada, house.at)
    house.session.flush()
    assert left(house, "JP") == before + Money(400_000, "JPY")
    assert house.award.standing is AwardStanding.NEEDS_DECISION
    assert told(house) == {"ben@example.org", "olu@example.org", "uma@example.org"}
    with refused("cannot be done now"):
        actions.accept(part(house, "JP"), "0417", house.cast.ada, house.at)


def test_case_26_an_unanswered_offer_lapses_after_its_day(house):
    before, mine = left(house, "JP"), part(house, "JP")
    with refused("still stands"):
        actions.lapse(mine, mine.answer_by)
    late = mine.answer_by + timedelta(seconds=1)
    with refused("could be accepted until Sunday 1 May 2022, 23:59 JST"):
        actions.accept(mine, "0417", house.cast.ada, late)
    actions.lapse(mine, late)
    house.session.flush()
    assert (mine.state, left(house, "JP")) == (PartState.LAPSED, before + Money(400_000, "JPY"))
    assert told(house) == {"ada@example.org", "ben@example.org", "olu@example.org", "uma@example.org"}
    kinds = [entry.kind for entry in house.session.scalars(select(PotEntry).where(PotEntry.by_id.is_(None)))]
    assert kinds.count(PotEntryKind.DECOMMIT) == 1


def test_what_waits_for_whom(house):
    assert [one.id for one in offered_to(house.session, house.cast.ada)] == [part(house, "JP").id]
    assert offered_to(house.session, house.cast.max) == []
    listed = awards_of(house.session, house.cast.olu, house.call, 1)
    assert (listed.total, listed.standings[AwardStanding.OFFERED]) == (1, 1)
    assert awards_of(house.session, house.cast.olu, house.call, 1, "active").total == 0
