"""What offices keep about applications, each reader handed exactly what is for them."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from grants.applications.model import Application, Note, Part, Snapshot, Tag, Tick
from grants.applications.queries.lists import handled_in
from grants.calls.model import Call
from grants.rules.checklist import items_of, sides_read
from grants.rules.search import fold

MOST_TAGS = 200


@dataclass(frozen=True)
class Kept:
    """What offices keep about one application, as far as its reader may know: tags, items done by side, notes."""

    tags: Sequence[str] = ()
    done: Mapping[str, set[str]] = field(default_factory=dict)
    notes: int = 0


def kept_of(session: Session, by: Any, call: Call, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Kept]:
    """What is kept about each of these applications; three questions."""
    tags, done, notes = tags_of(session, ids), ticks_counted(session, ids), notes_counted(session, by, call, ids)
    return {key: Kept(tags.get(key, ()), done.get(key, {}), notes.get(key, 0)) for key in ids}


def is_for(by: Any, call: Call) -> ColumnElement[bool]:
    """In SQL: a note is for every office, or for the reader's own side."""
    return Note.side.in_({"", *sides_read(by, call)})


def notes_of(session: Session, by: Any, application: Application) -> Sequence[Note]:
    """The notes on a case that this reader may know of, the oldest first."""
    wanted = select(Note).where(Note.application_id == application.id, is_for(by, application.call))
    return session.scalars(wanted.order_by(Note.at, Note.id)).all()


def has_notes(by: Any, call: Call) -> ColumnElement[bool]:
    """In SQL: there is a note this reader may know of."""
    return exists().where(Note.application_id == Application.id, is_for(by, call))


def notes_counted(session: Session, by: Any, call: Call, ids: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, int]:
    """How many notes on each application this reader may know of."""
    wanted = select(Note.application_id, func.count()).where(Note.application_id.in_(ids), is_for(by, call))
    return {row[0]: row[1] for row in session.execute(wanted.group_by(Note.application_id))}


def newest_ordinal() -> ScalarSelect[Any]:
    """In SQL: which submission of an application counts."""
    one = aliased(Snapshot)
    newest = select(func.max(one.ordinal)).where(one.application_id == Application.id)
    return newest.correlate(Application).scalar_subquery()


def is_ticked(side: str, codes: Sequence[str]) -> ColumnElement[bool]:
    """In SQL: every one of a side's items was looked at in the submission that counts."""
    done = select(func.count()).where(
        Tick.application_id == Application.id, Tick.side == side, Tick.code.in_(codes), Tick.is_done.is_(True),
        Tick.ordinal == newest_ordinal(),
    )  # fmt: skip
    return done.correlate(Application).scalar_subquery() == len(codes)


def lacks_ticks(call: Call, sides: Sequence[str], codes: Sequence[str] = ()) -> ColumnElement[bool]:
    """In SQL: on one of these sides something of the checklist (or just this) was not looked at."""
    wanted = {side: list(codes) or [item.code for item in items_of(call, side)] for side in sides}
    return or_(
        *(
            and_(exists().where(Part.application_id == Application.id, Part.side == side), ~is_ticked(side, items))
            for side, items in wanted.items()
        )
    )


def ticks_of(session: Session, application: Application) -> dict[tuple[str, str], Tick]:
    """What was looked at in a case, by side and item."""
    found = session.scalars(select(Tick).where(Tick.application_id == application.id))
    return {(tick.side, tick.code): tick for tick in found}


TICKED = (
    select(Tick.application_id, Tick.side, Tick.code).join(Application, Application.id == Tick.application_id)
    .where(
        Tick.application_id.in_(bindparam("ids", expanding=True)), Tick.is_done.is_(True),
        Tick.ordinal == newest_ordinal(),
    )
)  # fmt: skip
TAGGED = (
    select(Tag.application_id, Tag.text).where(Tag.application_id.in_(bindparam("ids", expanding=True)))
    .order_by(Tag.key)
)  # fmt: skip


def ticks_counted(session: Session, ids: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, dict[str, set[str]]]:
    """Which items of each side are done in the submission that counts, for each application."""
    done: dict[uuid.UUID, dict[str, set[str]]] = {}
    for key, side, code in session.execute(TICKED, {"ids": ids}):
        done.setdefault(key, {}).setdefault(side, set()).add(code)
    return done


def tags_of(session: Session, ids: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, list[str]]:
    """The tags of each application, in their order."""
    tags: dict[uuid.UUID, list[str]] = {}
    for key, text in session.execute(TAGGED, {"ids": ids}):
        tags.setdefault(key, []).append(text)
    return tags


def has_tag(tag: str) -> ColumnElement[bool]:
    """In SQL: an application carries a tag, however it is written."""
    return exists().where(Tag.application_id == Application.id, Tag.key == fold(tag))


def tags_in(session: Session, by: Any, call: Call) -> list[str]:
    """Every tag that is in use in a call on what this reader handles."""
    mine = handled_in(by, call).with_only_columns(Application.id)
    wanted = select(Tag.key, func.min(Tag.text)).where(Tag.application_id.in_(mine)).group_by(Tag.key)
    return [text for _, text in session.execute(wanted.order_by(Tag.key).limit(MOST_TAGS))]
