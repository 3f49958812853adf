"""One round of work: the mail that is due, then every job that is due, and the mail that those wrote."""

from datetime import datetime
from uuid import UUID

from grants.config import Settings
from grants.db import Record
from grants.jobs import (
    ask_reports,
    close_calls,
    counterpart,
    issue_letters,
    lapse,
    late_reports,
    propose_reviewers,
    purge,
    reckon,
    remind,
    retain,
    tell_undone,
)
from grants.jobs.engine import Watch, claim, stand
from grants.jobs.send_mail import send_due

JOBS = (
    ask_reports, close_calls, counterpart, issue_letters, lapse, late_reports, propose_reviewers, purge, reckon, remind,
    retain, tell_undone,
)  # fmt: skip  # every file with a job; a new one is named here


def run_due(record: Record, settings: Settings, at: datetime) -> int:
    """Do what is due, each job once; safe to run at any time and in several places at once. How many jobs ran."""
    watch = Watch(at)
    stand(record, at)
    send_due(record, settings, watch)
    passed: set[UUID] = set()
    while (work := claim(record, settings, watch, passed)) is not None:
        passed.add(work.job_id)
        with work:
            work.kind.run(work)
        send_due(record, settings, watch)
    return len(passed)
