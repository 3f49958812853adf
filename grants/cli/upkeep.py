"""Keeping the record safe: a backup that is itself a data folder, and a check of everything that can be proved."""

import hashlib
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import make_url, select, text
from sqlalchemy.orm import Session

from grants.applications import content
from grants.applications.model import Snapshot
from grants.cli.schema import head, revision_of
from grants.config import Settings
from grants.db import Base, Record
from grants.files.store import Store
from grants.history import Entry, Lives
from grants.jobs.retention import known_files

BATCH = 2000


def back_up(settings: Settings, target: Path) -> Path:
    """Copy the record, then the files it names, into a folder; the record first, so that no row lacks its bytes."""
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    written = copy_sqlite(settings, target) if settings.is_sqlite else dump_postgres(settings, target)
    store = settings.data_folder / "files"
    for source in sorted(store.glob("??/??/*")):
        kept = target / "files" / source.relative_to(store)
        if not kept.exists():
            kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            aside = kept.with_suffix(".new")
            shutil.copy2(source, aside)
            aside.rename(kept)
    return written


def copy_sqlite(settings: Settings, target: Path) -> Path:
    """Copy the running database page by page, as of one instant."""
    source, aside = make_url(settings.database_url).database or "", target / "tsunagari.new"
    aside.unlink(missing_ok=True)
    with sqlite3.connect(source) as running, sqlite3.connect(aside) as copy:
        running.backup(copy, pages=1000)
    running.close()
    copy.close()
    return aside.rename(target / "tsunagari.sqlite3")


def dump_postgres(settings: Settings, target: Path) -> Path:
    """Have pg_dump write the database as of one instant; pg_restore reads it back."""
    url = make_url(settings.database_url).set(drivername="postgresql").render_as_string(hide_password=False)
    aside = target / "tsunagari.new"
    command = ["pg_dump", "--format=custom", "--exclude-table=alarm_*", f"--file={aside}", f"--dbname={url}"]
    subprocess.run(command, check=True)  # noqa: S603 - its own settings
    return aside.rename(target / "tsunagari.dump")


def check(settings: Settings, record: Record) -> Iterator[str]:
    """Everything that is not as it was written: schema, database, history, states, what was handed in and issued."""
    known = revision_of(record)
    if known != head():
        yield f"The database is at migration {known}, this program at {head()}."
        return
    with record.reading() as session:
        if settings.is_sqlite:
            yield from broken_pages(session)
        yield from broken_seals(session)
        yield from strayed_lives(session)
        yield from changed_snapshots(session)
        wanted = known_files(session)
    for name in Store(settings.data_folder / "files").lost(wanted):
        yield f"File {name} is missing or changed."


def broken_pages(session: Session) -> Iterator[str]:
    """What SQLite itself finds wrong."""
    for (fault,) in session.execute(text("PRAGMA integrity_check")):
        if fault != "ok":
            yield f"Database: {fault}"
    for table, row, *_ in session.execute(text("PRAGMA foreign_key_check")):
        yield f"Database: row {row} of {table} points nowhere."


def broken_seals(session: Session) -> Iterator[str]:
    """Entries of the history that were changed, or that no longer follow the one before."""
    before: tuple[object, int, str] = (None, 0, "")
    entries = select(Entry).order_by(Entry.subject_id, Entry.seq).execution_options(yield_per=BATCH)
    for entry in session.scalars(entries):
        same = before[0] == entry.subject_id
        seq, previous = (before[1] + 1, before[2]) if same else (1, "")
        if (entry.seq, entry.previous, entry.seal) != (seq, previous, entry.fingerprint()):
            yield f"History: entry {entry.seq} of {entry.noun} {entry.subject_id} is not as it was written."
        before = (entry.subject_id, entry.seq, entry.seal)
        session.expunge(entry)


def strayed_lives(session: Session) -> Iterator[str]:
    """Things whose state or version is not what their history says."""
    for kind in (mapper.class_ for mapper in Base.registry.mappers):
        if not issubclass(kind, Lives):
            continue
        last = (Entry.subject_id == kind.id) & (Entry.seq == kind.version)
        for key, state, target in session.execute(
            select(kind.id, kind.state, Entry.target).select_from(kind).outerjoin(Entry, last),
        ):
            if target != state.value:
                yield f"{kind.__name__} {key} is “{state.value}”; its history says “{target}”."


def changed_snapshots(session: Session) -> Iterator[str]:
    """Submitted versions that are no longer what was submitted."""
    for key, said, sha256 in session.execute(select(Snapshot.id, Snapshot.content, Snapshot.sha256)):
        if content.fingerprint(said) != sha256:
            yield f"Submission {key} is not as it was submitted."


def fingerprint_of(path: Path) -> str:
    """The SHA-256 of a file, to be written down somewhere else."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
