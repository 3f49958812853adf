"""What people are told about an application: the same few lines round many different news."""

from datetime import datetime
from typing import Any

from grants.applications.model import Application
from grants.applications.queries import people_of
from grants.calls.queries import officers
from grants.db import session_of
from grants.mail.outbox import Telling, post_all
from grants.people.model import Person
from grants.rules.deadlines import of_application, on_clocks
from grants.rules.relations import is_in_conflict
from grants.words import Sentence, say


def about(application: Application, kind: str, subject: Sentence, *paragraphs: Sentence, link: str = "") -> Telling:
    """News about an application; the link leads to its own page unless another is named."""
    return Telling(
        kind=kind, subject=subject, paragraphs=paragraphs, link=link or f"/my/applications/{application.id}",
        call_id=application.call_id, application_id=application.id,
    )  # fmt: skip


def titled(application: Application) -> Sentence:
    """Which application it is: its number and its title."""
    return say("%(ref)s: %(title)s", ref=application.ref, title=application.title or say("not yet given"))


def investigators(application: Application, *, but: Any = None) -> list[Person]:
    """The principal investigators of all sides, less whoever did the deed."""
    return [part.pi for part in application.parts if part.pi is not None and part.pi_id != getattr(but, "id", None)]


def free_officers(application: Application, at: datetime) -> list[Person]:
    """The officers of all sides who may know of this application: nobody in conflict with it."""
    every = officers(session_of(application), application.call.programme_id, at)
    return [officer for officer in every if not is_in_conflict(officer, application)]


def tell_people(application: Application, at: datetime, kind: str, subject: Sentence, *paragraphs: Sentence) -> None:
    """Tell everyone on the team one thing."""
    post_all(session_of(application), people_of(application), about(application, kind, subject, *paragraphs), at)


def tell_office(application: Application, at: datetime, kind: str, subject: Sentence, *paragraphs: Sentence) -> None:
    """Tell the officers of all sides one thing."""
    news = about(application, kind, subject, *paragraphs, link=f"/office/applications/{application.id}")
    post_all(session_of(application), free_officers(application, at), news, at)


def closing(application: Application) -> Sentence:
    """When the call closes, on each side's clock."""
    zones = [side.zone for side in application.call.sides]
    return say("The call closes on %(when)s.", when=on_clocks(of_application(application).at, zones))
