"""When people are reminded: so many days before and after a date, at nine in the morning where they are."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

HOUR = time(9)


@dataclass(frozen=True)
class Chain:
    """The days on which somebody is reminded of one date; a negative day is before it."""

    name: str
    days: tuple[int, ...]

    def reached(self, due: date, zone: str, since: datetime, at: datetime) -> list[str]:
        """The reminders whose morning has come since the thing began, oldest first; the last is the one to send.

        A morning that was missed is caught up with; when two were missed, one reminder does for both.
        """
        return [self.rule(day, due) for day in self.days if since < morning(due, day, zone) <= at]

    def rule(self, day: int, due: date) -> str:
        """The name under which it is remembered; a date that moves is reminded of anew."""
        return f"{self.name} {day:+d} {due.isoformat()}"


def morning(due: date, day: int, zone: str) -> datetime:
    """Nine o'clock in a place, so many days from a date."""
    return datetime.combine(due + timedelta(days=day), HOUR, ZoneInfo(zone))


def local_day(instant: datetime, zone: str) -> date:
    """The day that an instant falls on in a place."""
    return instant.astimezone(ZoneInfo(zone)).date()


DRAFT = Chain("draft", (-7, -2, -1))
INVITATION = Chain("invitation", (-7, -2, -1))
INVITED = Chain("invited", (3,))
INVITED_OVER = Chain("invited_over", (1,))
SIGN_OFF = Chain("sign_off", (-10, -3))
ASKED = Chain("asked", (5,))
REVIEW = Chain("review", (-3, 0, 2))
OFFER = Chain("offer", (-14, -3, 0))
REPORT = Chain("report", (-60, -30, -7, 1, 14, 30))
REPORT_LATE = Chain("report_late", (30,))
DRAFT_GOES = Chain("draft_goes", (-30,))
FISCAL_YEAR = Chain("fiscal_year", (-60, -14))
CHAINS = (
    DRAFT, INVITATION, INVITED, INVITED_OVER, SIGN_OFF, ASKED, REVIEW, OFFER, REPORT, REPORT_LATE, DRAFT_GOES,
    FISCAL_YEAR,
)  # fmt: skip
