"""Keeping every version: what stood in a place before, and what was written meanwhile and did not come to stand."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import lazyload

from grants.applications.model import Application, Version
from grants.db import session_of
from grants.people.model import Person

BURST = timedelta(minutes=10)


@dataclass(frozen=True)
class Place:
    """Where something is written: in which application, under which name, by which side ("" when shared)."""

    application: Application
    name: str
    side: str = ""


def keep(place: Place, value: Any, number: int, by: Person, at: datetime) -> None:
    """Keep what stands in a place now; what the same person wrote a moment ago is written on, nobody else's ever."""
    earlier = newest(place) if number > 1 else None
    if earlier is not None and not earlier.is_settled and earlier.by_id == by.id and at - earlier.since <= BURST:
        earlier.value, earlier.number, earlier.at = value, number, at
    else:
        session_of(place.application).add(version(place, value, number, by, at))


def keep_apart(place: Place, value: Any, number: int, by: Person, at: datetime) -> None:
    """Keep what stands in a place as a version of its own: a restored one, one that met another."""
    settle(place)
    session_of(place.application).add(version(place, value, number, by, at))


def set_aside(place: Place, value: Any, by: Person, at: datetime) -> None:
    """Keep both texts when two met: the one that stands is closed, the one that came too late is put beside it."""
    settle(place)
    earlier = newest(place, by_id=by.id)
    if earlier is not None and is_continued(earlier.value, value):
        earlier.value, earlier.at = value, at
        return
    aside = version(place, value, 0, by, at)
    aside.is_aside = True
    session_of(place.application).add(aside)


def is_continued(before: Any, after: Any) -> bool:
    """Whether a text is the same as before, or the same and more."""
    return before == after or (isinstance(before, str) and isinstance(after, str) and after.startswith(before))


def settle(place: Place) -> None:
    """Close the version that stands: what comes next is another one, whoever writes it."""
    standing = newest(place)
    if standing is not None:
        standing.is_settled = True


def newest(place: Place, by_id: uuid.UUID | None = None) -> Version | None:
    """The version that stands in a place; with a person, the newest that they had to put aside."""
    wanted = select(Version).where(
        Version.application_id == place.application.id, Version.place == place.name, Version.side == place.side,
        Version.is_aside.is_(by_id is not None),
    )  # fmt: skip
    if by_id is not None:
        wanted = wanted.where(Version.by_id == by_id)
    newest_first = wanted.order_by(Version.at.desc(), Version.number.desc()).limit(1).options(lazyload(Version.by))
    return session_of(place.application).scalars(newest_first).first()


def version(place: Place, value: Any, number: int, by: Person, at: datetime) -> Version:
    """One version of what stands in a place."""
    return Version(
        application=place.application, place=place.name, side=place.side, number=number, value=value, by=by, since=at,
        at=at,
    )  # fmt: skip
