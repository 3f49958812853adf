"""What is asked of jobs."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.jobs.model import Job


def newest(session: Session, kind: str, key: str) -> Job | None:
    """The last job of a kind and key, to show how far it is."""
    return session.scalar(select(Job).where(Job.kind == kind, Job.key == key).order_by(Job.made_at.desc()).limit(1))
