"""The nouns of applications."""

import uuid
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grants.calls.model import Call
from grants.db import Base, Line, choice
from grants.files.model import Attachment
from grants.history import Lives
from grants.money import Money
from grants.people.model import Institution, Person, Precision
from grants.rules.applications import APPLICATION, INVITATION
from grants.rules.eligibility import Result


class Application(Lives, Base):
    """What two or more principal investigators ask for together."""

    __tablename__ = "application"
    __table_args__ = (Index(None, "call_id", "state"), UniqueConstraint("call_id", "number"))
    workflow = APPLICATION
    gap_count = 0  # how many things are missing; told by the questions of this room before a step that asks

    call_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("call.id"), index=True)
    number: Mapped[int] = mapped_column(BigInteger)
    title: Mapped[str] = mapped_column(Line(300), default="")
    theme: Mapped[str] = mapped_column(Line(40), default="")
    lead_side: Mapped[str] = mapped_column(Line(10))
    started_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    content_version: Mapped[int] = mapped_column(BigInteger, default=1)
    submitted_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]

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
    snapshots: Mapped[list["Snapshot"]] = relationship(back_populates="application", order_by="Snapshot.ordinal")
    papers: Mapped[list["Paper"]] = relationship(back_populates="application", order_by="Paper.question")
    notes: Mapped[list["Note"]] = relationship(order_by="Note.at")

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
    application: Mapped[Application] = relationship(back_populates="parts")
    pi: Mapped[Person | None] = relationship(lazy="joined")
    institution: Mapped[Institution | None] = relationship(lazy="joined")
    budget: Mapped[list["BudgetLine"]] = relationship(back_populates="part", order_by="BudgetLine.position")

    @property
    def requested(self) -> Money:
        """What this side is asked for: the sum of its budget lines."""
        return Money(self.requested_minor, self.currency)


class BudgetLine(Base):
    """One thing to be paid by one side, with its reason."""

    __tablename__ = "budget_line"

    part_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("part.id"), index=True)
    position: Mapped[int]
    category: Mapped[str] = mapped_column(Line(40))
    purpose: Mapped[str] = mapped_column(Line(500), default="")
    minor: Mapped[int] = mapped_column(BigInteger)
    part: Mapped[Part] = relationship(back_populates="budget")

    @property
    def amount(self) -> Money:
        """What it costs, in the part's currency."""
        return Money(self.minor, self.part.currency)


class TeamMember(Base):
    """Someone on the team beside the principal investigators, with or without an account."""

    __tablename__ = "team_member"
    __table_args__ = (Index(None, "application_id"),)

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"))
    side: Mapped[str] = mapped_column(Line(10))
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(Line(240))
    email: Mapped[str] = mapped_column(Line(254), default="")
    role: Mapped[str] = mapped_column(Line(40))
    institution_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("institution.id"))
    doctorate_on: Mapped[date | None]
    doctorate_precision: Mapped[Precision] = mapped_column(choice(Precision), default=Precision.DAY)
    doctoral_student: Mapped[bool] = mapped_column(default=False)
    may_edit: Mapped[bool] = mapped_column(default=False)
    added_at: Mapped[datetime]
    application: Mapped[Application] = relationship(back_populates="members")
    institution: Mapped[Institution | None] = relationship(lazy="joined")


class Right(StrEnum):
    """What an invitation gives to the person who accepts it."""

    PI = "pi"
    EDIT = "edit"
    VIEW = "view"


class Invitation(Lives, Base):
    """A personal link into one application, bound to one address, good until a stated time."""

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
    application: Mapped[Application] = relationship(back_populates="invitations")
    invited_by: Mapped[Person] = relationship(lazy="joined")

    @property
    def call_id(self) -> uuid.UUID:
        """The call of its application."""
        return self.application.call_id


class Answer(Base):
    """What was answered to one question, shared or of one side; a write quotes the version it saw."""

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("application_id", "question", "side"),)

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"))
    question: Mapped[str] = mapped_column(Line(40))
    side: Mapped[str] = mapped_column(Line(10), default="")
    value: Mapped[Any] = mapped_column(JSON)
    version: Mapped[int] = mapped_column(BigInteger, default=1)
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    application: Mapped[Application] = relationship(back_populates="answers")


class Snapshot(Base):
    """Exactly what was submitted, for ever: canonical text, fingerprint, receipt, PDF."""

    __tablename__ = "snapshot"
    __table_args__ = (UniqueConstraint("application_id", "ordinal"),)

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"))
    ordinal: Mapped[int]
    content_version: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime]
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    content: Mapped[dict[str, Any]]
    sha256: Mapped[str] = mapped_column(Line(64))
    application: Mapped[Application] = relationship(back_populates="snapshots")


class Paper(Base):
    """A file handed in with an application, in answer to a question."""

    __tablename__ = "paper"
    __table_args__ = (UniqueConstraint("application_id", "question", "side"),)

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"))
    question: Mapped[str] = mapped_column(Line(40))
    side: Mapped[str] = mapped_column(Line(10), default="")
    attachment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("attachment.id"))
    application: Mapped[Application] = relationship(back_populates="papers")
    attachment: Mapped[Attachment] = relationship(lazy="joined")


class Finding(Base):
    """One side's verdict on eligibility, with the computed explanation it rests on; the newest of a side counts."""

    __tablename__ = "finding"

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"), index=True)
    side: Mapped[str] = mapped_column(Line(10))
    result: Mapped[Result] = mapped_column(choice(Result))
    reason: Mapped[str] = mapped_column(Line(2000), default="")
    computed: Mapped[list[Any]]
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    application: Mapped[Application] = relationship(back_populates="findings")


class Note(Base):
    """What officers tell each other about a case; applicants and panel never see it."""

    __tablename__ = "note"

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"), index=True)
    text: Mapped[str] = mapped_column(Line(4000))
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    by: Mapped[Person] = relationship(lazy="joined")


class ConflictKind(StrEnum):
    """How a conflict came to be known."""

    DECLARED = "declared"
    SAME_UNIT = "same_unit"
    APPLICANT = "applicant"


class Conflict(Base):
    """This person may not judge or handle this application."""

    __tablename__ = "conflict"
    __table_args__ = (UniqueConstraint("application_id", "person_id"),)

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[ConflictKind] = mapped_column(choice(ConflictKind))
    reason: Mapped[str] = mapped_column(Line(1000), default="")
    stands: Mapped[bool] = mapped_column(default=True)
    at: Mapped[datetime]
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    application: Mapped[Application] = relationship(back_populates="conflicts")
    person: Mapped[Person] = relationship(lazy="joined", foreign_keys=[person_id])
