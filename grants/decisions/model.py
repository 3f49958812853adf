"""The nouns of decisions."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from grants.applications.model import Application
from grants.calls.model import Call, FundingParty
from grants.db import Base, Line, choice
from grants.history import Lives
from grants.money import Money
from grants.people.model import Person
from grants.rules.decisions import RANKING, RankingState, Recommendation
from grants.rules.funding import JointResult, ReasonClass, Verdict
from grants.rules.lots import LOTS, LotsState


class Ranking(Lives, Base):
    """The panel's order of one call; frozen, it has a fingerprint, and two officers may open it again."""

    __tablename__ = "ranking"
    workflow = RANKING
    unadvised = 0  # how many applications have no recommendation; told by this room before it is frozen
    unheard = 0  # how many have fewer reviews than were asked for, and the chair did not let them stand; told likewise
    has_lots = False  # whether lots are drawn from it; told by this room before it is opened again

    call_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("call.id"), unique=True)
    fingerprint: Mapped[str] = mapped_column(Line(64), default="")
    locked_at: Mapped[datetime | None]
    freezes: Mapped[int] = mapped_column(default=0)
    proposed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    proposed_by_side: Mapped[str | None] = mapped_column(Line(10))
    opening_reason: Mapped[str] = mapped_column(Line(1000), default="")
    call: Mapped[Call] = relationship(backref=backref("ranking", uselist=False))
    places: Mapped[list["Place"]] = relationship(back_populates="ranking", order_by="Place.position")

    @property
    def is_locked(self) -> bool:
        """Whether it is frozen."""
        return self.state is RankingState.LOCKED


class Place(Base):
    """Where the panel puts one application, and what it advises; equal positions are a tie, 0 is not placed by hand.

    `waived_with` is how many reviews were in when the chair let it stand with fewer than were asked for.
    """

    __tablename__ = "place"
    __table_args__ = (UniqueConstraint("ranking_id", "application_id"),)

    ranking_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("ranking.id"))
    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"), index=True)
    position: Mapped[int]
    recommendation: Mapped[Recommendation | None] = mapped_column(choice(Recommendation))
    reason: Mapped[str] = mapped_column(Line(2000), default="")
    waived_with: Mapped[int | None]
    ranking: Mapped[Ranking] = relationship(back_populates="places")
    application: Mapped[Application] = relationship(backref=backref("place", uselist=False))


class AgendaItem(Base):
    """One application on the panel's agenda: who presents it, and what the minutes say of it."""

    __tablename__ = "agenda_item"

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"), unique=True)
    presenter_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    said: Mapped[str] = mapped_column(Line(4000), default="")
    application: Mapped[Application] = relationship()
    presenter: Mapped[Person | None] = relationship(lazy="joined")

    @property
    def call_id(self) -> uuid.UUID:
        """The call of its application."""
        return self.application.call_id


class Attendance(Base):
    """Whether somebody of the panel was at its meeting."""

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("call_id", "person_id"),)

    call_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("call.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    is_present: Mapped[bool]


class Weighing(Base):
    """What the reviews of a call come to by the model of scores, for one audience, in one state of the reviews."""

    __tablename__ = "weighing"
    __table_args__ = (UniqueConstraint("call_id", "audience", "state"),)

    call_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("call.id"))
    audience: Mapped[str] = mapped_column(Line(64), default="")
    state: Mapped[str] = mapped_column(Line(64))
    made_at: Mapped[datetime]
    result: Mapped[dict[str, Any]]
    provenance: Mapped[dict[str, Any]]


class SideDecision(Base):
    """What one side's funding party decided about one application; every change is in the history."""

    __tablename__ = "side_decision"
    __table_args__ = (UniqueConstraint("application_id", "side"),)

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"))
    side: Mapped[str] = mapped_column(Line(10))
    party_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("funding_party.id"))
    verdict: Mapped[Verdict] = mapped_column(choice(Verdict))
    minor: Mapped[int] = mapped_column(BigInteger, default=0)
    currency: Mapped[str] = mapped_column(Line(3))
    reason: Mapped[str] = mapped_column(Line(2000), default="")
    reason_class: Mapped[ReasonClass | None] = mapped_column(choice(ReasonClass))
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    application: Mapped[Application] = relationship(backref="side_decisions")
    party: Mapped[FundingParty | None] = relationship(lazy="joined")
    by: Mapped[Person] = relationship(lazy="joined")

    @property
    def amount(self) -> Money:
        """What this side grants."""
        return Money(self.minor, self.currency)


class Reckoning(Base):
    """A computed result that a decision rests on: its inputs whole, what it rests on, what came out, who asked for it.

    `inputs` is a case as `grants solve` reads it, so anybody can compute it again.
    """

    __tablename__ = "reckoning"
    __table_args__ = (UniqueConstraint("call_id", "number"),)

    call_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("call.id"), index=True)
    inputs: Mapped[dict[str, Any]]
    result: Mapped[dict[str, Any]]
    provenance: Mapped[dict[str, Any]]
    fingerprint: Mapped[str] = mapped_column(Line(64))
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    number: Mapped[int]
    call: Mapped[Call] = relationship()
    by: Mapped[Person] = relationship(lazy="joined")


class Lots(Lives, Base):
    """A draw of one call: the list it is about, what each side promised and told, and the seed they make together.

    `listed` is the list as it is published, a line for each application with its stratum, if any, behind a tab;
    `promises` {side: SHA-256 of its secret}, `secrets` {side: secret}, `promised_by` {side: person}.
    """

    __tablename__ = "lots"
    workflow = LOTS

    call_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("call.id"), unique=True)
    listed: Mapped[str]
    fingerprint: Mapped[str] = mapped_column(Line(64))
    promises: Mapped[dict[str, str]] = mapped_column(default=dict)
    secrets: Mapped[dict[str, str]] = mapped_column(default=dict)
    promised_by: Mapped[dict[str, str]] = mapped_column(default=dict)
    seed: Mapped[str] = mapped_column(Line(64), default="")
    call: Mapped[Call] = relationship()

    @property
    def names(self) -> list[str]:
        """Who takes part."""
        return [line.split("\t")[0] for line in self.listed.split("\n")]

    @property
    def is_drawn(self) -> bool:
        """Whether the seed is known."""
        return self.state is LotsState.DRAWN


class JointDecision(Base):
    """The joint result as it was released: derived from the sides by the call's policy, with its sentence.

    `terms` is the fingerprint of the terms by which it was decided, `reckoning_id` the walk it rests on, if any;
    `quarter` the quarter of the ranking the team was told, 1 the best, where the call tells it.
    """

    __tablename__ = "joint_decision"

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"), unique=True)
    result: Mapped[JointResult] = mapped_column(choice(JointResult))
    policy: Mapped[str] = mapped_column(Line(40))
    terms: Mapped[str] = mapped_column(Line(64), default="")
    reckoning_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("reckoning.id"))
    reason: Mapped[ReasonClass | None] = mapped_column(choice(ReasonClass))
    explanation: Mapped[dict[str, str]]
    feedback: Mapped[list[Any]]
    quarter: Mapped[int | None]
    released_at: Mapped[datetime]
    application: Mapped[Application] = relationship(backref=backref("joint_decision", uselist=False))
