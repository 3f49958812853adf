"""A call is written from its definition, and states the same definition again."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import func, select

from grants.calls import actions
from grants.calls.actions import Movement
from grants.calls.definition import read, shipped, write
from grants.calls.gaps import gaps
from grants.calls.model import Call, Membership, Programme
from grants.calls.queries import definition_of
from grants.calls.terms import TimesDefinition
from grants.history.model import Entry
from grants.mail.model import Message
from grants.money import Money
from grants.people.model import Appointment, Institution
from grants.rules.calls import CallState
from grants.rules.pots import PotEntryKind as Kind
from grants.rules.refusal import Overtaken, Refused
from grants.rules.relations import THE_CLOCK
from grants.rules.roles import Role
from tests.cast import assemble


def stated(name):
    return read(shipped()[name].read_text())


@pytest.fixture
def cast(session, at):
    return assemble(session, at)


def serve(session, definition, cast, at):
    """The programme is open; olu and uma are officers of its first and second side."""
    programme = actions.open_programme(session, definition, THE_CLOCK)
    for person, side in ((cast.olu, definition.sides[0]), (cast.uma, definition.sides[-1])):
        person.appointments.append(Appointment(role=Role.OFFICER, programme_id=programme.id, side=side.code, since=at))
    session.flush()
    return programme


@pytest.fixture
def mirai(session, cast, at):
    definition = stated("mirai-2022")
    serve(session, definition, cast, at)
    return actions.create_call(session, definition, cast.olu, at)


@pytest.mark.parametrize("name", sorted(shipped()))
def test_a_call_states_the_definition_it_was_made_from(session, cast, at, name):
    definition = stated(name)
    serve(session, definition, cast, at)
    key = actions.create_call(session, definition, cast.olu, at).id
    session.commit()
    session.expire_all()
    call = session.get(Call, key)
    assert definition_of(call) == definition
    assert read(write(definition_of(call))) == definition
    assert gaps(definition) == []


def test_two_programmes_share_an_institution(session, cast, at):
    for name in ("mirai-2022", "kyushu-illinois-2022"):
        serve(session, stated(name), cast, at)
        actions.create_call(session, stated(name), cast.olu, at)
    kyushu = session.scalars(select(Institution).where(Institution.ror == "00p4k0j84")).one()
    assert kyushu.name["ja"] == "九州大学"
    assert session.scalar(select(func.count(Membership.id)).where(Membership.institution_id == kyushu.id)) == 2


def test_a_second_call_makes_no_member_twice(session, cast, at):
    definition = stated("mirai-2022")
    serve(session, definition, cast, at)
    actions.create_call(session, definition, cast.olu, at)
    actions.create_call(session, replace(definition, code="MIRAI-2023"), cast.uma, at)
    assert session.scalar(select(func.count(Membership.id))) == 20
    assert session.scalar(select(func.count(Programme.id))) == 1


def test_the_same_code_is_refused(session, cast, at, mirai):
    with pytest.raises(Refused, match="There is a call with the code"):
        actions.create_call(session, stated("mirai-2022"), cast.uma, at)


def test_only_an_officer_of_the_programme_writes_its_calls(session, cast, at, mirai):
    definition = replace(stated("mirai-2022"), code="MIRAI-2023")
    with pytest.raises(Refused, match="Only officers of a programme"):
        actions.create_call(session, definition, cast.max, at)
    with pytest.raises(Refused, match="There is no programme"):
        actions.create_call(session, stated("kyushu-illinois-2022"), cast.olu, at)
    with pytest.raises(Refused, match="Only an administrator"):
        actions.open_programme(session, stated("kyushu-illinois-2022"), cast.olu)
    actions.open_programme(session, stated("kyushu-illinois-2022"), cast.sys)


def test_pledges_begin_the_ledgers(mirai, cast):
    pots = [pot for party in mirai.parties for pot in party.pots]
    assert all(len(pot.entries) == 1 and pot.entries[0].by_id == cast.olu.id for pot in pots)
    stated_pledges = [pot.pledge for party in stated("mirai-2022").parties for pot in party.pots]
    assert [pot.balance.left for pot in pots] == stated_pledges


def test_an_edit_keeps_rows_and_names_what_changed(session, mirai, cast, at):
    before = definition_of(mirai)
    kept = {row.code: row.id for row in mirai.criteria}
    criteria = tuple(reversed(before.criteria[1:]))
    changed = replace(before, criteria=criteria, summary={"en": "New", "ja": "新"})
    assert actions.edit_call(mirai, changed, cast.uma, at) == ["summary", "criteria"]
    session.commit()
    session.expire_all()
    assert definition_of(mirai) == changed
    assert [row.id for row in mirai.criteria] == [kept[each.code] for each in criteria]
    last = session.scalars(select(Entry).where(Entry.subject_id == mirai.id).order_by(Entry.seq.desc())).first()
    assert (last.step, last.detail, last.by_id) == ("edit_call", {"changed": ["summary", "criteria"]}, cast.uma.id)


def test_an_edit_of_somebody_else_or_of_an_older_version_is_refused(mirai, cast, at):
    with pytest.raises(Refused):
        actions.edit_call(mirai, definition_of(mirai), cast.max, at)
    with pytest.raises(Overtaken):
        mirai.expect(mirai.version - 1)


def test_money_members_and_sides_are_not_changed_with_the_text(mirai, cast, at):
    before = definition_of(mirai)
    for changed in (
        replace(before, code="OTHER"), replace(before, parties=()), replace(before, sides=before.sides[:1]),
    ):  # fmt: skip
        with pytest.raises(Refused):
            actions.edit_call(mirai, changed, cast.olu, at)
    assert definition_of(mirai) == before


def times(mirai, wall, zone, fold=None):
    before = definition_of(mirai)
    closes = datetime.fromisoformat(wall)
    later = {"reviews_due_on": None, "decides_by": None, "announces_on": None, "internal_on": None}
    return replace(before, times=TimesDefinition(zone, before.times.opens, closes, fold, **later))


def test_case_3_one_wall_time_is_another_hour_for_the_partner_in_the_week_the_clocks_change(mirai, cast, at):
    """17:00 Stockholm is midnight in Japan on 23 October 2026 and 01:00 a week later; frozen, never recomputed."""
    seen = []
    for wall in ("2026-10-22 17:00", "2026-10-29 17:00"):
        actions.edit_call(mirai, times(mirai, wall, "Europe/Stockholm"), cast.olu, at)
        seen.append(mirai.deadlines[-1].at.isoformat())
    assert seen == ["2026-10-22T15:00:00+00:00", "2026-10-29T16:00:00+00:00"]


def test_case_4_an_hour_that_does_not_exist_is_refused_and_one_that_comes_twice_is_asked_about(mirai, cast, at):
    with pytest.raises(Refused) as gap:
        actions.edit_call(mirai, times(mirai, "2026-03-29 02:30", "Europe/Stockholm"), cast.olu, at)
    assert gap.value.field == "closes"
    with pytest.raises(Refused) as twice:
        actions.edit_call(mirai, times(mirai, "2026-10-25 02:30", "Europe/Stockholm"), cast.olu, at)
    assert twice.value.field == "fold"
    second = times(mirai, "2026-10-25 02:30", "Europe/Stockholm", 1)
    actions.edit_call(mirai, second, cast.olu, at)
    assert mirai.deadlines[-1].at.isoformat() == "2026-10-25T01:30:00+00:00"
    assert read(write(definition_of(mirai))) == second


def test_one_side_proposes_the_other_publishes_and_both_are_told(session, mirai, cast, at):
    actions.propose(mirai, cast.olu, at)
    with pytest.raises(Refused):
        actions.publish(mirai, cast.olu, at)
    with pytest.raises(Refused):
        actions.edit_call(mirai, definition_of(mirai), cast.olu, at)
    actions.take_back(mirai, cast.uma, at)
    assert (mirai.state, mirai.proposed_by_side) == (CallState.DRAFT, None)
    actions.propose(mirai, cast.uma, at)
    actions.publish(mirai, cast.olu, at)
    assert mirai.state is CallState.PUBLISHED
    with pytest.raises(Refused):
        actions.edit_call(mirai, definition_of(mirai), cast.olu, at)
    session.flush()
    told = session.execute(select(Message.kind, Message.to).order_by(Message.kind, Message.to)).all()
    assert [tuple(row) for row in told] == [
        ("call.proposed", "olu@example.org"), ("call.proposed", "uma@example.org"),
        ("call.published", "olu@example.org"), ("call.published", "uma@example.org"),
        ("call.taken_back", "olu@example.org"),
    ]  # fmt: skip


def test_a_half_done_draft_is_kept_but_not_proposed(mirai, cast, at):
    before = definition_of(mirai)
    half = replace(
        before,
        summary={"en": "Only English"},
        criteria=(replace(before.criteria[0], weight=10, label={"en": "Quality"}), *before.criteria[1:]),
        award=replace(before.award, ends_on=date(2000, 1, 1)),
    )
    actions.edit_call(mirai, half, cast.olu, at)
    assert {gap.section for gap in gaps(definition_of(mirai))} == {"summary", "criteria", "award"}
    with pytest.raises(Refused):
        actions.propose(mirai, cast.olu, at)


def test_money_is_recorded_by_the_officers_of_its_side_and_never_below_nothing(session, mirai, cast, at):
    pot = next(party.pots[0] for party in mirai.parties if party.side == "JP")
    start = pot.balance.left
    actions.record_money(mirai, pot, Movement(Kind.TOPUP, Money(100, "JPY"), "gift"), cast.olu, at)
    assert pot.balance.left == start + Money(100, "JPY")
    refused = [
        (Movement(Kind.TOPUP, Money(100, "JPY"), ""), cast.uma),
        (Movement(Kind.TOPUP, Money(0, "JPY"), ""), cast.olu),
        (Movement(Kind.CUT, pot.balance.left + Money(1, "JPY"), ""), cast.olu),
        (Movement(Kind.AWARD, Money(1, "JPY"), ""), cast.olu),
        (Movement(Kind.TOPUP, Money(1, "JPY"), ""), cast.max),
    ]
    for movement, by in refused:
        with pytest.raises(Refused):
            actions.record_money(mirai, pot, movement, by, at)
    actions.record_money(mirai, pot, Movement(Kind.CUT, pot.balance.left, "all of it"), cast.olu, at)
    assert (pot.balance.left.minor, len(pot.entries)) == (0, 3)
