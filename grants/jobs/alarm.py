"""The alarm clock: huey wakes the workers after a commit and every minute. It holds no truth: the rows do.

Its own store is a SQLite file in the data folder, or tables of its own beside ours on PostgreSQL. Each worker that
is woken does what is due; several clocks may ring at once, for each row is held by one worker only.
"""

import sqlite3
from collections.abc import Callable
from functools import cache

import psycopg
import structlog
from huey import Huey, PostgresHuey, SqliteHuey, crontab
from huey.serializer import SignedSerializer
from sqlalchemy import make_url

from grants import clock
from grants.config import Settings
from grants.db import Record
from grants.jobs.due import run_due

log = structlog.get_logger()


def huey_of(settings: Settings) -> Huey:
    """The queue of this installation; what is in it is signed, for it is unpickled."""
    options = {"results": False, "utc": True, "serializer": SignedSerializer(secret=settings.secret_key)}
    if settings.is_sqlite:
        settings.data_folder.mkdir(parents=True, exist_ok=True)
        return SqliteHuey("tsunagari", filename=str(settings.data_folder / "alarm.sqlite3"), fsync=False, **options)
    dsn = make_url(settings.database_url).set(drivername="postgresql").render_as_string(hide_password=False)
    return PostgresHuey("tsunagari", dsn=dsn, table_prefix="alarm", **options)


def alarm_clock(settings: Settings) -> tuple[Huey, Callable[[], object]]:
    """The clock with its two alarms; and what to call to ring it now."""
    huey = huey_of(settings)

    @cache
    def record() -> Record:
        return Record(settings.database_url)  # opened by the worker that first needs it, never before a fork

    @huey.task(name="wake")  # type: ignore[untyped-decorator]
    def wake() -> None:
        run_due(record(), settings, clock.now())

    @huey.periodic_task(crontab(), name="tick", expires=50)  # type: ignore[untyped-decorator]
    def tick() -> None:
        run_due(record(), settings, clock.now())

    return huey, wake


def bell(settings: Settings) -> Callable[[], None]:
    """What a page calls after its commit; a clock that cannot be reached costs a minute, never the page."""
    made = cache(lambda: alarm_clock(settings))

    def ring() -> None:
        try:
            huey, wake = made()
            if not huey.pending_count():  # else it is about to ring
                wake()
        except (sqlite3.Error, psycopg.Error, OSError) as fault:
            log.warning("the alarm did not ring", fault=type(fault).__name__)

    return ring
