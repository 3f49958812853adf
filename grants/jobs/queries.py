"""What is asked of jobs, and of the mail they carry: did it go out, how far is it."""

import uuid
from typing import Any

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import Session

from grants.applications.model import Application
from grants.applications.queries import in_conflict
from grants.calls.model import Call
from grants.jobs.model import Job, JobState
from grants.mail.model import NOT_NEEDED, Message

UNFINISHED = (JobState.RUNNING, JobState.WAITING)
SHOWN = 100


def newest(session: Session, kind: str, key: str) -> Job | None:
    """The last job of a kind and key, to show how far it is."""
    return session.scalar(select(Job).where(Job.kind == kind, Job.key == key).order_by(Job.made_at.desc()).limit(1))


def jobs(session: Session) -> list[Job]:
    """What runs, waits or was given up, then what was done last."""
    urgency = case({JobState.RUNNING: 0, JobState.FAILED: 1, JobState.WAITING: 2}, value=Job.state, else_=3)
    return list(session.scalars(select(Job).order_by(urgency, Job.run_at.desc(), Job.id).limit(SHOWN)))


def messages_of(by: Any, call: Call) -> Select[Message]:
    """The mail of a call as its officer or auditor may read it: none about an application they are in conflict with."""
    mine = select(Application.id).where(Application.call_id == call.id, ~in_conflict(by.id))
    readable = or_(Message.application_id.is_(None), Message.application_id.in_(mine))
    return select(Message).where(Message.call_id == call.id, readable).order_by(Message.made_at.desc(), Message.id)


def message_of(session: Session, by: Any, call: Call, key: uuid.UUID) -> Message | None:
    """One message of a call, if this person may read it."""
    return session.scalar(messages_of(by, call).where(Message.id == key))


def stuck() -> Any:
    """Not delivered: given up, in doubt, or failing again and again."""
    return (Message.sent_at.is_(None)) & (Message.fault != "") & (Message.fault != NOT_NEEDED.text)


def undelivered(session: Session) -> list[Message]:
    """The mail that does not get through, the newest first, without its content."""
    wanted = select(Message).where(stuck()).order_by(Message.made_at.desc(), Message.id)
    return list(session.scalars(wanted.limit(SHOWN)))


def on_its_way(session: Session) -> int:
    """How many messages wait to be sent."""
    waiting = select(func.count()).where(Message.sent_at.is_(None), Message.next_try_at.is_not(None))
    return session.scalar(waiting) or 0
