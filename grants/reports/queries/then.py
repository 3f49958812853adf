"""Figures as of a day: states as the history tells them, money and results by the instants they were written.

What only stands as it is today has no past here: names, universities, amounts granted, and the words of what came of a
project.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, select, true, type_coerce

from grants import clock
from grants.applications.model import Application
from grants.history.model import Entry
from grants.rules.applications import SUBMIT


@dataclass(frozen=True)
class Then:
    """Up to an instant, which does not belong to it; without one everything until now."""

    until: datetime | None = None

    @property
    def last(self) -> datetime:
        """The last instant that belongs to it."""
        return clock.now() if self.until is None else self.until - timedelta.resolution

    def state(self, kind: Any) -> Any:
        """In SQL: the state that a life was in; none where it had not begun."""
        if self.until is None:
            return kind.state
        told = (
            select(Entry.target).where(Entry.subject_id == kind.id, Entry.at < self.until)
            .order_by(Entry.seq.desc()).limit(1).correlate(kind).scalar_subquery()
        )  # fmt: skip
        return type_coerce(told, kind.state.type)

    def has(self, instant: Any) -> ColumnElement[bool]:
        """In SQL: whether something had happened."""
        return true() if self.until is None else instant < self.until

    def is_handed_in(self) -> ColumnElement[bool]:
        """In SQL: whether an application had been handed in, once at least."""
        if self.until is None:
            return Application.submitted_at.is_not(None)
        done = and_(Entry.subject_id == Application.id, Entry.step == SUBMIT.name, Entry.at < self.until)
        return exists().where(done)


NOW = Then()
