"""When somebody is reminded: at nine where they are, once a day of the chain, and never of what came before them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from grants.rules.reminders import CHAINS, Chain, local_day

DUE = date(2022, 3, 31)
CHAIN = Chain("draft", (-7, -2, -1))
LONG_AGO = datetime(2022, 1, 1, tzinfo=UTC)


def at(day, hour, minute=0):
    return datetime(2022, 3, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "moment", "reached"),
    [
        ("Asia/Tokyo", at(23, 23, 59), 0),
        ("Asia/Tokyo", at(24, 0), 1),
        ("Europe/Stockholm", at(24, 7, 59), 0),
        ("Europe/Stockholm", at(24, 8), 1),
        ("Europe/Stockholm", at(29, 6, 59), 1),  # summer time began on the 27th
        ("Europe/Stockholm", at(29, 7), 2),
        ("America/Chicago", at(30, 13, 59), 2),
        ("America/Chicago", at(30, 14), 3),
    ],
)
def test_nine_in_the_morning_is_nine_where_they_are(zone, moment, reached):
    assert (
        CHAIN.reached(DUE, zone, LONG_AGO, moment)
        == [
            "draft -7 2022-03-31",
            "draft -2 2022-03-31",
            "draft -1 2022-03-31",
        ][:reached]
    )


def test_what_began_later_is_not_reminded_of_what_came_before():
    assert CHAIN.reached(DUE, "UTC", at(25, 12), at(28, 12)) == []
    assert CHAIN.reached(DUE, "UTC", at(25, 12), at(29, 9)) == ["draft -2 2022-03-31"]


def test_a_date_that_moves_has_reminders_of_its_own():
    later = CHAIN.reached(DUE + timedelta(days=7), "UTC", LONG_AGO, at(31, 9))
    assert later == ["draft -7 2022-04-07"]


def test_the_day_of_an_instant_is_the_day_on_that_places_clock():
    close = datetime(2022, 3, 31, 15, 0, tzinfo=UTC)
    assert (local_day(close, "Asia/Tokyo"), local_day(close, "Europe/Stockholm")) == (
        date(2022, 4, 1),
        date(2022, 3, 31),
    )


def test_chains_have_names_of_their_own_and_days_in_order():
    assert len({chain.name for chain in CHAINS}) == len(CHAINS)
    assert all(list(chain.days) == sorted(set(chain.days)) for chain in CHAINS)
