"""What keeps somebody from applying anew."""

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from grants.db import Base, Line


class Hold(Base):
    """A report somebody owes a programme for too long: until it is accepted or waived, they hand in nothing new."""

    __tablename__ = "hold"
    __table_args__ = (UniqueConstraint("person_id", "about_id"),)

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    programme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("programme.id"))
    about_id: Mapped[uuid.UUID]  # the report
    ref: Mapped[str] = mapped_column(Line(60))
    due_on: Mapped[date]
    placed_at: Mapped[datetime]
    lifted_at: Mapped[datetime | None]
