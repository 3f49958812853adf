"""What is noted about the record of a call: who wants it kept, who was given some of it, what went for its age."""

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grants.calls.model.call import Call
from grants.db import Base, Line
from grants.people.model import Person


class LegalHold(Base):
    """A dispute, an inquiry or a court: until it is lifted nothing of the call is deleted, however old."""

    __tablename__ = "legal_hold"

    call_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("call.id"), index=True)
    reason: Mapped[str] = mapped_column(Line(1000))
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    lifted_at: Mapped[datetime | None]
    lifted_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    call: Mapped[Call] = relationship()
    by: Mapped[Person] = relationship(lazy="joined", foreign_keys=[by_id])


class DocumentRequest(Base):
    """Somebody asked for a part of the record by the law of a country, or to audit it: what was given, and when."""

    __tablename__ = "document_request"

    call_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("call.id"), index=True)
    side: Mapped[str] = mapped_column(Line(10))
    asked_by: Mapped[str] = mapped_column(Line(240))
    asked_on: Mapped[date]
    wanted: Mapped[str] = mapped_column(Line(2000))
    given: Mapped[str] = mapped_column(Line(2000))
    given_on: Mapped[date]
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    call: Mapped[Call] = relationship()
    by: Mapped[Person] = relationship(lazy="joined")


class Deletion(Base):
    """Something went because its time was over: how many messages, which draft, whose names; never what it said.

    An application that is named may be gone itself.
    """

    __tablename__ = "deletion"

    call_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("call.id"), index=True)
    application_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    ref: Mapped[str] = mapped_column(Line(60), default="")
    count: Mapped[int] = mapped_column(default=1)
    at: Mapped[datetime]
