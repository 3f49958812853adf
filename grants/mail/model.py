"""The nouns of mail."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from grants.db import Base, Line, LongText
from grants.words import Sentence, say


class Message(Base):
    """One message to one receiver, in the receiver's language, with the one link it speaks of.

    The link is kept without its key; a sealed link gets its key when the message is sent or shown, and so does each
    of `lines` [[label, link]], which nobody but the receiver is shown. Whoever sends it holds it until `held_until`;
    held and never settled means that nobody knows whether it went out.
    """

    __tablename__ = "message"
    __table_args__ = (Index(None, "sent_at", "next_try_at"), Index(None, "call_id", "made_at"))

    to: Mapped[str] = mapped_column(Line(254), index=True)
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    call_id: Mapped[uuid.UUID | None]
    application_id: Mapped[uuid.UUID | None]
    kind: Mapped[str] = mapped_column(Line(60))
    language: Mapped[str] = mapped_column(Line(5))
    subject: Mapped[str] = mapped_column(Line(300))
    body: Mapped[str] = mapped_column(LongText)
    link: Mapped[str] = mapped_column(Line(500), default="")
    sealed: Mapped[bool] = mapped_column(default=False)
    reply_to: Mapped[str] = mapped_column(Line(254), default="")
    lines: Mapped[list[Any]] = mapped_column(default=list)
    message_id: Mapped[str] = mapped_column(Line(200), unique=True)
    made_at: Mapped[datetime]
    next_try_at: Mapped[datetime | None]
    held_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    fault: Mapped[str] = mapped_column(Line(500), default="")

    @property
    def is_wanted(self) -> bool:
        """Whether it still has something to ask for."""
        return self.fault != NOT_NEEDED.text

    @property
    def state(self) -> Sentence:
        """Where it is, for those who ask whether it went out."""
        if self.sent_at is not None:
            return say("Delivered to the mail server")
        if self.next_try_at is None:
            return say("Not delivered") if self.is_wanted else say("Not needed any more")
        return say("Waiting, will be tried again") if self.fault else say("Waiting")


NOT_NEEDED = say("What it asked for was done before it was sent.")
IN_DOUBT = say("It may or may not have gone out: the program stopped while sending it. Ask, then send it again.")
TOO_LATE = say("It was tried for three days without success.")
