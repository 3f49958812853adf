"""The nouns of letters."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from grants.applications.model import Application
from grants.awards.model import AwardPart
from grants.calls.model import Side
from grants.db import Base, Line, choice
from grants.history import Lives
from grants.people.model import Person
from grants.rules.letters import LETTER, LetterKind, LetterState


class LetterCounter(Base):
    """The last number given in one series; a number and its letter are one transaction, so there is no gap."""

    __tablename__ = "letter_counter"

    series: Mapped[str] = mapped_column(Line(60), unique=True)
    last: Mapped[int] = mapped_column(BigInteger, default=0)


class Letter(Lives, Base):
    """One side's letter to its own investigator. Frozen facts, one number, one set of bytes."""

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("series", "ordinal"),
        UniqueConstraint("application_id", "side_id", "kind", "issue"),
    )
    workflow = LETTER

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"), index=True)
    side_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("side.id"))
    part_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("award_part.id"), index=True)
    addressee_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[LetterKind] = mapped_column(choice(LetterKind))
    issue: Mapped[int] = mapped_column(default=1)
    language: Mapped[str] = mapped_column(Line(5))
    series: Mapped[str | None] = mapped_column(Line(60))
    ordinal: Mapped[int | None] = mapped_column(BigInteger)
    number: Mapped[str | None] = mapped_column(Line(60), unique=True)
    code: Mapped[str] = mapped_column(Line(40), unique=True)
    facts: Mapped[dict[str, Any]]
    drafted_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    drafted_by_side: Mapped[str] = mapped_column(Line(10))
    drafted_at: Mapped[datetime]
    issued_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    issued_at: Mapped[datetime | None]
    sha256: Mapped[str | None] = mapped_column(Line(64))
    fault: Mapped[str] = mapped_column(Line(1000), default="")
    application: Mapped[Application] = relationship(backref="letters", lazy="joined")
    side: Mapped[Side] = relationship(lazy="joined")
    part: Mapped[AwardPart | None] = relationship(backref=backref("letters"))
    addressee: Mapped[Person] = relationship(foreign_keys=[addressee_id], lazy="joined")

    @property
    def call_id(self) -> uuid.UUID:
        """The call it belongs to."""
        return self.application.call_id

    @property
    def is_issued(self) -> bool:
        """Whether it is out in the world."""
        return self.state in {LetterState.ISSUED, LetterState.SUPERSEDED}
