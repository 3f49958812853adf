"""The panel's meeting: who was there, who presents what, what the minutes say of each application."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from grants.applications.model import Application
from grants.calls.model import Call
from grants.db import session_of
from grants.decisions.actions.ordering import ranking_of
from grants.decisions.meeting import members_of
from grants.decisions.model import AgendaItem, Attendance
from grants.history import note
from grants.people.model import Person
from grants.rules.decisions import MEET, ORDER
from grants.rules.refusal import Refused
from grants.words import say


@dataclass(frozen=True)
class Minuted:
    """What the chair writes down about one application: who presents it, what was said."""

    presenter: UUID | None
    said: str


def record_attendance(call: Call, present: Collection[UUID], by: Person, at: datetime) -> None:
    """Write down who of the panel is at the meeting; everybody else of it was not."""
    ranking = ranking_of(call, by, at)
    ranking.allow(MEET, by, at)
    session = session_of(call)
    kept = {one.person_id: one for one in session.scalars(select(Attendance).where(Attendance.call_id == call.id))}
    for member in members_of(session, call, at):
        if member.person.id not in kept:
            kept[member.person.id] = Attendance(call_id=call.id, person_id=member.person.id, is_present=False)
            session.add(kept[member.person.id])
        kept[member.person.id].is_present = member.person.id in present
    ranking.take(MEET, by, at, present=sorted(str(key) for key, one in kept.items() if one.is_present))


def minute(application: Application, written: Minuted, by: Person, at: datetime) -> None:
    """Write down who presents an application and what the panel said; nobody in conflict with it presents it."""
    call = application.call
    ranking = ranking_of(call, by, at)
    ranking.allow(ORDER, by, at)
    session = session_of(call)
    allowed = {one.person.id for one in members_of(session, call, at) if application.number not in one.away_for}
    if written.presenter is not None and written.presenter not in allowed:
        raise Refused(say("Choose somebody of the panel who is not in conflict with it."), "presenter")
    item = session.scalar(select(AgendaItem).where(AgendaItem.application_id == application.id))
    if item is None:
        item = AgendaItem(application=application, application_id=application.id)
        session.add(item)
    item.presenter_id, item.said = written.presenter, written.said.strip()
    note(session, item, "minute", by, at, presenter=written.presenter or "", said=item.said)
