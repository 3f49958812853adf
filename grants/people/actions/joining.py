"""Two accounts of one human being: joined by an administrator, never by the machine, and taken apart again if wrong."""

import uuid
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Column, Table, select, update
from sqlalchemy.orm import Session

from grants.db import Base, session_of
from grants.history import note
from grants.people.actions.signing_in import drop_keys, end_sessions
from grants.people.model import Joining, Person
from grants.rules.people import allow_administering
from grants.rules.refusal import Refused
from grants.words import say

STAYS = {"signed_in", "key_link", "recovery_code", "joining", "entry", "parked"}  # an account's own, and the record


def join(kept: Person, other: Person, reason: str, by: Person, at: datetime) -> Joining:
    """Let one account stand for both: what the other takes part in moves over, and the other is closed.

    What somebody did under the other account stays written as it was.
    """
    allow_administering(by, kept)
    allow_administering(by, other)
    if kept.id == other.id or kept.disabled_at or other.disabled_at:
        raise Refused(say("Choose another account that is open."))
    session = session_of(kept)
    if stand_together(session, kept.id, other.id):
        raise Refused(say("Both accounts take part in the same application: settle that first."))
    joining = Joining(kept_id=kept.id, other_id=other.id, reason=reason, by_id=by.id, at=at, moved=[])
    joining.moved = [
        [table.name, column.name, str(key)]
        for table, column in taking_part()
        for key in moved(session, table, column, (other.id, kept.id))
    ]
    session.add(joining)
    other.disabled_at = at
    end_sessions(other)
    drop_keys(session, other.email, at)
    for person, step in ((kept, "join"), (other, "joined_into")):
        note(session, person, step, by, at, remark=reason)
    session.flush()
    session.expire_all()
    return joining


def part(joining: Joining, by: Person, at: datetime) -> None:
    """Take two accounts apart again: everything that moved goes back, and the other account is open."""
    allow_administering(by, joining.kept)
    if joining.parted_at is not None:
        raise Refused(say("These accounts were taken apart already."))
    session = session_of(joining)
    kept, other = joining.kept, joining.other
    columns = {(table.name, column.name): (table, column) for table, column in taking_part()}
    for table_name, column_name, key in joining.moved:
        table, column = columns[table_name, column_name]
        there = (table.c.id == uuid.UUID(key), column == kept.id)
        session.execute(update(table).where(*there).values({column.name: other.id}))
    joining.parted_at, joining.parted_by_id = at, by.id
    other.disabled_at = None
    for person in (kept, other):
        note(session, person, "part", by, at)
    session.flush()
    session.expire_all()


def taking_part() -> Iterator[tuple[Table, Column[uuid.UUID]]]:
    """Every place where the record says who takes part in something; who did something is not among them."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            is_person = any(key.column.table.name == Person.__tablename__ for key in column.foreign_keys)
            if is_person and table.name not in STAYS and not column.name.endswith("by_id"):
                yield table, column


def moved(
    session: Session, table: Table, column: Column[uuid.UUID], people: tuple[uuid.UUID, uuid.UUID]
) -> list[uuid.UUID]:
    """Let what names the first person name the second; which rows were changed."""
    keys = list(session.scalars(select(table.c.id).where(column == people[0])))
    if keys:
        session.execute(update(table).where(table.c.id.in_(keys)).values({column.name: people[1]}))
    return keys


def stand_together(session: Session, first: uuid.UUID, second: uuid.UUID) -> bool:
    """Whether both take part in one application."""
    found: dict[uuid.UUID, set[uuid.UUID]] = {first: set(), second: set()}
    for table, column in taking_part():
        if "application_id" in table.c:
            for person, application in session.execute(
                select(column, table.c.application_id).where(column.in_([first, second])),
            ):
                found[person].add(application)
    return bool(found[first] & found[second])
