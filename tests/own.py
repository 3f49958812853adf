"""A database of a test's own, migrated for real, for tests in which several processes or threads commit at once."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from grants.cli.schema import migrate
from grants.config import driver
from grants.db import Record
from grants.jobs import engine


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


@pytest.fixture
def own_url(request, tmp_path):
    with database(request.config.getoption("--database"), tmp_path) as url:
        yield url


@pytest.fixture
def own_record(own_url):
    record = Record(own_url)
    migrate(record)
    yield record
    record.close()


@pytest.fixture
def own_settings(settings, own_url):
    return replace(settings, database_url=own_url)


@pytest.fixture
def kinds(monkeypatch):
    """A place for kinds of work that only this test knows."""
    monkeypatch.setattr(engine, "KINDS", {})
    return engine.KINDS
