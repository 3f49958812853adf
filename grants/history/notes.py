"""Writing down: the one place that chains and seals an entry, and notes on subjects that have no life of their own."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from grants.db import Base
from grants.history.model import Entry

SEAL = select(Entry.seal).where(Entry.subject_id == bindparam("subject"), Entry.seq == bindparam("place"))
LAST = select(func.max(Entry.seq)).where(Entry.subject_id == bindparam("subject"))


def append(session: Session, entry: Entry) -> Entry:
    """Chain an entry to the one before it in the same life, seal it, and keep it for ever."""
    before = {"subject": entry.subject_id, "place": entry.seq - 1}
    entry.previous = (session.scalar(SEAL, before) if entry.seq > 1 else None) or ""
    entry.seal = entry.fingerprint()
    session.add(entry)
    return entry


def note(session: Session, subject: Base, step: str, by: Any, at: datetime, **detail: Any) -> Entry:
    """Write down a deed on somebody or something without a life: an account, a setting, an export."""
    session.flush()
    call_id, application_id = scope_of(subject)
    before = session.scalar(LAST, {"subject": subject.id}) or 0
    entry = Entry(
        subject_id=subject.id, noun=subject.__tablename__, seq=before + 1, at=at, by_id=getattr(by, "id", None),
        call_id=call_id, application_id=application_id, step=step, source="", target="",
        detail={name: plain(value) for name, value in detail.items()}, previous="", seal="",
    )  # fmt: skip
    return append(session, entry)


def scope_of(subject: Base) -> tuple[uuid.UUID | None, uuid.UUID | None]:
    """The call and the application in whose history a deed is read; a subject may say that it lies in none."""
    told = getattr(subject, "history_scope", None)
    if told is not None:
        call_id, application_id = told()
        return call_id, application_id
    return getattr(subject, "call_id", None), getattr(subject, "application_id", None)


def plain(value: Any) -> Any:
    """A value as it is kept in an entry's detail."""
    if isinstance(value, uuid.UUID | date | datetime):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(inner) for inner in value]
    return value
