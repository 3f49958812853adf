"""What an application says: answers, files, and exactly what was submitted."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grants.db import Base, Line
from grants.files.model import Attachment

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


class Snapshot(Base):
    """Exactly what was submitted, for ever: canonical text, fingerprint, receipt, PDF."""

    __tablename__ = "snapshot"
    __table_args__ = (UniqueConstraint("application_id", "ordinal"),)

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"))
    ordinal: Mapped[int]
    content_version: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime]
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    content: Mapped[dict[str, Any]]
    sha256: Mapped[str] = mapped_column(Line(64))
    application: Mapped["Application"] = relationship(back_populates="snapshots")


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
