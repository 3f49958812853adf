"""Talking: what a team says to itself beside a section; no officer and no reviewer reads it."""

from datetime import datetime

from sqlalchemy import select

from grants.applications.model import Application, Comment, CommentsRead
from grants.db import session_of
from grants.people.model import Person
from grants.rules.refusal import Refused
from grants.rules.relations import is_on_team
from grants.words import say


def comment(application: Application, section: str, text: str, by: Person, at: datetime) -> Comment:
    """Say something to the others on the team about one section."""
    on_the_team_only(application, by)
    if not text.strip():
        raise Refused(say("Write something first."), "text")
    said = Comment(application_id=application.id, section=section, text=text.strip(), by_id=by.id, by=by, at=at)
    session_of(application).add(said)
    mark_read(application, section, by, at)
    return said


def resolve(application: Application, said: Comment, by: Person, at: datetime) -> None:
    """Say that what was meant is settled; pressed again it is open again."""
    on_the_team_only(application, by)
    done = said.resolved_at is None
    said.resolved_at, said.resolved_by_id, said.resolved_by = (at, by.id, by) if done else (None, None, None)


def mark_read(application: Application, section: str, by: Person, at: datetime) -> None:
    """Remember that somebody has read the comments on a section until now."""
    on_the_team_only(application, by)
    session = session_of(application)
    kept = session.scalar(
        select(CommentsRead).where(
            CommentsRead.application_id == application.id, CommentsRead.person_id == by.id,
            CommentsRead.section == section,
        ),
    )  # fmt: skip
    if kept is None:
        session.add(CommentsRead(application_id=application.id, person_id=by.id, section=section, until=at))
    else:
        kept.until = max(kept.until, at)


def on_the_team_only(application: Application, by: Person) -> None:
    """A team talks among itself."""
    if not is_on_team(by, application):
        raise Refused(say("This is not for you to do."))
