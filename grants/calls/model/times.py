"""When a call closes, and for whom; and who put it off."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grants.db import Base, Line
from grants.history import Lives
from grants.people.model import Institution, Person
from grants.rules.extensions import EXTENSION

if TYPE_CHECKING:
    from grants.calls.model.call import Call


class Deadline(Base):
    """When applications close: a wall time at a place, frozen to an instant at publication.

    It counts for all, or for the side, the university or the one application it names. What two officers put off
    stands beside what was announced before, with its reason; the law (`rules.deadlines`) says which counts.
    """

    __tablename__ = "deadline"

    call_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("call.id"), index=True)
    side: Mapped[str] = mapped_column(Line(10), default="")
    institution_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("institution.id"))
    application_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    extension_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("extension.id"))
    wall: Mapped[str] = mapped_column(Line(20))
    zone: Mapped[str] = mapped_column(Line(60))
    fold: Mapped[int | None]
    at: Mapped[datetime]
    grace_seconds: Mapped[int] = mapped_column(default=0)
    reason: Mapped[dict[str, str]] = mapped_column(default=dict)
    announced_at: Mapped[datetime]
    institution: Mapped[Institution | None] = relationship()


class Extension(Lives, Base):
    """A later deadline that one officer proposed, for all, a side, a university, or one application let in late.

    One that `returns` gives a submitted application back for correction until then; its reason says what to correct.
    """

    __tablename__ = "extension"
    workflow = EXTENSION
    application: ClassVar[Any]  # the one that is let in; tied on by the applications room

    call_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("call.id"), index=True)
    side: Mapped[str] = mapped_column(Line(10), default="")
    institution_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("institution.id"))
    application_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    wall: Mapped[str] = mapped_column(Line(20))
    zone: Mapped[str] = mapped_column(Line(60))
    fold: Mapped[int | None]
    at: Mapped[datetime]
    reason: Mapped[dict[str, str]]
    returns: Mapped[bool] = mapped_column(default=False)
    proposed_at: Mapped[datetime]
    proposed_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    proposed_by_side: Mapped[str | None] = mapped_column(Line(10))
    call: Mapped["Call"] = relationship(back_populates="extensions", lazy="joined")
    institution: Mapped[Institution | None] = relationship(lazy="joined")
    proposed_by: Mapped[Person] = relationship(lazy="joined")
