"""The nouns of awards."""

import uuid
from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from grants.applications.model import Application
from grants.calls.model import FundingParty, Side
from grants.db import Base, Line
from grants.history import Lives
from grants.money import Money
from grants.people.model import Institution, Person
from grants.rules.awards import AWARD_PART, AwardStanding, standing


class Award(Base):
    """One funded application. Its standing is never stored: it follows from its parts."""

    __tablename__ = "award"

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"), unique=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    made_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    application: Mapped[Application] = relationship(backref=backref("award", uselist=False), lazy="joined")
    parts: Mapped[list["AwardPart"]] = relationship(
        back_populates="award", order_by="AwardPart.position", lazy="selectin",
    )  # fmt: skip
    conditions: Mapped[list["Condition"]] = relationship(order_by="Condition.position")

    @property
    def call_id(self) -> uuid.UUID:
        """The call it was made in."""
        return self.application.call_id

    @property
    def standing(self) -> AwardStanding:
        """Where it stands now."""
        return standing((part.state for part in self.parts), reported=self.closed_at is not None)


class AwardPart(Lives, Base):
    """What one side grants, to its own investigator, in its own currency."""

    __tablename__ = "award_part"
    __table_args__ = (UniqueConstraint("award_id", "side_id"),)
    workflow = AWARD_PART
    letter_issued = False  # told by the letters room before a step that asks

    award_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("award.id"))
    position: Mapped[int]
    side_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("side.id"))
    party_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("funding_party.id"))
    pi_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    institution_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("institution.id"))
    minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(Line(3))
    answer_by: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    cost_centre: Mapped[str] = mapped_column(Line(60), default="")
    reason: Mapped[str] = mapped_column(Line(1000), default="")
    award: Mapped[Award] = relationship(back_populates="parts")
    side: Mapped[Side] = relationship(lazy="joined")
    party: Mapped[FundingParty | None] = relationship(lazy="joined")
    pi: Mapped[Person] = relationship(lazy="joined")
    institution: Mapped[Institution | None] = relationship(lazy="joined")

    @property
    def granted(self) -> Money:
        """What this side grants."""
        return Money(self.minor, self.currency)

    @property
    def call_id(self) -> uuid.UUID:
        """The call it was made in."""
        return self.award.call_id

    @property
    def application_id(self) -> uuid.UUID:
        """The application it was made for."""
        return self.award.application_id


class Condition(Base):
    """Something that must hold before or while the money is spent."""

    __tablename__ = "condition"

    award_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("award.id"), index=True)
    position: Mapped[int]
    side: Mapped[str] = mapped_column(Line(10), default="")
    text: Mapped[dict[str, str]]
