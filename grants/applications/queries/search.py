"""Finding applications by words: titles, people, and what was submitted; of a draft only who and what it is called."""

import re
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session, lazyload, undefer

from grants.applications.model import Application, Part, Snapshot
from grants.applications.queries.desk import newest_ordinal
from grants.calls.model import Call
from grants.people.model import Person
from grants.rules.search import NAMES, fold, heard, key_of_answers, key_of_name, key_of_people

BATCH = 500


def contains(word: str, call: Call) -> ColumnElement[bool]:
    """In SQL: the key of a word is in the title, the submission that counts, an investigator's name, or the number."""
    named, on_team = (
        or_(*(key.contains(one, autoescape=True) for one in dict.fromkeys((word, heard(word) or word))))
        for key in (Person.search_key, Snapshot.people_key)
    )
    of_pi = exists().where(Part.application_id == Application.id, Part.pi_id == Person.id, named)
    counts = exists().where(
        Snapshot.application_id == Application.id, Snapshot.ordinal == newest_ordinal(),
        or_(Snapshot.search_key.contains(word, autoescape=True), on_team),
    )  # fmt: skip
    found: list[ColumnElement[bool]] = [Application.title_key.contains(word, autoescape=True), of_pi, counts]
    number = re.fullmatch(rf"(?:{re.escape(fold(call.code))}-)?([0-9]{{1,6}})", word)
    if number and number[1].isascii():
        found.append(Application.number == int(number[1]))
    return or_(*found)


def fold_again(session: Session) -> int:
    """Write every key anew from what it is the key of, after an upgrade that folds otherwise; how many were wrong."""
    by_id = {"yield_per": BATCH}
    changed = 0
    for person in session.scalars(select(Person).options(lazyload("*")).execution_options(**by_id)):
        changed += put(person, search_key=key_of_name(*(getattr(person, name) for name in NAMES)))
    for application in session.scalars(select(Application).options(lazyload("*")).execution_options(**by_id)):
        changed += put(application, title_key=fold(application.title))
    keys = (undefer(Snapshot.search_key), undefer(Snapshot.people_key))
    for one in session.scalars(select(Snapshot).options(*keys).execution_options(**by_id)):
        changed += put(one, search_key=key_of_answers(one.content), people_key=key_of_people(one.content))
    return changed


def put(row: Any, **keys: str) -> bool:
    """Put keys in their places; whether they were others."""
    was = all(getattr(row, column) == key for column, key in keys.items())
    for column, key in keys.items():
        setattr(row, column, key)
    return not was
