"""What a team tells itself while it writes; nobody else reads it."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grants.db import Base, Line
from grants.people.model import Person


class Comment(Base):
    """What one member of the team says to the others about one section."""

    __tablename__ = "comment"
    __table_args__ = (Index(None, "application_id", "section", "at"),)

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"))
    section: Mapped[str] = mapped_column(Line(40))
    text: Mapped[str] = mapped_column(Line(2000))
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
    resolved_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    by: Mapped[Person] = relationship(lazy="joined", foreign_keys=[by_id])
    resolved_by: Mapped[Person | None] = relationship(lazy="joined", foreign_keys=[resolved_by_id])


class CommentsRead(Base):
    """Until when one person has read the comments on one section."""

    __tablename__ = "comments_read"
    __table_args__ = (UniqueConstraint("application_id", "person_id", "section"),)

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    section: Mapped[str] = mapped_column(Line(40))
    until: Mapped[datetime]
