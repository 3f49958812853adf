"""The outbox is emptied over SMTP: each message held by one worker, sent outside any transaction, then settled.

A worker killed between the server's answer and the settling leaves the message held; when the hold runs out it is
sent again under the same Message-ID. What tells an outcome waits for an officer instead. The demonstration
opens no connection: there a message has arrived when it is on the mailbox page.
"""

from datetime import datetime, timedelta

import structlog
from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from grants.config import Settings
from grants.db import Record
from grants.jobs.engine import Watch
from grants.jobs.remind import still_true
from grants.mail.model import IN_DOUBT, NOT_NEEDED, TOO_LATE, Message
from grants.mail.smtp import Carrier, Undeliverable, Unreachable

log = structlog.get_logger()

HOLD = timedelta(minutes=5)
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=4)
TRIED_FOR = timedelta(days=3)
NEVER_TWICE = frozenset({"outcome", "letter"})


def send_due(record: Record, settings: Settings, watch: Watch) -> int:
    """Send what is due until nothing is, or until the server cannot be reached; how many went out."""
    if settings.demonstration:
        return put_in_mailbox(record, watch.now())
    if settings.smtp_url is None:
        return 0
    sent = 0
    with Carrier(settings) as carrier:
        while (message := hold_next(record, watch.now())) is not None:
            try:
                carrier.carry(message)
            except Undeliverable as refused:
                put_off(record, message, str(refused), watch.now(), for_good=refused.for_good)
            except Unreachable as fault:
                put_off(record, message, str(fault), watch.now())
                log.warning("mail server unreachable", message=str(message.id), fault=str(fault))
                break
            else:
                settle(record, message, sent_at=watch.now(), next_try_at=None, fault="")
                sent += 1
    return sent


def put_in_mailbox(record: Record, now: datetime) -> int:
    """In the demonstration a message has arrived as soon as its mailbox page shows it."""
    due = update(Message).where(Message.sent_at.is_(None), Message.next_try_at <= now)
    with record.transaction() as session:
        waiting = session.scalar(
            select(Message.id).where(Message.sent_at.is_(None), Message.next_try_at <= now).limit(1)
        )
        if waiting is None:
            return 0
        arrived = session.scalars(due.values(sent_at=now, next_try_at=None, tries=1).returning(Message.id))
        return len(arrived.all())


def hold_next(record: Record, now: datetime) -> Message | None:
    """Take the message that has been due longest; what need not or must not be sent is settled on the way."""
    free = or_(Message.held_until.is_(None), Message.held_until <= now)
    due = select(Message).where(Message.sent_at.is_(None), Message.next_try_at <= now, free)
    due = due.order_by(Message.next_try_at, Message.made_at).limit(1).with_for_update(skip_locked=True)
    while True:
        with record.transaction() as session:
            message = session.scalar(due)
            if message is None:
                return None
            reason = reason_against(session, message, now)
            if reason is None:
                message.held_until, message.tries = now + HOLD, message.tries + 1
                return message
            message.next_try_at, message.held_until, message.fault = None, None, reason


def reason_against(session: Session, message: Message, now: datetime) -> str | None:
    """Why a due message is not sent by itself, if it is not."""
    if message.held_until is not None and message.kind in NEVER_TWICE:
        return IN_DOUBT.text
    if not still_true(session, message, now):
        return NOT_NEEDED.text
    return None


def put_off(record: Record, message: Message, fault: str, now: datetime, *, for_good: bool = False) -> None:
    """Keep the fault for the officers, and try again later unless it is for good."""
    too_late = now - message.made_at > TRIED_FOR
    next_try = None if for_good or too_late else now + pause(message.tries)
    settle(record, message, sent_at=None, next_try_at=next_try, fault=fault or TOO_LATE.text)


def settle(
    record: Record, message: Message, *, sent_at: datetime | None, next_try_at: datetime | None, fault: str,
) -> None:  # fmt: skip
    """Write down how a try went, unless somebody else has taken the message up since."""
    mine = update(Message).where(Message.id == message.id, Message.tries == message.tries)
    with record.transaction() as session:
        session.execute(mine.values(sent_at=sent_at, next_try_at=next_try_at, fault=fault, held_until=None))


def pause(tries: int) -> timedelta:
    """How long until the next try: twice as long each time, and never so long that a repaired server waits."""
    return min(FIRST_PAUSE * (1 << min(tries - 1, 10)), LONGEST_PAUSE)


def send_again(message: Message, at: datetime) -> None:
    """An officer wants it sent, or sent again: the same text under the same Message-ID."""
    message.sent_at, message.fault = None, ""
    message.held_until, message.next_try_at = None, at
