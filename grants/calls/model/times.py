"""When a call closes, and for whom."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from grants.db import Base, Line


class Deadline(Base):
    """When applications close: a wall time at a place, frozen to an instant; a later one supersedes an earlier one."""

    __tablename__ = "deadline"

    call_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("call.id"), index=True)
    wall: Mapped[str] = mapped_column(Line(20))
    zone: Mapped[str] = mapped_column(Line(60))
    fold: Mapped[int | None]
    at: Mapped[datetime]
    grace_seconds: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(Line(1000), default="")
    announced_at: Mapped[datetime]
