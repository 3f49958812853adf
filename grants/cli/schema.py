"""The schema: which migration this program knows, and the way up and down to it."""

from collections.abc import Callable
from functools import cache

import click
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from grants.config import shelf
from grants.db import Record

LOCK = 0x7473756E  # one migration at a time on PostgreSQL; on SQLite the file itself sees to it


def config() -> Config:
    """Alembic, told where the migrations lie: in a checkout or in the installed package."""
    made = Config()
    made.set_main_option("script_location", str(shelf("migrations")).replace("%", "%%"))
    made.set_main_option("path_separator", "os")
    return made


def script() -> ScriptDirectory:
    """The migrations in their order."""
    return ScriptDirectory.from_config(config())


@cache
def head() -> str:
    """The newest migration this program knows."""
    found = script().get_current_head()
    if found is None:
        raise LookupError("No migrations were found.")
    return found


def revision_of(record: Record) -> str | None:
    """The migration a database is at."""
    with record.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def migrate(record: Record) -> str | None:
    """Bring a database up to this program; where it was before."""
    before = revision_of(record)
    if before is not None and before not in {one.revision for one in script().walk_revisions()}:
        raise click.ClickException(
            "This database was written by a version this program does not descend from. "
            "Point DATABASE_URL and DATA_FOLDER elsewhere, or remove a demonstration's data folder and start again.",
        )
    if before != head():
        _run(record, lambda prepared: command.upgrade(prepared, "head"))
    return before


def step_down(record: Record, to: str) -> None:
    """Take the newest migrations back: "-1" the last of them, "base" all."""
    _run(record, lambda prepared: command.downgrade(prepared, to))


def _run(record: Record, deed: Callable[[Config], None]) -> None:
    prepared = config()
    with record.writers.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:  # tables are rebuilt one by one; the references are looked at in the end
            pragma(connection, "foreign_keys=OFF")
        try:
            with connection.begin():
                if not sqlite:
                    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
                prepared.attributes["connection"] = connection
                deed(prepared)
                if sqlite:
                    refuse_dangling(connection)
        finally:
            if sqlite:
                pragma(connection, "foreign_keys=ON")


def pragma(connection: Connection, setting: str) -> None:
    """Set a pragma outside any transaction, where alone it has an effect."""
    cursor = connection.connection.cursor()
    cursor.execute(f"PRAGMA {setting}")
    cursor.close()


def refuse_dangling(connection: Connection) -> None:
    """Undo a migration that leaves a row pointing nowhere."""
    dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if dangling:
        raise ValueError(f"The migration leaves {len(dangling)} rows pointing nowhere, first in {dangling[0][0]}.")
