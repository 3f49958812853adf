"""What offices keep about an application while they see to it that it is complete: ticks and tags."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grants.db import Base, Line
from grants.people.model import Person


class Tick(Base):
    """One side has looked at one item of its checklist, in one submission; a newer submission is looked at again.

    Every office sees that it is done; the remark is read by the officers of that side alone.
    """

    __tablename__ = "tick"
    __table_args__ = (UniqueConstraint("application_id", "side", "code"),)

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"))
    side: Mapped[str] = mapped_column(Line(10))
    code: Mapped[str] = mapped_column(Line(40))
    ordinal: Mapped[int]
    is_done: Mapped[bool] = mapped_column(default=True)
    remark: Mapped[str] = mapped_column(Line(1000), default="")
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    by: Mapped[Person] = relationship(lazy="joined")


class Tag(Base):
    """A word that offices put on an application to find it again; read by the officers of every side."""

    __tablename__ = "tag"
    __table_args__ = (UniqueConstraint("application_id", "key"),)

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"))
    key: Mapped[str] = mapped_column(Line(80), index=True)
    text: Mapped[str] = mapped_column(Line(40))
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
