"""One engine per worker, one savepoint per test: the same tests on SQLite and on PostgreSQL."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import pytest
from sqlalchemy import create_engine, event, text
from sqlalchemy.orm import Session

from grants import clock
from grants.cli.memory import settle
from grants.config import Settings, driver
from grants.db import Base, Record
from grants.jobs.engine import Kind, Watch, Work
from grants.web.transaction import Desks
from tests import frame as frames
from tests.client import Client
from tests.frame import frame
from tests.rehearsal import RehearsalRecord

hypothesis.settings.register_profile("house", deadline=None, derandomize=True)
hypothesis.settings.load_profile("house")

NOW = datetime(2022, 2, 10, 3, 0, tzinfo=UTC)
LONG = ("access", "journeys", "hostile", "faults", "demonstration", "look", "jobs", "web")  # the longest first


def pytest_collection_finish() -> None:
    """As the server does once it is loaded: a fifth of the time of a whole run went into looking for waste."""
    settle()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=["sqlite", "postgresql"], default="sqlite")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Rooms whose tests take long are begun first, so that no worker is left alone with one of them at the end."""
    items.sort(key=lambda item: LONG.index(item.path.parent.name) if item.path.parent.name in LONG else len(LONG))


@pytest.fixture(scope="session")
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A fresh, empty database of the kind asked for; each worker has its own."""
    if request.config.getoption("--database") == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('db') / 'test.sqlite3'}"
        return
    name = f"test_{uuid.uuid4().hex}"
    server = create_engine(driver(os.environ["TEST_POSTGRES_URL"]), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    yield server.url.set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    server.dispose()


@pytest.fixture(scope="session")
def engine_record(database_url: str) -> Iterator[Record]:
    record = Record(database_url)
    with record.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
    Base.metadata.create_all(record.writers)
    yield record
    record.close()


@pytest.fixture(scope="session", autouse=True)
def presses() -> Iterator[None]:
    """Printing presses that some test started end with the last test."""
    yield
    frames.close()


@pytest.fixture(autouse=True)
def stopped_clock() -> Iterator[None]:
    """Time stands still until a test moves it."""
    clock.stop(NOW)
    yield
    clock.run()


@pytest.fixture
def at() -> datetime:
    return NOW


@pytest.fixture
def record(engine_record: Record) -> Iterator[RehearsalRecord]:
    rehearsal = RehearsalRecord(engine_record)
    yield rehearsal
    rehearsal.undo()


@pytest.fixture
def session(record: RehearsalRecord) -> Iterator[Session]:
    with record.writing() as opened:
        yield opened


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    return Settings(
        data_folder=tmp_path,
        database_url=database_url,
        secret_key="a key of the tests that is long enough for anyone",
        base_url="http://localhost",
        demonstration=False,
    )


@pytest.fixture
def app(settings: Settings, record: RehearsalRecord) -> Desks:
    return frame(settings, record)


@pytest.fixture
def client(app: Desks, session: Session) -> Client:
    """Somebody at the other end; `client.be(person)` signs in for real."""
    made = app.test_client()
    made.session = session
    return made


@pytest.fixture
def statements(engine_record: Record):
    """Counts the SQL statements of a stretch of a test: `with statements() as seen: ...; len(seen)`."""

    @contextmanager
    def watch() -> Iterator[list[str]]:
        seen: list[str] = []

        def note(_connection, _cursor, statement, *_rest) -> None:
            if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
                seen.append(statement)

        event.listen(engine_record.engine, "before_cursor_execute", note)
        yield seen
        event.remove(engine_record.engine, "before_cursor_execute", note)

    return watch


@pytest.fixture
def work(record, settings, session):
    """Does one kind of work, as of an instant."""

    def do(module, now):
        session.commit()
        clock.stop(now)
        module.run(Work(record, settings, None, Kind("test", module.run, None), {}, 1, None, Watch(now)))
        session.expire_all()

    return do
