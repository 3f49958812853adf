"""Who is on an application, and who was asked to join."""

import uuid
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grants.db import Base, Line, choice
from grants.history import Lives
from grants.people.model import Institution, Person, Precision
from grants.rules.invitations import INVITATION

if TYPE_CHECKING:
    from grants.applications.model.application import Application


class TeamMember(Base):
    """Someone on the team beside the principal investigators, with or without an account.

    `affiliation` is where somebody works who is at no university of the house: a company, a partner without money.
    """

    __tablename__ = "team_member"
    __table_args__ = (Index(None, "application_id"),)

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"))
    side: Mapped[str] = mapped_column(Line(10))
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(Line(240))
    email: Mapped[str] = mapped_column(Line(254), default="")
    role: Mapped[str] = mapped_column(Line(40))
    affiliation: Mapped[str] = mapped_column(Line(240), default="")
    institution_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("institution.id"))
    doctorate_on: Mapped[date | None]
    doctorate_precision: Mapped[Precision] = mapped_column(choice(Precision), default=Precision.DAY)
    doctoral_student: Mapped[bool] = mapped_column(default=False)
    may_edit: Mapped[bool] = mapped_column(default=False)
    added_at: Mapped[datetime]
    application: Mapped["Application"] = relationship(back_populates="members")
    institution: Mapped[Institution | None] = relationship(lazy="joined")


class Right(StrEnum):
    """What an invitation gives to the person who accepts it."""

    PI = "pi"
    EDIT = "edit"
    VIEW = "view"


class Invitation(Lives, Base):
    """A personal link into one application, bound to one address, good until a stated time.

    Whoever `steps_in` takes the place of an investigator whom two officers replaced; `wanted_by` is somebody who holds
    the link, has another address, and asked for an invitation of their own.
    """

    __tablename__ = "invitation"
    workflow = INVITATION

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"), index=True)
    side: Mapped[str] = mapped_column(Line(10))
    email: Mapped[str] = mapped_column(Line(254), index=True)
    name: Mapped[str] = mapped_column(Line(240), default="")
    right: Mapped[Right] = mapped_column(choice(Right))
    role: Mapped[str] = mapped_column(Line(40), default="")
    invited_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    until: Mapped[datetime]
    sent_at: Mapped[datetime]
    steps_in: Mapped[bool] = mapped_column(default=False)
    wanted_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    wanted_at: Mapped[datetime | None]
    application: Mapped["Application"] = relationship(back_populates="invitations")
    invited_by: Mapped[Person] = relationship(lazy="joined", foreign_keys=[invited_by_id])
    wanted_by: Mapped[Person | None] = relationship(foreign_keys=[wanted_by_id])

    @property
    def call_id(self) -> uuid.UUID:
        """The call of its application."""
        return self.application.call_id
