"""A database of a test's own, migrated for real, for tests in which several processes or threads commit at once."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text

from grants.config import driver


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    """The address of a fresh, empty database of the kind asked for."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'tsunagari.sqlite3'}"
        return
    name = f"own_{uuid.uuid4().hex}"
    server = create_engine(driver(os.environ["TEST_POSTGRES_URL"]), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    try:
        yield server.url.set(database=name).render_as_string(hide_password=False)
    finally:
        with server.connect() as connection:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
        server.dispose()
