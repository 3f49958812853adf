"""What stood in an application before: every version of a section, of a part, newest first."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from grants.applications.model import Application, Version
from grants.db import session_of

PER_PAGE = 30


@dataclass(frozen=True)
class Kept:
    """One version with what stood in its place before it."""

    version: Version
    before: Any


@dataclass(frozen=True)
class Past:
    """One page of the versions of some places, and how many there are in all."""

    rows: Sequence[Kept]
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // PER_PAGE))


def of_answers(questions: Collection[str]) -> ColumnElement[bool]:
    """The versions of the answers to some questions, of every side."""
    return Version.place.in_(questions)


def of_part(side: str) -> ColumnElement[bool]:
    """The versions of one side's part: its facts and its budget lines."""
    return and_(Version.side == side, or_(Version.place.startswith("part."), Version.place.startswith("line.")))


def past(application: Application, wanted: ColumnElement[bool], page: int) -> Past:
    """One page of what was written in some places, newest first."""
    session, here = session_of(application), and_(Version.application_id == application.id, wanted)
    before = func.lag(Version.id, type_=Version.id.type).over(
        partition_by=(Version.place, Version.side), order_by=(Version.at, Version.number),
    )  # fmt: skip
    newest_first = (Version.at.desc(), Version.number.desc(), Version.place)
    in_order = select(Version, before.label("before_id")).where(here).order_by(*newest_first)
    rows = session.execute(in_order.limit(PER_PAGE).offset((page - 1) * PER_PAGE)).unique().all()
    total = session.scalar(select(func.count()).select_from(Version).where(here)) or 0
    keys = [key for _, key in rows if key]
    values = {
        row.id: row.value for row in session.execute(select(Version.id, Version.value).where(Version.id.in_(keys)))
    }
    return Past([Kept(version, values.get(key)) for version, key in rows], total)
