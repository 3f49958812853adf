"""The application itself: one shared text, a part for each side, each part with its money."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from grants.calls.model import Call
from grants.db import Base, Line
from grants.history import Lives
from grants.money import Money
from grants.people.model import Institution, Person
from grants.rules.applications import APPLICATION
from grants.rules.eligibility import Track
from grants.rules.search import fold

if TYPE_CHECKING:
    from grants.applications.model.consent import Endorsement, FormalChange
    from grants.applications.model.content import Answer, Paper, Snapshot
    from grants.applications.model.screening import Conflict, Finding, Ruling
    from grants.applications.model.team import Invitation, TeamMember


class Application(Lives, Base):
    """What two or more principal investigators ask for together."""

    __tablename__ = "application"
    __table_args__ = (Index(None, "call_id", "state"), UniqueConstraint("call_id", "number"))
    workflow = APPLICATION
    tracks = cast(Mapping[uuid.UUID, Track] | None, None)  # what its people had before; told by the reports room
    gap_count = 0  # how many things are missing; told by the questions of this room before a step that asks
    unsigned = tuple[Any, ...]()  # the sign-offs that are missing; told likewise

    call_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("call.id"), index=True)
    number: Mapped[int] = mapped_column(BigInteger)
    title: Mapped[str] = mapped_column(Line(300), default="")
    title_key: Mapped[str] = mapped_column(default="")
    theme: Mapped[str] = mapped_column(Line(40), default="")
    lead_side: Mapped[str] = mapped_column(Line(10))
    started_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    content_version: Mapped[int] = mapped_column(BigInteger, default=1)
    submitted_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    support_until: Mapped[datetime | None]
    copied_from_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("application.id"))

    call: Mapped[Call] = relationship(lazy="joined")
    parts: Mapped[list["Part"]] = relationship(
        back_populates="application", order_by="Part.position", lazy="selectin",
    )  # fmt: skip
    members: Mapped[list["TeamMember"]] = relationship(
        back_populates="application", order_by="TeamMember.added_at", lazy="selectin",
    )  # fmt: skip
    conflicts: Mapped[list["Conflict"]] = relationship(back_populates="application", lazy="selectin")
    answers: Mapped[list["Answer"]] = relationship(back_populates="application")
    invitations: Mapped[list["Invitation"]] = relationship(back_populates="application")
    findings: Mapped[list["Finding"]] = relationship(back_populates="application", order_by="Finding.at")
    rulings: Mapped[list["Ruling"]] = relationship(back_populates="application", order_by="Ruling.ordinal")
    snapshots: Mapped[list["Snapshot"]] = relationship(back_populates="application", order_by="Snapshot.ordinal")
    papers: Mapped[list["Paper"]] = relationship(back_populates="application", order_by="Paper.question")
    endorsements: Mapped[list["Endorsement"]] = relationship(
        back_populates="application", order_by="Endorsement.sent_at",
    )  # fmt: skip
    changes: Mapped[list["FormalChange"]] = relationship(
        back_populates="application", order_by="FormalChange.proposed_at",
    )  # fmt: skip

    @validates("title")
    def _follow(self, _name: str, title: str) -> str:
        """What it is found by follows its title; its answers are found as they were submitted, never before."""
        self.title_key = fold(title)
        return title

    @property
    def application_id(self) -> uuid.UUID:
        """An application is in its own scope."""
        key: uuid.UUID = self.id
        return key

    @property
    def ref(self) -> str:
        """The number people know the application by: MIRAI-2022-017."""
        return f"{self.call.code}-{self.number:03d}"

    def part(self, side: str) -> "Part":
        """The part of one side."""
        return next(part for part in self.parts if part.side == side)

    @property
    def lead(self) -> "Part":
        """The part of the side that started it."""
        return self.part(self.lead_side)


class Part(Base):
    """One side's share of an application: its principal investigator, its budget, its consent."""

    __tablename__ = "part"
    __table_args__ = (UniqueConstraint("application_id", "side"),)

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"))
    position: Mapped[int]
    side: Mapped[str] = mapped_column(Line(10))
    currency: Mapped[str] = mapped_column(Line(3))
    pi_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    institution_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("institution.id"), index=True)
    unit: Mapped[str] = mapped_column(Line(200), default="")
    position_held: Mapped[str] = mapped_column(Line(200), default="")
    requested_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    confirmed_version: Mapped[int | None] = mapped_column(BigInteger)
    confirmed_at: Mapped[datetime | None]
    fact_versions: Mapped[dict[str, Any]] = mapped_column(default=dict)
    application: Mapped[Application] = relationship(back_populates="parts")
    pi: Mapped[Person | None] = relationship(lazy="joined")
    institution: Mapped[Institution | None] = relationship(lazy="joined")
    budget: Mapped[list["BudgetLine"]] = relationship(back_populates="part", order_by="BudgetLine.position")

    @property
    def requested(self) -> Money:
        """What this side is asked for: the sum of its budget lines."""
        return Money(self.requested_minor, self.currency)


class BudgetLine(Base):
    """One thing to be paid by one side: how many, how much, in which fiscal year, for whom, and the reason with it.

    `key` is its name on the page that made it, so that a line sent twice is one line.
    """

    __tablename__ = "budget_line"
    __table_args__ = (UniqueConstraint("part_id", "key"),)

    part_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("part.id"))
    key: Mapped[str] = mapped_column(Line(32))
    position: Mapped[int]
    category: Mapped[str] = mapped_column(Line(40))
    purpose: Mapped[str] = mapped_column(Line(500), default="")
    justification: Mapped[str] = mapped_column(Line(2000), default="")
    beneficiary: Mapped[str] = mapped_column(Line(240), default="")
    year: Mapped[int | None]
    quantity: Mapped[int] = mapped_column(default=1)
    minor: Mapped[int | None] = mapped_column(BigInteger)
    version: Mapped[int] = mapped_column(BigInteger, default=1)
    part: Mapped[Part] = relationship(back_populates="budget")

    @property
    def amount(self) -> Money | None:
        """What it costs in all, in the part's currency; nothing while no amount was written."""
        return None if self.minor is None else Money(self.minor, self.part.currency)

    @property
    def each(self) -> Money | None:
        """What one of them costs."""
        return None if self.minor is None else Money(self.minor // self.quantity, self.part.currency)
