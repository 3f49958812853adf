"""The nouns of awards."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from grants.applications.model import Application
from grants.calls.model import FundingParty, PotEntry, Side
from grants.db import Base, Line, choice
from grants.history import Lives
from grants.money import Money
from grants.people.model import Institution, Person
from grants.rules.amendments import AMENDMENT, AmendmentKind, sides_asked
from grants.rules.awards import AWARD_PART, CONDITION, AwardStanding, standing
from grants.rules.instalments import INSTALMENT, Trigger


class Award(Base):
    """One funded application. Its standing is never stored: it follows from its parts."""

    __tablename__ = "award"

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"), unique=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    made_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    goes_on_since: Mapped[datetime | None]
    application: Mapped[Application] = relationship(backref=backref("award", uselist=False), lazy="joined")
    parts: Mapped[list["AwardPart"]] = relationship(
        back_populates="award", order_by="AwardPart.position", lazy="selectin",
    )  # fmt: skip
    conditions: Mapped[list["Condition"]] = relationship(back_populates="award", order_by="Condition.position")
    amendments: Mapped[list["Amendment"]] = relationship(back_populates="award", order_by="Amendment.asked_at")

    @property
    def call_id(self) -> uuid.UUID:
        """The call it was made in."""
        return self.application.call_id

    @property
    def standing(self) -> AwardStanding:
        """Where it stands now."""
        return standing(
            (part.state for part in self.parts), reported=self.closed_at is not None,
            goes_on=self.goes_on_since is not None,
        )  # fmt: skip

    def part_of(self, side: str) -> "AwardPart":
        """One side's part."""
        return next(part for part in self.parts if part.side.code == side)


class OfAward:
    """What belongs to an award, and by it to an application and a call."""

    award: Any

    @property
    def call_id(self) -> uuid.UUID:
        """The call of its award."""
        own: uuid.UUID = self.award.call_id
        return own

    @property
    def application_id(self) -> uuid.UUID:
        """The application of its award."""
        own: uuid.UUID = self.award.application_id
        return own


class AwardPart(OfAward, Lives, Base):
    """What one side grants, to its own investigator, in its own currency."""

    __tablename__ = "award_part"
    __table_args__ = (UniqueConstraint("award_id", "side_id"),)
    workflow = AWARD_PART
    letter_issued = False  # told by the letters room before a step that asks

    award_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("award.id"))
    position: Mapped[int]
    side_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("side.id"), index=True)
    party_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("funding_party.id"))
    pi_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    institution_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("institution.id"))
    minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(Line(3))
    ends_on: Mapped[date]
    answer_by: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    cost_centre: Mapped[str] = mapped_column(Line(60), default="")
    head_name: Mapped[str] = mapped_column(Line(200), default="")
    head_email: Mapped[str] = mapped_column(Line(254), default="")
    reason: Mapped[str] = mapped_column(Line(1000), default="")
    award: Mapped[Award] = relationship(back_populates="parts")
    side: Mapped[Side] = relationship(lazy="joined")
    party: Mapped[FundingParty | None] = relationship(lazy="joined")
    pi: Mapped[Person] = relationship(lazy="joined")
    institution: Mapped[Institution | None] = relationship(lazy="joined")
    instalments: Mapped[list["Instalment"]] = relationship(back_populates="part", order_by="Instalment.position")

    @property
    def granted(self) -> Money:
        """What this side grants."""
        return Money(self.minor, self.currency)


class Instalment(Lives, Base):
    """One payment that a side plans of its part; once paid, it names its line in the ledger of the pot."""

    __tablename__ = "instalment"
    workflow = INSTALMENT

    part_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("award_part.id"), index=True)
    position: Mapped[int]
    minor: Mapped[int] = mapped_column(BigInteger)
    trigger: Mapped[Trigger] = mapped_column(choice(Trigger))
    due_on: Mapped[date | None]
    report_code: Mapped[str] = mapped_column(Line(40), default="")
    entry_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("pot_entry.id"), unique=True)
    part: Mapped[AwardPart] = relationship(back_populates="instalments")
    entry: Mapped[PotEntry | None] = relationship(lazy="joined")

    @property
    def amount(self) -> Money:
        """How much is paid."""
        return Money(self.minor, self.part.currency)

    @property
    def award(self) -> Award:
        """The award of which it is paid."""
        return self.part.award

    @property
    def call_id(self) -> uuid.UUID:
        """The call of its award."""
        return self.part.call_id

    @property
    def application_id(self) -> uuid.UUID:
        """The application of its award."""
        return self.part.application_id


class Condition(OfAward, Lives, Base):
    """A term of the award; one that a side made its money depend on is met by evidence its office accepts."""

    __tablename__ = "condition"
    workflow = CONDITION

    award_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("award.id"), index=True)
    position: Mapped[int]
    side: Mapped[str] = mapped_column(Line(10), default="")
    text: Mapped[dict[str, str]]
    evidence: Mapped[str] = mapped_column(Line(2000), default="")
    remark: Mapped[str] = mapped_column(Line(1000), default="")
    award: Mapped[Award] = relationship(back_populates="conditions")


class Amendment(OfAward, Lives, Base):
    """A change of a running award that somebody asked for, with each side's answer."""

    __tablename__ = "amendment"
    workflow = AMENDMENT

    award_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("award.id"), index=True)
    kind: Mapped[AmendmentKind] = mapped_column(choice(AmendmentKind))
    side: Mapped[str] = mapped_column(Line(10))
    reason: Mapped[str] = mapped_column(Line(2000))
    asked_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    new_ends_on: Mapped[date | None]
    old_ends_on: Mapped[date | None]
    new_pi_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    new_institution_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("institution.id"))
    spent_minor: Mapped[int | None] = mapped_column(BigInteger)
    award: Mapped[Award] = relationship(back_populates="amendments")
    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id], lazy="joined")
    new_pi: Mapped[Person | None] = relationship(foreign_keys=[new_pi_id], lazy="joined")
    new_institution: Mapped[Institution | None] = relationship(lazy="joined")
    answers: Mapped[list["AmendmentAnswer"]] = relationship(
        back_populates="amendment", order_by="AmendmentAnswer.at", lazy="selectin"
    )

    @property
    def given(self) -> dict[str, bool]:
        """What each side has answered so far."""
        return {one.side: one.agrees for one in self.answers}

    @property
    def sides_asked(self) -> list[str]:
        """The sides that answer."""
        return sides_asked(self.kind, self.side, [part.side.code for part in self.award.parts])


class AmendmentAnswer(Base):
    """What one side's office answered to a change that was asked for."""

    __tablename__ = "amendment_answer"
    __table_args__ = (UniqueConstraint("amendment_id", "side"),)

    amendment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("amendment.id"))
    side: Mapped[str] = mapped_column(Line(10))
    agrees: Mapped[bool]
    note: Mapped[str] = mapped_column(Line(1000), default="")
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    amendment: Mapped[Amendment] = relationship(back_populates="answers")
