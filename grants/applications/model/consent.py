"""Who signed for an application beside its investigators, and what was changed by two."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grants.db import Base, Line, choice
from grants.history import Lives
from grants.people.model import Person
from grants.rules.consent import ENDORSEMENT
from grants.rules.formal import FORMAL_CHANGE, ChangeKind

if TYPE_CHECKING:
    from grants.applications.model.application import Application


class Endorsement(Lives, Base):
    """One side's sign-off by a head of department or a host, who need no account.

    `seen` is the fingerprint of what they signed for: the side's people and money. The signature stands while these
    are the same.
    """

    __tablename__ = "endorsement"
    __table_args__ = (Index(None, "application_id", "code", "side"),)
    workflow = ENDORSEMENT

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"))
    side: Mapped[str] = mapped_column(Line(10))
    code: Mapped[str] = mapped_column(Line(40))
    name: Mapped[str] = mapped_column(Line(240))
    email: Mapped[str] = mapped_column(Line(254))
    office: Mapped[str] = mapped_column(Line(200))
    language: Mapped[str] = mapped_column(Line(5))
    asked_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    sent_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    remark: Mapped[str] = mapped_column(Line(2000), default="")
    seen: Mapped[str] = mapped_column(Line(64), default="")
    seen_version: Mapped[int | None] = mapped_column(BigInteger)
    application: Mapped["Application"] = relationship(back_populates="endorsements")
    asked_by: Mapped[Person] = relationship(lazy="joined")

    @property
    def call_id(self) -> uuid.UUID:
        """The call of its application."""
        return self.application.call_id


class FormalChange(Lives, Base):
    """A change that one person proposes and a second one agrees to: reinstating, replacing, transferring the lead."""

    __tablename__ = "formal_change"
    workflow = FORMAL_CHANGE

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"), index=True)
    kind: Mapped[ChangeKind] = mapped_column(choice(ChangeKind))
    side: Mapped[str] = mapped_column(Line(10), default="")
    about_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(Line(240), default="")
    email: Mapped[str] = mapped_column(Line(254), default="")
    reason: Mapped[str] = mapped_column(Line(2000))
    among_pis: Mapped[bool] = mapped_column(default=False)
    proposed_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    proposed_by_side: Mapped[str] = mapped_column(Line(10))
    proposed_at: Mapped[datetime]
    application: Mapped["Application"] = relationship(back_populates="changes")
    proposed_by: Mapped[Person] = relationship(lazy="joined", foreign_keys=[proposed_by_id])
    about: Mapped[Person | None] = relationship(foreign_keys=[about_id])

    @property
    def call_id(self) -> uuid.UUID:
        """The call of its application."""
        return self.application.call_id
