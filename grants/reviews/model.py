"""The nouns of reviews."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from grants.applications.model import Application
from grants.calls.model import Call, Criterion
from grants.db import Base, Line, choice
from grants.history import Lives
from grants.people.model import Person
from grants.rules.assignment import PROPOSAL, Mode, Wishes
from grants.rules.bids import Liking
from grants.rules.conflicts import ConflictKind
from grants.rules.discussion import Voice
from grants.rules.reviews import ASSIGNMENT, REVIEW, AssignmentState, ReviewState


class Assignment(Lives, Base):
    """A reviewer was asked to judge an application."""

    __tablename__ = "assignment"
    __table_args__ = (UniqueConstraint("application_id", "reviewer_id"),)
    workflow = ASSIGNMENT

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"))
    reviewer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    side: Mapped[str] = mapped_column(Line(10))
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(Line(1000), default="")
    suggestion: Mapped[str] = mapped_column(Line(500), default="")
    application: Mapped[Application] = relationship(backref=backref("assignments", lazy="selectin"))
    reviewer: Mapped[Person] = relationship(foreign_keys=[reviewer_id], lazy="joined")
    review: Mapped["Review | None"] = relationship(back_populates="assignment", lazy="selectin")

    @property
    def call_id(self) -> uuid.UUID:
        """The call of its application."""
        return self.application.call_id

    @property
    def is_accepted(self) -> bool:
        """Whether the reviewer has declared to be without conflict and reads."""
        return self.state is AssignmentState.ACCEPTED


class Proposal(Lives, Base):
    """Who might be asked for what: worked out with these settings, for whoever asked; nobody is asked before that.

    `outcome` is the answer with all that explains it and what it rests on (see reviews/proposing.py).
    """

    __tablename__ = "proposal"
    workflow = PROPOSAL
    is_current = True  # whether what it rests on is as it was; told by the questions of this room before it is applied

    call_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("call.id"), index=True)
    made_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    worked_out_at: Mapped[datetime | None]
    settings: Mapped[dict[str, Any]]
    outcome: Mapped[dict[str, Any]]
    call: Mapped[Call] = relationship(lazy="joined")
    made_by: Mapped[Person] = relationship(lazy="joined")

    @property
    def wishes(self) -> Wishes:
        """What it keeps to."""
        return Wishes(**self.settings | {"mode": Mode(self.settings["mode"])})

    @property
    def fingerprint(self) -> str:
        """The fingerprint of what it rests on."""
        return str(self.outcome.get("provenance", {}).get("fingerprint", ""))

    @property
    def reviewers(self) -> set[str]:
        """Everybody it would ask."""
        return {who for _, who in self.outcome.get("pairs", ())}


class Review(Lives, Base):
    """What one reviewer thinks of one application."""

    __tablename__ = "review"
    workflow = REVIEW

    assignment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("assignment.id"), unique=True)
    for_panel: Mapped[str] = mapped_column(Line(10_000), default="")
    for_applicants: Mapped[str] = mapped_column(Line(10_000), default="")
    scratchpad: Mapped[str] = mapped_column(Line(10_000), default="")
    expertise: Mapped[int | None]
    at_round: Mapped[int] = mapped_column(default=0)
    submitted_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]
    kept_at: Mapped[datetime | None]
    assignment: Mapped[Assignment] = relationship(back_populates="review")
    scores: Mapped[list["Score"]] = relationship(back_populates="review", lazy="selectin")

    @property
    def application(self) -> Application:
        """The application it judges."""
        return self.assignment.application

    @property
    def call_id(self) -> uuid.UUID:
        """The call of its application."""
        return self.application.call_id

    @property
    def application_id(self) -> uuid.UUID:
        """Its application."""
        return self.assignment.application_id

    @property
    def is_in(self) -> bool:
        """Whether it has been submitted and stands."""
        return self.state is ReviewState.SUBMITTED


class Edition(Base):
    """What a review said before, kept for its author; one that the panel made change says why."""

    __tablename__ = "edition"

    review_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("review.id"), index=True)
    at: Mapped[datetime]
    for_panel: Mapped[str] = mapped_column(Line(10_000), default="")
    for_applicants: Mapped[str] = mapped_column(Line(10_000), default="")
    scratchpad: Mapped[str] = mapped_column(Line(10_000), default="")
    expertise: Mapped[int | None]
    marks: Mapped[dict[str, Any]]
    reason: Mapped[str] = mapped_column(Line(1000), default="")


class Bid(Base):
    """How gladly a reviewer of the pool would judge an application, as they said."""

    __tablename__ = "bid"
    __table_args__ = (UniqueConstraint("application_id", "reviewer_id"),)

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"))
    reviewer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    liking: Mapped[Liking] = mapped_column(choice(Liking))
    at: Mapped[datetime]


class Tie(Base):
    """Somebody a person is tied to, as they told: whom they supervise or were supervised by, or published with.

    The other is known by an e-mail address; a publication by its DOI, and whoever tells the same one wrote it too.
    """

    __tablename__ = "tie"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[ConflictKind] = mapped_column(choice(ConflictKind))
    email: Mapped[str] = mapped_column(Line(254), default="", index=True)
    doi: Mapped[str] = mapped_column(Line(200), default="")
    year: Mapped[int | None]


class Remark(Base):
    """What somebody of the panel said about an application to all the others; it is never changed."""

    __tablename__ = "remark"
    __table_args__ = (Index(None, "application_id", "at"),)

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"))
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    voice: Mapped[Voice] = mapped_column(choice(Voice))
    at: Mapped[datetime]
    text: Mapped[str] = mapped_column(Line(4000))
    application: Mapped[Application] = relationship()
    by: Mapped[Person] = relationship(lazy="joined")

    @property
    def call_id(self) -> uuid.UUID:
        """The call of its application."""
        return self.application.call_id


class Score(Base):
    """One mark on one criterion."""

    __tablename__ = "score"
    __table_args__ = (UniqueConstraint("review_id", "criterion_id"),)

    review_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("review.id"))
    criterion_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("criterion.id"), index=True)
    mark: Mapped[int | None]
    review: Mapped[Review] = relationship(back_populates="scores")
    criterion: Mapped[Criterion] = relationship()
