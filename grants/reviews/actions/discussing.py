"""Discussing: one says something about an application to the panel; nobody takes it back or writes it over."""

from datetime import datetime

from grants.applications.model import Application
from grants.db import session_of
from grants.history import note
from grants.people.model import Person
from grants.reviews.model import Remark
from grants.rules.discussion import allow_speaking
from grants.rules.refusal import Refused
from grants.words import say


def discuss(application: Application, text: str, by: Person, at: datetime) -> Remark:
    """Say something about an application to everybody of the panel who is not in conflict with it."""
    voice = allow_speaking(by, application, at)
    if not text.strip():
        raise Refused(say("Write something first."), "text")
    session = session_of(application)
    said = Remark(application=application, application_id=application.id, by=by, by_id=by.id, voice=voice, at=at,
                  text=text.strip())  # fmt: skip
    session.add(said)
    note(session, said, "discuss", by, at)
    return said
