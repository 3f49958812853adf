"""What no longer serves anybody is removed: ended sessions, counted tries, spent links, work long done."""

from datetime import timedelta

from sqlalchemy import delete

from grants.jobs.engine import Work, job
from grants.jobs.model import Job, JobState
from grants.people.actions import sweep
from grants.rules.retention import Kind, cutoff


@job("purge", every=timedelta(hours=1))
def run(work: Work) -> None:
    """Remove what has outlived its use; nothing that anybody would be asked about later."""
    with work.record.transaction() as session:
        sweep(session, work.at)
    with work.record.transaction() as session:
        session.execute(delete(Job).where(Job.state == JobState.DONE, Job.finished_at < cutoff(Kind.WORK, work.at)))
    work.record.study()
