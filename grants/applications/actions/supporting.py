"""Support: an investigator lets the programme office look into a draft for a while; every look is on record."""

from datetime import datetime, timedelta

from grants.applications.model import Application
from grants.applications.tellings import closing, tell_office, tell_people, titled
from grants.people.model import Person
from grants.rules import applications as law
from grants.rules.refusal import Refused
from grants.words import Moment, Sentence, say

LONGEST = timedelta(days=7)


def open_support(application: Application, lasts: timedelta, by: Person, at: datetime) -> None:
    """Let the officers of all sides look into this draft for a stated time; the team and the offices are told."""
    if not timedelta(0) < lasts <= LONGEST:
        raise Refused(say("Choose a time of at most %(days)s days.", days=LONGEST.days), "lasts")
    until = at + lasts
    zone = application.call.zone
    application.take(law.OPEN_SUPPORT, by, at, until=until.isoformat())
    application.support_until = until
    told = say("The programme office may look into this draft until %(when)s. Every look is shown in its history.",
               when=Moment(until, zone))  # fmt: skip
    subject = say("%(ref)s is open to the office for a while", ref=application.ref)
    tell_people(application, at, "support_opened", subject, titled(application), told)
    tell_office(application, at, "support_opened", subject, titled(application), told, closing(application))


def end_support(application: Application, by: Person, at: datetime) -> None:
    """Close the draft to the office again, at once."""
    application.take(law.END_SUPPORT, by, at)
    application.support_until = None


def look(application: Application, what: Sentence, by: Person, at: datetime) -> None:
    """Write down that an officer looks at something in a draft that was opened to them."""
    application.take(law.LOOK, by, at, what=what.text)
