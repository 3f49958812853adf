"""Restoring: an earlier version becomes the newest one; nothing that stood meanwhile is lost by it."""

from datetime import datetime
from typing import Any

from grants.applications.actions.keeping import Place, keep_apart
from grants.applications.actions.parts import put_fact, put_line
from grants.applications.actions.writing import mirror, own_side_only, put, touched
from grants.applications.model import Application, Version
from grants.applications.places import fact_in, fact_of, line_in
from grants.applications.queries import questions_of
from grants.people.model import Person
from grants.rules import applications as law
from grants.rules.answers import Written
from grants.rules.budget import ReadLine


def restore(application: Application, version: Version, by: Person, at: datetime) -> None:
    """Put what stood in a place before back there: a version like any other, by whoever restored it."""
    application.allow(law.WRITE, by, at)
    own_side_only(application, version.side, by)
    fact, line = fact_in(version.place), line_in(version.place)
    if fact is not None:
        restore_fact(application, version, fact, by, at)
    elif line is not None:
        put_line(application.part(version.side), line, ReadLine(**version.value) if version.value else None, by, at)
    else:
        restore_answer(application, version, by, at)


def restore_answer(application: Application, version: Version, by: Person, at: datetime) -> None:
    """Put an earlier answer back."""
    question = next((one for one in questions_of(application.call) if one.code == version.place), None)
    kept = {(answer.question, answer.side): answer for answer in application.answers}
    written: Any = Written(version.place, version.value, version.side)
    answer = put(application, kept.get((version.place, version.side)), written, version.value)
    if question is None or answer is None:
        return
    answer.by_id, answer.at = by.id, at
    keep_apart(Place(application, version.place, version.side), version.value, answer.version, by, at)
    mirror(application, question, version.value)
    touched(application, by, at, answers=[version.place])


def restore_fact(application: Application, version: Version, name: str, by: Person, at: datetime) -> None:
    """Put an earlier fact of a part back."""
    part = application.part(version.side)
    if fact_of(part, name) == version.value:
        return
    number = part.fact_versions.get(name, 0) + 1
    keep_apart(Place(application, version.place, version.side), version.value, number, by, at)
    put_fact(part, name, version.value)
    touched(application, by, at, part=part.side)
