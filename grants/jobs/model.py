"""The nouns of jobs."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grants.calls.model import Call
from grants.db import Base, Line, choice
from grants.words import Sentence, say


class JobState(StrEnum):
    """How far a piece of work is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"

    @property
    def label(self) -> Sentence:
        """The state's name for people."""
        return STATE_LABELS[self]


STATE_LABELS = {
    JobState.WAITING: say("Waiting"),
    JobState.RUNNING: say("Running"),
    JobState.DONE: say("Done"),
    JobState.FAILED: say("Given up"),
}
UNFINISHED = text("state IN ('waiting', 'running')")


class Job(Base):
    """A piece of work: asked for in the transaction of the deed it follows, and done once.

    Whoever works on it holds it until `lease_until`; after that it is anybody's again. While it is unfinished no
    second one of the same kind and key can be asked for.
    """

    __tablename__ = "job"
    __table_args__ = (
        Index(
            "uq_job_unfinished", "kind", "key", unique=True, sqlite_where=UNFINISHED, postgresql_where=UNFINISHED,
        ),
        Index(None, "state", "run_at"),
        CheckConstraint("progress >= 0 AND total >= 0", name="progress"),
    )  # fmt: skip

    kind: Mapped[str] = mapped_column(Line(40))
    key: Mapped[str] = mapped_column(Line(200))
    payload: Mapped[dict[str, Any]]
    state: Mapped[JobState] = mapped_column(choice(JobState), default=JobState.WAITING)
    run_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    holder: Mapped[uuid.UUID | None]
    progress: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(Line(1000), default="")
    call_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("call.id"), index=True)
    made_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    call: Mapped[Call | None] = relationship()


class ReminderSent(Base):
    """One reminder that was sent, or whose day passed: nobody is reminded of the same thing twice."""

    __tablename__ = "reminder_sent"
    __table_args__ = (UniqueConstraint("subject_id", "receiver_id", "rule"),)

    subject_id: Mapped[uuid.UUID]
    receiver_id: Mapped[uuid.UUID]
    rule: Mapped[str] = mapped_column(Line(60))
    at: Mapped[datetime]
