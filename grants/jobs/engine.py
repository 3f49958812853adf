"""The engine: asks for work, claims it for a while, and tries again later when it fails.

A worker that is killed loses nothing but time: its lease runs out and the next worker takes the job up. The
time within a round is the instant it began plus what has passed since, so that a clock set wrong in between
neither ends a lease nor stretches it.
"""

import traceback
import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from types import TracebackType
from typing import Any, Self

import structlog
from sqlalchemy import and_, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from grants.config import Settings
from grants.db import Record
from grants.jobs.model import Job, JobState
from grants.rules.refusal import Refused

log = structlog.get_logger()

LEASE = timedelta(minutes=5)
TRIES = 8
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)
STANDING = "standing"


class LeaseLost(Exception):
    """Somebody else holds the job now; whoever held it stops."""


class Watch:
    """The time as it passes during one round of work."""

    def __init__(self, at: datetime) -> None:
        self.at, self.started = at, monotonic()

    def now(self) -> datetime:
        """The instant the round began, and what has passed since."""
        return self.at + timedelta(seconds=monotonic() - self.started)


@dataclass(frozen=True)
class Kind:
    """A kind of work: what does it, and how often it stands in for itself if nobody asks."""

    name: str
    run: "Callable[[Work], None]"
    every: timedelta | None


KINDS: dict[str, Kind] = {}


def job(name: str, *, every: timedelta | None = None) -> "Callable[[Callable[[Work], None]], Callable[[Work], None]]":
    """Declare what does one kind of work; with `every` it is also done by itself, again and again."""

    def declare(run: Callable[[Work], None]) -> Callable[[Work], None]:
        KINDS[name] = Kind(name, run, every)
        return run

    return declare


@dataclass(frozen=True)
class Work:
    """One job in one worker's hands. Leaving it as a context says how it went, whatever happened inside."""

    record: Record
    settings: Settings
    job_id: uuid.UUID
    kind: Kind
    payload: dict[str, Any]
    attempts: int
    holder: uuid.UUID
    watch: Watch

    @property
    def at(self) -> datetime:
        """The present instant of this round."""
        return self.watch.now()

    def report(self, done: int, total: int) -> None:
        """Tell those who wait how far it is, and keep the job for longer. Never within a transaction of one's own."""
        self._write(progress=done, total=total, lease_until=self.at + LEASE)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if isinstance(fault, LeaseLost):
            return True
        if fault is not None and not isinstance(fault, Exception):
            return False  # killed: the lease tells
        if fault is not None:
            log.error("job failed", kind=self.kind.name, job=str(self.job_id), attempts=self.attempts, exc_info=fault)
        try:
            self._write(**self._outcome(fault), lease_until=None, holder=None)
        except LeaseLost:
            log.warning("job finished after its lease", kind=self.kind.name, job=str(self.job_id))
        return True

    def _outcome(self, fault: Exception | None) -> dict[str, Any]:
        now = self.at
        if fault is not None and (self.kind.every is not None or self.attempts < TRIES):
            return {"state": JobState.WAITING, "run_at": now + pause(self.attempts), "error": told(fault)}
        if fault is not None:
            return {"state": JobState.FAILED, "finished_at": now, "error": told(fault)}
        if self.kind.every is not None:
            again = {"state": JobState.WAITING, "run_at": now + self.kind.every, "attempts": 0}
            return {**again, "finished_at": now, "error": ""}
        return {"state": JobState.DONE, "finished_at": now, "error": ""}

    def _write(self, **values: Any) -> None:
        mine = update(Job).where(Job.id == self.job_id, Job.holder == self.holder).values(**values).returning(Job.id)
        with self.record.transaction() as session:
            if session.scalar(mine) is None:
                raise LeaseLost


def enqueue(session: Session, kind: str, key: str, payload: dict[str, Any], at: datetime, **whose: Any) -> Job:
    """Ask for work in the transaction of the deed it follows; while it is unfinished, asking again is the same job.

    `whose` may name `call_id` (its officers see the progress) and `made_by_id`.
    """
    session.info["due"] = True
    unfinished = select(Job).where(
        Job.kind == kind, Job.key == key, Job.state.in_((JobState.WAITING, JobState.RUNNING)),
    )  # fmt: skip
    found = session.scalar(unfinished)
    if found is not None:
        return found
    asked = Job(kind=kind, key=key, payload=payload, run_at=at, made_at=at, **whose)
    try:
        with session.begin_nested():
            session.add(asked)
            session.flush()
    except IntegrityError:
        return session.scalars(unfinished).one()
    return asked


def again(found: Job, at: datetime) -> None:
    """Try once more what was given up."""
    if found.state is JobState.FAILED:
        found.state, found.attempts, found.run_at, found.error = JobState.WAITING, 0, at, ""
        found.finished_at = None


def stand(record: Record, at: datetime) -> None:
    """See that work done again and again has its rows, and that work which kills whoever takes it up is given up."""
    wanted = {kind.name for kind in KINDS.values() if kind.every is not None}
    fatal = (Job.state == JobState.RUNNING, Job.lease_until <= at, Job.attempts >= TRIES, Job.key != STANDING)
    given_up = {"state": JobState.FAILED, "finished_at": at, "error": "Stopped without a word", "holder": None}
    with record.transaction() as session:
        session.execute(update(Job).where(*fatal).values(given_up))
        for name in sorted(wanted - set(session.scalars(select(Job.kind).where(Job.key == STANDING)))):
            enqueue(session, name, STANDING, {}, at)


def claim(record: Record, settings: Settings, watch: Watch, passed: Collection[uuid.UUID]) -> Work | None:
    """Take the job that has waited longest, save those already had in this round; no two workers get the same."""
    now = watch.now()
    due = or_(
        and_(Job.state == JobState.WAITING, Job.run_at <= now),
        and_(Job.state == JobState.RUNNING, Job.lease_until <= now),
    )
    waiting = select(Job).where(due, Job.kind.in_(KINDS), Job.id.not_in(passed)).order_by(Job.run_at, Job.id).limit(1)
    with record.transaction() as session:
        found = session.scalar(waiting.with_for_update(skip_locked=True, of=Job))
        if found is None:
            return None
        found.state, found.attempts = JobState.RUNNING, found.attempts + 1
        found.lease_until, found.holder = now + LEASE, uuid.uuid4()
        kind = KINDS[found.kind]
        return Work(record, settings, found.id, kind, found.payload, found.attempts, found.holder, watch)


def pause(attempts: int) -> timedelta:
    """How long to wait before the next try: twice as long each time."""
    return min(FIRST_PAUSE * (1 << min(attempts - 1, 10)), LONGEST_PAUSE)


def told(fault: BaseException) -> str:
    """What is kept of a fault: a refusal's reason, else its kind and place. Its message may hold names."""
    if isinstance(fault, Refused):
        return str(fault.reason)[:1000]
    frames = traceback.extract_tb(fault.__traceback__)
    place = f" at {frames[-1].name}, line {frames[-1].lineno}" if frames else ""
    return f"{type(fault).__name__}{place}"[:1000]
