"""What an application says: answers, files, and exactly what was submitted."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from grants.db import Base, Line
from grants.files.model import Attachment
from grants.people.model import Person
from grants.rules.search import key_of_answers, key_of_people

if TYPE_CHECKING:
    from grants.applications.model.application import Application


class Answer(Base):
    """What was answered to one question, shared or of one side; a write quotes the version it saw."""

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("application_id", "question", "side"),)

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"))
    question: Mapped[str] = mapped_column(Line(40))
    side: Mapped[str] = mapped_column(Line(10), default="")
    value: Mapped[Any] = mapped_column(JSON)
    version: Mapped[int] = mapped_column(BigInteger, default=1)
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    application: Mapped["Application"] = relationship(back_populates="answers")


class Version(Base):
    """What stood in one place of an application: an answer, a fact of a part, a budget line. Nothing typed is lost.

    What one person writes within some minutes is one version; a version of another is never written into. `number` is
    the version of the place that it became; one that stood `aside` was written meanwhile and lost to the other.
    """

    __tablename__ = "version"
    __table_args__ = (Index(None, "application_id", "place", "side"),)

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"))
    place: Mapped[str] = mapped_column(Line(60))
    side: Mapped[str] = mapped_column(Line(10), default="")
    number: Mapped[int] = mapped_column(BigInteger)
    value: Mapped[Any] = mapped_column(JSON)
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    since: Mapped[datetime]
    at: Mapped[datetime]
    is_aside: Mapped[bool] = mapped_column(default=False)
    is_settled: Mapped[bool] = mapped_column(default=False)
    application: Mapped["Application"] = relationship()
    by: Mapped[Person] = relationship(lazy="joined")


class Snapshot(Base):
    """Exactly what was submitted, for ever: canonical text, fingerprint, receipt, PDF; and the keys it is found by."""

    __tablename__ = "snapshot"
    __table_args__ = (UniqueConstraint("application_id", "ordinal"),)

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"))
    ordinal: Mapped[int]
    content_version: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime]
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    content: Mapped[dict[str, Any]]
    sha256: Mapped[str] = mapped_column(Line(64))
    search_key: Mapped[str] = mapped_column(default="", deferred=True)
    people_key: Mapped[str] = mapped_column(default="", deferred=True)
    application: Mapped["Application"] = relationship(back_populates="snapshots")

    @validates("content")
    def _follow(self, _name: str, content: dict[str, Any]) -> dict[str, Any]:
        """What it is found by."""
        self.search_key, self.people_key = key_of_answers(content), key_of_people(content)
        return content


class Paper(Base):
    """A file handed in with an application, in answer to a question."""

    __tablename__ = "paper"
    __table_args__ = (UniqueConstraint("application_id", "question", "side"),)

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"))
    question: Mapped[str] = mapped_column(Line(40))
    side: Mapped[str] = mapped_column(Line(10), default="")
    attachment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("attachment.id"))
    application: Mapped["Application"] = relationship(back_populates="papers")
    attachment: Mapped[Attachment] = relationship(lazy="joined")
