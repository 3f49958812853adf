"""Who pays, out of which pots, and every line of their ledgers."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grants.db import Base, Line, choice
from grants.people.model import Institution
from grants.rules.carrying import CarryOver
from grants.rules.pots import Balance, PotEntryKind, balance

if TYPE_CHECKING:
    from grants.calls.model.call import Call


class FundingParty(Base):
    """Who owns the money: a university, or an outside funder, on one side of the call."""

    __tablename__ = "funding_party"

    call_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("call.id"), index=True)
    institution_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("institution.id"))
    position: Mapped[int]
    side: Mapped[str] = mapped_column(Line(10))
    name: Mapped[dict[str, str]]
    call: Mapped["Call"] = relationship(back_populates="parties")
    institution: Mapped[Institution | None] = relationship(lazy="joined")
    pots: Mapped[list["Pot"]] = relationship(back_populates="party", order_by="Pot.position", lazy="selectin")


class Pot(Base):
    """Money of one party, in one currency, perhaps kept for one theme. Its balance is always a sum."""

    __tablename__ = "pot"

    party_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("funding_party.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    currency: Mapped[str] = mapped_column(Line(3))
    theme: Mapped[str | None] = mapped_column(Line(40))
    carry_over: Mapped[CarryOver] = mapped_column(choice(CarryOver), default=CarryOver.FREE)
    party: Mapped[FundingParty] = relationship(back_populates="pots")
    entries: Mapped[list["PotEntry"]] = relationship(back_populates="pot", order_by="PotEntry.at", lazy="selectin")

    @property
    def balance(self) -> Balance:
        """What was pledged, promised, paid and is left, told by the ledger."""
        return balance(self.entries, self.currency)


class PotEntry(Base):
    """One line of a pot's ledger: appended, never changed; what goes out of the pot is negative."""

    __tablename__ = "pot_entry"

    pot_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("pot.id"), index=True)
    kind: Mapped[PotEntryKind] = mapped_column(choice(PotEntryKind))
    minor: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime]
    by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    application_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    note: Mapped[str] = mapped_column(Line(500), default="")
    pot: Mapped[Pot] = relationship(back_populates="entries")


class Rate(Base):
    """What one unit of a currency was worth in another on a day, and who says so; for indicative totals only."""

    __tablename__ = "rate"

    call_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("call.id"), index=True)
    base: Mapped[str] = mapped_column(Line(3))
    quote: Mapped[str] = mapped_column(Line(3))
    written: Mapped[str] = mapped_column(Line(30))
    day: Mapped[date]
    source: Mapped[str] = mapped_column(Line(300))
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    @property
    def value(self) -> Decimal:
        """The rate as a number."""
        return Decimal(self.written)
