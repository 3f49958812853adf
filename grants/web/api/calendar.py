"""One's own dates, as a calendar to subscribe to: the address carries a key that opens nothing else."""

from collections.abc import Iterator
from datetime import datetime

from flask import Response
from sqlalchemy import select

from grants import clock
from grants.calls.model import Call
from grants.exports import calendar
from grants.exports.calendar import Dated
from grants.people.keys import key_named
from grants.people.model import Person
from grants.reports.queries import awaiting
from grants.rules.calls import CallState, closes_at
from grants.rules.refusal import Hidden
from grants.rules.relations import anyone
from grants.rules.scopes import Scope, opens
from grants.web.api.desk import desk
from grants.web.desk import Hall
from grants.web.papers import base_url
from grants.web.transaction import session
from grants.words import language, say


@desk.page("/calendar/<key>.ics", Hall(anyone), "user.own.calendar")
def dates(key: str) -> Response:
    """The dates of whoever made the key."""
    at, found = clock.now(), key_named(session(), key)
    if found is None or not opens(found, Scope.CALENDAR, at):
        raise Hidden
    made = calendar.write(dates_of(found.person, at), language(found.person.language), at)
    return Response(made, content_type="text/calendar; charset=utf-8")


def dates_of(person: Person, at: datetime) -> Iterator[Dated]:
    """When open calls close, and when one's own reports are due."""
    for call in session().scalars(select(Call).where(Call.state == CallState.PUBLISHED).order_by(Call.code)).unique():
        if closes_at(call) > at:
            what = say("“%(call)s” closes", call=call.name)
            yield Dated(f"call-{call.id}", closes_at(call), what, f"{base_url()}/calls/{call.id}")
    for owed in awaiting(session(), person, at.date()):
        what = say("Report on “%(title)s” is due", title=owed.title)
        yield Dated(f"report-{owed.id}", owed.due_on, what, f"{base_url()}/my/reports/{owed.id}")
