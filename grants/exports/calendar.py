"""One person's dates as a calendar: the calls that are open, what they report by when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

from grants.words import Language, Sentence


@dataclass(frozen=True)
class Dated:
    """One date: an instant or a whole day, what it is, where it is done."""

    key: str
    at: datetime | date
    what: Sentence
    address: str


def write(dates: Iterable[Dated], reader: Language, made_at: datetime) -> bytes:
    """The dates as the bytes of a calendar."""
    calendar = Calendar()
    calendar.add("prodid", "-//Tsunagari//EN")
    calendar.add("version", "2.0")
    for one in dates:
        event = Event()
        event.add("uid", f"{one.key}@tsunagari")
        event.add("dtstamp", made_at)
        event.add("dtstart", one.at)
        if not isinstance(one.at, datetime):
            event.add("dtend", one.at + timedelta(days=1))
        event.add("summary", reader.say(one.what))
        event.add("url", one.address)
        calendar.add_component(event)
    made: bytes = calendar.to_ical()
    return made
