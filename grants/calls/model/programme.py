"""What a call stands on: the programme, who belongs to it, the agreements it rests on."""

import uuid
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grants.db import Base, Line
from grants.people.model import Institution

if TYPE_CHECKING:
    from grants.calls.model.call import Call


class Programme(Base):
    """A standing agreement to fund together: MIRAI, the Kyushu–Illinois Joint Fund."""

    __tablename__ = "programme"

    slug: Mapped[str] = mapped_column(Line(60), unique=True)
    name: Mapped[dict[str, str]]
    about: Mapped[dict[str, str]]
    calls: Mapped[list["Call"]] = relationship(back_populates="programme", order_by="Call.opens_at.desc()")
    members: Mapped[list["Membership"]] = relationship(back_populates="programme", order_by="Membership.position")
    agreements: Mapped[list["Agreement"]] = relationship(back_populates="programme", order_by="Agreement.valid_from")


class Membership(Base):
    """An institution belongs to a programme, on one side of it, between two days."""

    __tablename__ = "membership"
    __table_args__ = (Index(None, "programme_id", "side"),)

    programme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("programme.id"))
    institution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("institution.id"))
    position: Mapped[int] = mapped_column(default=0)
    side: Mapped[str] = mapped_column(Line(10))
    since: Mapped[date | None]
    until: Mapped[date | None]
    programme: Mapped[Programme] = relationship(back_populates="members")
    institution: Mapped[Institution] = relationship(lazy="joined")


class Agreement(Base):
    """The paper on which a programme stands: whom it binds, from when to when, where it is kept."""

    __tablename__ = "agreement"

    programme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("programme.id"), index=True)
    name: Mapped[dict[str, str]]
    reference: Mapped[str] = mapped_column(Line(300), default="")
    signed_on: Mapped[date | None]
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    all_members: Mapped[bool] = mapped_column(default=False)
    benchmarks: Mapped[dict[str, Any]] = mapped_column(default=dict)  # rules/partnership.Benchmark: how many are agreed
    programme: Mapped[Programme] = relationship(back_populates="agreements")
    parties: Mapped[list["AgreementParty"]] = relationship(
        order_by="AgreementParty.position", lazy="selectin", cascade="all, delete-orphan",
    )  # fmt: skip


class AgreementParty(Base):
    """Whom an agreement binds by name: an institution, or an outside funder."""

    __tablename__ = "agreement_party"

    agreement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agreement.id"), index=True)
    position: Mapped[int]
    institution_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("institution.id"))
    name: Mapped[dict[str, str]] = mapped_column(default=dict)
    institution: Mapped[Institution | None] = relationship(lazy="joined")
