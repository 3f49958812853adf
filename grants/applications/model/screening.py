"""What officers find and note about an application, and who may not touch it."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grants.db import Base, Line, choice
from grants.people.model import Person
from grants.rules.conflicts import ConflictKind
from grants.rules.eligibility import Result

if TYPE_CHECKING:
    from grants.applications.model.application import Application


class Finding(Base):
    """One side's verdict on eligibility, with the computed explanation it rests on; the newest of a side counts.

    Its reason is read by the officers of that side and the auditor; everybody else reads the result.
    """

    __tablename__ = "finding"

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"), index=True)
    side: Mapped[str] = mapped_column(Line(10))
    result: Mapped[Result] = mapped_column(choice(Result))
    reason: Mapped[str] = mapped_column(Line(2000), default="")
    computed: Mapped[list[Any]]
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    application: Mapped["Application"] = relationship(back_populates="findings")


class Ruling(Base):
    """What one side's officers decided on one rule when they had seen evidence; the newest of a rule and side counts.

    Reason and evidence are read by the officers of that side alone; everybody else in the offices reads the result.
    """

    __tablename__ = "ruling"
    __table_args__ = (UniqueConstraint("application_id", "ordinal"),)

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"))
    ordinal: Mapped[int]
    side: Mapped[str] = mapped_column(Line(10))
    rule: Mapped[str] = mapped_column(Line(40))
    result: Mapped[Result] = mapped_column(choice(Result))
    reason: Mapped[str] = mapped_column(Line(2000), default="")
    evidence: Mapped[str] = mapped_column(Line(2000), default="")
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    application: Mapped["Application"] = relationship(back_populates="rulings")
    by: Mapped[Person] = relationship(lazy="joined")


class Note(Base):
    """What officers tell each other about a case; applicants and panel never see it.

    With a side it is of that side's officers alone: for the other side it does not exist, not even in the history of
    the case, which is why it has an entry of its own that lies in nobody's scope.
    """

    __tablename__ = "note"

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"), index=True)
    side: Mapped[str] = mapped_column(Line(10), default="")
    text: Mapped[str] = mapped_column(Line(4000))
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    by: Mapped[Person] = relationship(lazy="joined")

    def history_scope(self) -> tuple[None, None]:
        """A note of one side stands in no history that the other side reads."""
        return None, None


class Conflict(Base):
    """This person may not judge or handle this application; or, if it does not stand, may: it was looked at.

    `looked_at` are the kinds that were found to be none. Lifting a conflict that stands is proposed by one officer,
    with the reason, and agreed to by a second.
    """

    __tablename__ = "conflict"
    __table_args__ = (UniqueConstraint("application_id", "person_id"),)

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[ConflictKind] = mapped_column(choice(ConflictKind))
    reason: Mapped[str] = mapped_column(Line(1000), default="")
    stands: Mapped[bool] = mapped_column(default=True)
    looked_at: Mapped[list[Any]] = mapped_column(default=list)
    lift_reason: Mapped[str] = mapped_column(Line(1000), default="")
    proposed_by_side: Mapped[str | None] = mapped_column(Line(10))
    proposed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    application: Mapped["Application"] = relationship(back_populates="conflicts")
    person: Mapped[Person] = relationship(lazy="joined", foreign_keys=[person_id])
