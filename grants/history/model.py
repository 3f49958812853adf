"""The nouns of history."""

import hashlib
import json
import uuid
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from grants.db import Base, Line


class Entry(Base):
    """One deed, written down once: appended, never changed, each chained to the one before it in that life."""

    __tablename__ = "entry"
    __table_args__ = (UniqueConstraint("subject_id", "seq"), Index(None, "call_id", "at"))

    subject_id: Mapped[uuid.UUID]
    noun: Mapped[str] = mapped_column(Line(40))
    seq: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime]
    by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    call_id: Mapped[uuid.UUID | None] = mapped_column()
    application_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    step: Mapped[str] = mapped_column(Line(60))
    source: Mapped[str] = mapped_column(Line(30))
    target: Mapped[str] = mapped_column(Line(30))
    detail: Mapped[dict[str, Any]]
    previous: Mapped[str] = mapped_column(Line(64))
    seal: Mapped[str] = mapped_column(Line(64))

    def fingerprint(self) -> str:
        """What the seal must be if nobody touched this entry or the one before it."""
        told = [
            str(self.subject_id), self.noun, self.seq, self.at.astimezone(UTC).isoformat(), str(self.by_id),
            self.step, self.source, self.target, self.detail, self.previous,
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
