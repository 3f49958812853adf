"""The nouns of reports."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from grants.awards.model import Award, OfAward
from grants.db import Base, Line, choice
from grants.history import Lives
from grants.money import Money
from grants.rules.outcomes import BidState
from grants.rules.owing import FINAL_CODE, ReportKind, Requirement, named
from grants.rules.reports import REPORT, OutcomeKind


class Report(OfAward, Lives, Base):
    """What both investigators tell both offices when the period has ended."""

    __tablename__ = "report"
    __table_args__ = (UniqueConstraint("award_id", "code", "side"),)
    workflow = REPORT
    gap_count = 0  # how many things are missing; told before a step that asks

    award_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("award.id"))
    code: Mapped[str] = mapped_column(Line(40), default=FINAL_CODE)
    kind: Mapped[ReportKind] = mapped_column(choice(ReportKind), default=ReportKind.FINAL)
    side: Mapped[str] = mapped_column(Line(10), default="")
    opens_on: Mapped[date]
    due_on: Mapped[date] = mapped_column(index=True)
    round: Mapped[int] = mapped_column(default=1)
    remark: Mapped[str] = mapped_column(Line(4000), default="")
    submitted_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    award: Mapped[Award] = relationship(backref=backref("reports", order_by="Report.due_on"), lazy="joined")
    answers: Mapped[list["ReportAnswer"]] = relationship(back_populates="report", lazy="selectin")
    spending: Mapped[list["Spending"]] = relationship(back_populates="report", lazy="selectin")
    approvals: Mapped[list["ReportApproval"]] = relationship(back_populates="report", lazy="selectin")

    @property
    def asks(self) -> Requirement:
        """What the call asks in it."""
        return named(self.award.application.call.reporting, self.code)

    @property
    def current_approvals(self) -> list["ReportApproval"]:
        """Which sides have accepted the version that is in."""
        return [approval for approval in self.approvals if approval.round == self.round]


class ReportAnswer(Base):
    """What was answered to one question of the report form."""

    __tablename__ = "report_answer"
    __table_args__ = (UniqueConstraint("report_id", "question", "side"),)

    report_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("report.id"))
    question: Mapped[str] = mapped_column(Line(40))
    side: Mapped[str] = mapped_column(Line(10), default="")
    value: Mapped[Any] = mapped_column(JSON)
    version: Mapped[int] = mapped_column(BigInteger, default=1)
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    report: Mapped[Report] = relationship(back_populates="answers")


class Spending(Base):
    """What one side has spent, in its own currency, against its part of the award."""

    __tablename__ = "spending"
    __table_args__ = (UniqueConstraint("report_id", "side"),)

    report_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("report.id"))
    side: Mapped[str] = mapped_column(Line(10))
    minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(Line(3))
    note: Mapped[str] = mapped_column(Line(1000), default="")
    by_kind: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    report: Mapped[Report] = relationship(back_populates="spending")

    @property
    def spent(self) -> Money:
        """The amount spent."""
        return Money(self.minor, self.currency)

    def on(self, kind: str) -> Money | None:
        """What was spent on one kind of cost; nothing is known where the kinds were not told."""
        return Money(self.by_kind.get(kind, 0), self.currency) if self.by_kind else None


class ReportApproval(Base):
    """One side has accepted one round of the report, or does without it and says why."""

    __tablename__ = "report_approval"
    __table_args__ = (UniqueConstraint("report_id", "side", "round"),)

    report_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("report.id"))
    side: Mapped[str] = mapped_column(Line(10))
    round: Mapped[int]
    waived_because: Mapped[str] = mapped_column(Line(1000), default="")
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    report: Mapped[Report] = relationship(back_populates="approvals")


class Outcome(Base):
    """One thing that came of one award or several. Which of its facts are asked is in `rules/outcomes.ASKED`.

    `authors` are kept as their source tells them, [{name, places: [{name, ror}]}]; where places are named, whether it
    is joint is computed from them, else it is what the team ticked.
    """

    __tablename__ = "outcome"

    kind: Mapped[OutcomeKind] = mapped_column(choice(OutcomeKind))
    title: Mapped[str] = mapped_column(Line(500))
    detail: Mapped[str] = mapped_column(Line(1000), default="")
    year: Mapped[int | None]
    doi: Mapped[str] = mapped_column(Line(200), default="", index=True)
    joint: Mapped[bool] = mapped_column(default=False)
    joint_computed: Mapped[bool] = mapped_column(default=False)
    authors: Mapped[list[Any]] = mapped_column(default=list)
    online: Mapped[bool] = mapped_column(default=False)
    side: Mapped[str] = mapped_column(Line(10), default="")
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    number: Mapped[int | None]
    early_career: Mapped[bool] = mapped_column(default=False)
    funder: Mapped[str] = mapped_column(Line(200), default="")
    status: Mapped[BidState | None] = mapped_column(choice(BidState))
    minor: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str | None] = mapped_column(Line(3))
    added_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime]
    awards: Mapped[list[Award]] = relationship(secondary="credit", backref="outcomes", viewonly=True)

    @property
    def amount(self) -> Money | None:
        """The money it is about, where it is about money."""
        return Money(self.minor, self.currency) if self.minor is not None and self.currency else None

    @property
    def days(self) -> int | None:
        """How many days it lasted, the first and the last counted."""
        return (self.ends_on - self.starts_on).days + 1 if self.starts_on and self.ends_on else None


class Publication(Base):
    """One side's investigator agrees that the award is shown to everyone, with its summary and what came of it."""

    __tablename__ = "publication"
    __table_args__ = (UniqueConstraint("award_id", "side"),)

    award_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("award.id"))
    side: Mapped[str] = mapped_column(Line(10))
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    award: Mapped[Award] = relationship(backref=backref("publications", lazy="selectin"))


class Credit(Base):
    """An award to which an outcome is credited."""

    __tablename__ = "credit"
    __table_args__ = (UniqueConstraint("award_id", "outcome_id"),)

    award_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("award.id"))
    outcome_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("outcome.id"), index=True)
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
