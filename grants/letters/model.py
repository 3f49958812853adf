"""The nouns of letters."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from grants.applications.model import Application
from grants.awards.model import AwardPart
from grants.calls.model import Call, Side
from grants.db import Base, Line, choice
from grants.history import Lives
from grants.people.model import Person
from grants.rules.letters import LETTER, PICTURE, WORDING, LetterKind, LetterState, PicturePlace


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
        UniqueConstraint("application_id", "side_id", "kind", "occasion", "issue"),
    )
    workflow = LETTER

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"), index=True)
    side_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("side.id"))
    part_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("award_part.id"), index=True)
    addressee_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[LetterKind] = mapped_column(choice(LetterKind))
    occasion: Mapped[str] = mapped_column(Line(60), default="")
    issue: Mapped[int] = mapped_column(default=1)
    replaces_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("letter.id"))
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
    revoke_asked_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    revoke_asked_by_side: Mapped[str] = mapped_column(Line(10), default="")
    revoke_reason: Mapped[str] = mapped_column(Line(1000), default="")
    revoked_at: Mapped[datetime | None]
    application: Mapped[Application] = relationship(backref="letters", lazy="joined")
    side: Mapped[Side] = relationship(lazy="joined")
    part: Mapped[AwardPart | None] = relationship(backref=backref("letters"))
    addressee: Mapped[Person] = relationship(foreign_keys=[addressee_id], lazy="joined")
    revoke_asked_by: Mapped[Person | None] = relationship(foreign_keys=[revoke_asked_by_id])
    replaces: Mapped["Letter | None"] = relationship(
        remote_side="Letter.id", backref=backref("replaced_by", uselist=True)
    )

    @property
    def call_id(self) -> uuid.UUID:
        """The call it belongs to."""
        return self.application.call_id

    @property
    def is_issued(self) -> bool:
        """Whether it is out in the world."""
        return self.state in {LetterState.ISSUED, LetterState.SUPERSEDED}


class LetterWording(Lives, Base):
    """What one kind of letter says in a call, block by block in each language; agreed by two officers, then in use."""

    __tablename__ = "letter_wording"
    workflow = WORDING

    call_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("call.id"), index=True)
    kind: Mapped[LetterKind] = mapped_column(choice(LetterKind, "wordingkind"))
    texts: Mapped[dict[str, Any]]
    is_bilingual: Mapped[bool] = mapped_column(default=False)
    proposed_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    proposed_by_side: Mapped[str] = mapped_column(Line(10))
    proposed_at: Mapped[datetime]
    call: Mapped[Call] = relationship()
    proposed_by: Mapped[Person] = relationship(lazy="joined")


class LetterPicture(Lives, Base):
    """One side's letterhead, seal or signature as a picture; agreed by two officers, then shown on its letters."""

    __tablename__ = "letter_picture"
    workflow = PICTURE

    call_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("call.id"), index=True)
    side_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("side.id"))
    place: Mapped[PicturePlace] = mapped_column(choice(PicturePlace))
    sha256: Mapped[str] = mapped_column(Line(64))
    proposed_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    proposed_by_side: Mapped[str] = mapped_column(Line(10))
    proposed_at: Mapped[datetime]
    call: Mapped[Call] = relationship()
    side: Mapped[Side] = relationship(lazy="joined")
    proposed_by: Mapped[Person] = relationship(lazy="joined")
