"""Deadlines: cases 1, 3 and 4."""

from datetime import UTC, datetime

import pytest

from grants.rules.deadlines import check_zone, has_moved, instant, on_each_clock, wall_time
from grants.rules.refusal import Refused
from grants.words import abbreviation, language


def wall(text):
    return wall_time(text)


@pytest.mark.parametrize(
    "zone", ["CET", "JST", "EST", "GMT+1", "Etc/GMT-9", "17:00 CET", "", "Stockholm", "europe/paris"]
)
def test_case_1_a_zone_that_is_no_place_is_refused(zone):
    with pytest.raises(Refused) as refused:
        check_zone(zone)
    assert refused.value.field == "zone"


@pytest.mark.parametrize(
    ("local", "zone", "short"),
    [
        ("2022-11-10 17:00", "Europe/London", "GMT"), ("2022-06-01 17:00", "Europe/London", "BST"),
        ("2022-09-10 17:00", "Europe/Berlin", "CEST"), ("2022-09-10 18:00", "Europe/Helsinki", "EEST"),
        ("2022-09-10 18:00", "Asia/Tokyo", "JST"),
    ],
)  # fmt: skip
def test_case_1_the_abbreviation_is_derived(local, zone, short):
    assert abbreviation(instant(wall(local), zone), zone) == short


@pytest.mark.parametrize(
    ("local", "zone", "tokyo"),
    [
        ("2026-10-22 17:00", "Europe/Stockholm", "2026-10-23 00:00"),
        ("2026-10-29 17:00", "Europe/Stockholm", "2026-10-30 01:00"),
        ("2026-03-05 17:00", "America/Chicago", "2026-03-06 08:00"),
        ("2026-03-12 17:00", "America/Chicago", "2026-03-13 07:00"),
        ("2022-03-31 10:00", "Europe/Stockholm", "2022-03-31 17:00"),
    ],
)
def test_case_3_the_week_the_clocks_change(local, zone, tokyo):
    assert instant(wall(local), zone) == instant(wall(tokyo), "Asia/Tokyo")


def test_case_3_a_changed_zone_table_only_warns():
    frozen = instant(wall("2022-03-31 10:00"), "Europe/Stockholm")
    assert not has_moved(wall("2022-03-31 10:00"), "Europe/Stockholm", frozen)
    assert has_moved(wall("2022-03-31 11:00"), "Europe/Stockholm", frozen)


def test_case_4_a_time_that_does_not_exist_is_refused():
    with pytest.raises(Refused) as refused:
        instant(wall("2026-03-29 02:30"), "Europe/Stockholm")
    assert str(refused.value.reason) == (
        "There is no 02:30 on 29 March 2026 in Europe/Stockholm: the clocks go forward then. Choose another hour."
    )


def test_case_4_a_time_that_comes_twice_is_asked_about():
    twice = wall("2026-10-25 02:30")
    with pytest.raises(Refused) as refused:
        instant(twice, "Europe/Stockholm")
    assert refused.value.field == "fold"
    assert instant(twice, "Europe/Stockholm", fold=0) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert instant(twice, "Europe/Stockholm", fold=1) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert not has_moved(twice, "Europe/Stockholm", instant(twice, "Europe/Stockholm", fold=1))


def test_the_ends_of_the_hour_that_comes_twice_exist_once():
    assert instant(wall("2026-10-25 01:59"), "Europe/Stockholm") == datetime(2026, 10, 24, 23, 59, tzinfo=UTC)
    assert instant(wall("2026-10-25 03:00"), "Europe/Stockholm") == datetime(2026, 10, 25, 2, 0, tzinfo=UTC)


def test_every_side_reads_it_on_its_own_clock():
    at = instant(wall("2022-03-31 10:00"), "Europe/Stockholm")
    read = on_each_clock(at, ["Asia/Tokyo", "Europe/Stockholm", "Asia/Tokyo"])
    assert [language("en").value(moment) for moment in read] == [
        "Thursday 31 March 2022, 17:00 JST", "Thursday 31 March 2022, 10:00 CEST",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["2022-02-30 10:00", "2022-3-1 10:00", "10:00", "2022-03-31 24:00", "2022-03-31 10:00Z", ""]
)
def test_a_wall_time_is_a_day_and_a_time_without_a_zone(text):
    with pytest.raises(Refused):
        wall_time(text)
