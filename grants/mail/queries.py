"""What is asked of mail."""

import uuid

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from grants.mail.model import Message

DEAREST = 400


def arrived(to: str = "") -> Select[Message]:
    """The messages that have arrived, for one receiver or for all, the newest first."""
    wanted = select(Message).where(Message.sent_at.is_not(None)).order_by(Message.made_at.desc(), Message.id)
    return wanted.where(Message.to == to) if to else wanted


def receivers(session: Session) -> list[str]:
    """Everybody a message has arrived for."""
    known = select(Message.to).where(Message.sent_at.is_not(None)).distinct().order_by(Message.to)
    return list(session.scalars(known.limit(DEAREST)))


def arrived_message(session: Session, key: uuid.UUID) -> Message | None:
    """One message that has arrived."""
    return session.scalar(arrived().where(Message.id == key))
