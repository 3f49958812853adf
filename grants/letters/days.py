"""Days and hours as a letter writes them: the Western calendar, or the Japanese era where a side chooses it."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from grants.letters.paper import DateStyle
from grants.words import Language, abbreviation

ERAS = (
    (date(2019, 5, 1), "令和"),
    (date(1989, 1, 8), "平成"),
    (date(1926, 12, 25), "昭和"),
)
WEEKDAYS_JA = "月火水木金土日"


@dataclass(frozen=True)
class Calendar:
    """One letter's way of writing days."""

    language: Language
    style: DateStyle

    def day(self, on: date) -> str:
        """A day: 10 June 2022, 10 juni 2022, 2022年6月10日 or 令和4年6月10日."""
        if self.language.code == "ja" and self.style is DateStyle.ERA:
            return era(on)
        return self.language.date(on)

    def moment(self, at: datetime, zone: str) -> str:
        """An instant on a side's own clock, with weekday and the name of its time."""
        if self.language.code != "ja":
            return self.language.moment(at, zone)
        local = at.astimezone(ZoneInfo(zone))
        day = f"{self.day(local.date())}（{WEEKDAYS_JA[local.weekday()]}）"
        return f"{day}{local:%H:%M}（{abbreviation(at, zone)}）"


def era(on: date) -> str:
    """A day by the era of its emperor: 令和元年5月1日, 平成31年4月30日."""
    first, name = next(((first, name) for first, name in ERAS if on >= first), (None, ""))
    if first is None:
        return f"{on.year}年{on.month}月{on.day}日"
    year = on.year - first.year + 1
    return f"{name}{'元' if year == 1 else year}年{on.month}月{on.day}日"
