"""Whom a deadline concerns: cases 2 and 34, and what holds of every call, whatever was put off for whom."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace as Row

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.rules.calls import CallState, is_open, is_open_for, is_part_open, is_waited_for, let_in
from grants.rules.deadlines import (
    has_moved,
    instant,
    last_of_call,
    of_application,
    of_call,
    of_part,
    on_clocks,
    places,
    shuts,
    wall_time,
)
from grants.rules.refusal import Refused
from grants.words import language

NIL = datetime(2021, 10, 7, tzinfo=UTC)
HOUR = timedelta(hours=1)


@dataclass
class Deadline:
    at: datetime
    side: str = ""
    institution_id: object = None
    application_id: object = None
    extension_id: object = None
    grace_seconds: int = 0


@dataclass
class Call:
    deadlines: list
    deadline_rule: str = "own"
    state: CallState = CallState.PUBLISHED
    opens_at: datetime = NIL - timedelta(days=30)
    zone: str = "UTC"
    sides: list = field(default_factory=lambda: [Row(code="JP", zone="Asia/Tokyo"), Row(code="NO", zone="Europe/Oslo")])


def application(call, jp=None, no=None, key="ours"):
    made = Row(id=key, call=call, parts=[])
    made.parts = [Row(side=side, institution_id=home, application_id=key, application=made)
                  for side, home in (("JP", jp), ("NO", no))]  # fmt: skip
    return made


def two_portals(rule):
    """17:00 in Tokyo is 08:00 UTC, 13:00 in Oslo is 11:00 UTC, on the same day."""
    japan = instant(wall_time("2021-10-07 17:00"), "Asia/Tokyo")
    norway = instant(wall_time("2021-10-07 13:00"), "Europe/Oslo")
    assert (japan.hour, norway.hour) == (8, 11)
    return Call([Deadline(norway), Deadline(japan, side="JP")], rule)


def test_case_2_by_its_own_clock_each_sides_part_is_late_alone():
    ours = application(two_portals("own"))
    between = NIL + 9 * HOUR
    assert [is_part_open(part, between) for part in ours.parts] == [False, True]
    assert is_open_for(ours, between)
    assert of_application(ours).at == NIL + 11 * HOUR == of_call(ours.call).at


def test_case_2_by_the_earliest_the_whole_application_is_late_with_the_first():
    ours = application(two_portals("earliest"))
    between = NIL + 9 * HOUR
    assert not any(is_part_open(part, between) for part in ours.parts)
    assert not is_open_for(ours, between)
    assert of_application(ours).at == NIL + 8 * HOUR == of_call(ours.call).at


def lund_has_more_time():
    return Call([Deadline(NIL), Deadline(NIL + 6 * HOUR, institution_id="lund", extension_id="x")])


def test_case_34_one_university_has_more_time_and_nobody_is_judged_before():
    call = lund_has_more_time()
    ours, others = application(call, "kyushu", "lund"), application(call, "kyushu", "oslo", "theirs")
    later = NIL + 3 * HOUR
    assert (is_open_for(ours, later), is_open_for(others, later)) == (True, False)
    assert [is_part_open(part, later) for part in ours.parts] == [False, True]
    assert is_open(call, later)
    assert is_waited_for(others, later)
    assert (of_call(call).at, last_of_call(call).at) == (NIL, NIL + 6 * HOUR)
    assert not is_waited_for(others, NIL + 7 * HOUR)


def test_one_late_person_is_alone_let_in_to_a_closed_call():
    call = Call([Deadline(NIL), Deadline(NIL + 50 * HOUR, application_id="ours", extension_id="x")])
    call.state = CallState.CLOSED
    ours, others = application(call), application(call, key="theirs")
    later = NIL + 30 * HOUR
    assert (is_open_for(ours, later), is_open_for(others, later), is_open(call, later)) == (True, False, False)
    assert (is_waited_for(ours, later), is_waited_for(others, later)) == (True, False)
    assert let_in(call, later) == {"ours"}
    assert let_in(call, NIL + 51 * HOUR) == set()


@pytest.mark.parametrize("state", [one for one in CallState if one not in {CallState.PUBLISHED, CallState.CLOSED}])
def test_nobody_is_let_in_before_publication_or_once_the_release_is_proposed(state):
    call = Call([Deadline(NIL + HOUR), Deadline(NIL + HOUR, application_id="ours", extension_id="x")], state=state)
    assert not is_open_for(application(call), NIL)


def test_case_5_a_form_that_was_on_its_way_is_taken_within_the_grace_and_not_a_second_later():
    call = Call([Deadline(NIL, grace_seconds=120)])
    ours = application(call)
    assert [is_open_for(ours, NIL + timedelta(seconds=late)) for late in (-2, 0, 1, 120, 121)] == [
        True, True, True, True, False,
    ]  # fmt: skip


instants = st.integers(-1000, 1000).map(lambda hours: NIL + hours * HOUR)
homes = st.sampled_from([None, "kyushu", "lund"])
put_off = st.builds(
    Deadline, instants, st.sampled_from(["", "JP", "NO"]), homes, st.sampled_from([None, "ours", "theirs"]),
    st.just("x"), st.sampled_from([0, 60]),
)  # fmt: skip


@given(
    st.builds(Deadline, instants, grace_seconds=st.sampled_from([0, 60])),
    st.lists(st.builds(Deadline, instants, st.sampled_from(["JP", "NO"])), max_size=2, unique_by=lambda one: one.side),
    st.lists(put_off, max_size=6), st.sampled_from(["own", "earliest"]), st.tuples(homes, homes), put_off,
)  # fmt: skip
def test_putting_a_deadline_off_never_takes_time_from_anybody(first, own, later, rule, where, one_more):
    call = Call([first, *own, *later], rule)
    ours = application(call, *where)
    before = [shuts(of_application(ours)), shuts(last_of_call(call)), *(shuts(of_part(part)) for part in ours.parts)]
    call.deadlines.append(one_more)
    after = [shuts(of_application(ours)), shuts(last_of_call(call)), *(shuts(of_part(part)) for part in ours.parts)]
    assert all(now >= then for now, then in zip(after, before, strict=True))


@given(
    st.builds(Deadline, instants),
    st.lists(st.builds(Deadline, instants, st.sampled_from(["JP", "NO"])), max_size=2, unique_by=lambda one: one.side),
    st.lists(put_off, max_size=6), st.sampled_from(["own", "earliest"]), st.tuples(homes, homes), instants,
)  # fmt: skip
def test_no_part_is_open_longer_than_its_application_nor_that_longer_than_it_is_waited_for(
    first, own, later, rule, where, at,
):  # fmt: skip
    ours = application(Call([first, *own, *later], rule), *where)
    assert all(is_open_for(ours, at) for part in ours.parts if is_part_open(part, at))
    assert is_waited_for(ours, at) or not is_open_for(ours, at)


def minutes_after(text, most):
    return st.integers(0, most).map(lambda minutes: wall_time(text) + timedelta(minutes=minutes))


zones = st.sampled_from(sorted(places())) | st.sampled_from(["Europe/Stockholm", "America/Chicago", "Asia/Tokyo"])
walls = st.one_of(
    minutes_after("2020-01-01 00:00", 8_000_000),
    minutes_after("2026-03-29 01:00", 240), minutes_after("2026-10-25 01:00", 240),
    minutes_after("2026-03-08 01:00", 240), minutes_after("2026-11-01 00:00", 240),
)  # fmt: skip


@given(zones, walls)
def test_an_instant_reads_back_as_the_wall_time_it_was_set_to(zone, wall):
    """Whatever the place and the hour: refused, asked about, or exactly what stands on the wall."""
    try:
        frozen = [instant(wall, zone)]
    except Refused as refused:
        if refused.field == "closes":
            assert all(gone(wall, zone, fold) for fold in (0, 1))
            return
        frozen = [instant(wall, zone, fold) for fold in (0, 1)]
        assert frozen[0] < frozen[1]
    for at in frozen:
        shown = language("en").value(on_clocks(at, [zone]))
        assert f", {wall:%H:%M} " in shown
        assert not has_moved(wall, zone, at)


def gone(wall, zone, fold):
    try:
        instant(wall, zone, fold)
    except Refused:
        return True
    return False
