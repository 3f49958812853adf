from datetime import UTC, date, datetime

import pytest

from grants.letters.days import Calendar, era
from grants.letters.paper import DateStyle
from grants.words import language


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 3, 31), "令和8年3月31日"),
        (date(2022, 6, 10), "令和4年6月10日"),
        (date(2020, 1, 1), "令和2年1月1日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(1989, 1, 8), "平成元年1月8日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
        (date(1926, 12, 24), "1926年12月24日"),
    ],
)
def test_a_day_is_written_by_its_era(day, written):
    assert era(day) == written


def test_only_japanese_letters_count_by_eras():
    day = date(2022, 6, 10)
    written = {code: Calendar(language(code), DateStyle.ERA).day(day) for code in ("en", "ja", "sv")}
    assert written == {"en": "10 June 2022", "ja": "令和4年6月10日", "sv": "10 juni 2022"}
    assert Calendar(language("ja"), DateStyle.WESTERN).day(day) == "2022年6月10日"


def test_a_deadline_stands_on_the_clock_of_its_side():
    at = datetime(2022, 6, 24, 15, 0, tzinfo=UTC)
    assert Calendar(language("ja"), DateStyle.ERA).moment(at, "Asia/Tokyo") == "令和4年6月25日（土）00:00（JST）"
    assert Calendar(language("sv"), DateStyle.WESTERN).moment(at, "Europe/Stockholm").endswith("17:00 CEST")
