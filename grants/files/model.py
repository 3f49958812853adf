"""The nouns of files."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, event
from sqlalchemy.orm import Mapped, mapped_column

from grants.db import Base, Line, session_of
from grants.files.names import TYPED_BOUND, safe_name


class Attachment(Base):
    """One uploaded file: the bytes as handed in, and the copy without metadata that reviewers read."""

    __tablename__ = "attachment"
    __table_args__ = (
        CheckConstraint("size > 0", name="size"),
        CheckConstraint("pages > 0", name="pages"),
        CheckConstraint("length(sha256) = 64", name="sha256"),
    )

    sha256: Mapped[str] = mapped_column(Line(64), index=True)
    sanitised_sha256: Mapped[str | None] = mapped_column(Line(64), index=True)
    size: Mapped[int] = mapped_column(BigInteger)
    pages: Mapped[int]
    media_type: Mapped[str] = mapped_column(Line(60), default="application/pdf")
    original_name: Mapped[str] = mapped_column(Line(TYPED_BOUND))
    kind: Mapped[str] = mapped_column(Line(60))
    uploaded_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    uploaded_at: Mapped[datetime]

    @property
    def safe_name(self) -> str:
        """The name under which the file may be downloaded by those who know whose it is."""
        return safe_name(self.original_name)


@event.listens_for(Attachment, "before_update")
def refuse_change(_mapper: Any, _connection: Any, attachment: Attachment) -> None:
    """What was handed in stays as it was; a better file is another attachment."""
    if session_of(attachment).is_modified(attachment):
        raise TypeError(f"attachment {attachment.id} is never changed")
