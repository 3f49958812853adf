"""The record: how rows are kept, alike on SQLite and PostgreSQL.

What PostgreSQL would refuse (too long, NUL, naive times) is refused here before either database sees it.
A page that reads cannot write: its session is opened by `Record.reading`.
"""

import fcntl
import os
import threading
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, DateTime, Engine, Enum, MetaData, String, Text, Uuid, create_engine, event, text
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, object_session
from sqlalchemy.types import TypeDecorator, TypeEngine

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


PATIENCE = 10.0  # seconds that a writer waits for another of the same process


class Unkeepable(ValueError):
    """A value that one of the two databases could not keep."""


class Line(TypeDecorator[str]):
    """Text of bounded length, the same bound on both databases."""

    impl = String
    cache_ok = True

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.bound = length

    def process_bind_param(self, value: str | None, _dialect: Dialect) -> str | None:
        """Refuse what PostgreSQL would refuse."""
        if value is not None and len(value) > self.bound:
            raise Unkeepable(f"{len(value)} characters where {self.bound} fit")
        return keepable(value)


class LongText(TypeDecorator[str]):
    """Text of any length a form admits."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, _dialect: Dialect) -> str | None:
        """Refuse what PostgreSQL would refuse."""
        return keepable(value)


class Instant(TypeDecorator[datetime]):
    """An instant in UTC; a time without a zone is not an instant."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """PostgreSQL keeps the zone itself; SQLite keeps UTC by our word."""
        return dialect.type_descriptor(DateTime(timezone=dialect.name == "postgresql"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise Unkeepable("a time without a zone")
        utc = value.astimezone(UTC)
        return utc if dialect.name == "postgresql" else utc.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Give UTC back."""
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


def keepable(value: str | None) -> str | None:
    """Text without the two things PostgreSQL cannot keep: NUL and lone surrogates."""
    if value is not None and ("\x00" in value or any("\ud800" <= c <= "\udfff" for c in value)):
        raise Unkeepable("a character that cannot be stored")
    return value


def choice(values: type[StrEnum], name: str = "") -> Enum:
    """A column that holds one of a closed set of words, with its CHECK, named where a table has two of a set."""
    return Enum(
        values,
        native_enum=False,
        create_constraint=True,
        length=30,
        values_callable=lambda kind: [word.value for word in kind],
        name=name or values.__name__.lower(),
    )


class Base(DeclarativeBase):
    """Every table of the house; a row has its name before it is stored."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 - read by SQLAlchemy
        datetime: Instant,
        uuid.UUID: Uuid(),
        dict[str, str]: JSON(),
        dict[str, Any]: JSON(),
        list[Any]: JSON(),
        str: LongText,
    }

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)

    def __init__(self, **values: Any) -> None:
        self.id = values.pop("id", None) or uuid.uuid4()
        for name, value in values.items():
            if not hasattr(type(self), name):
                raise TypeError(f"{type(self).__name__} has no {name}")
            setattr(self, name, value)


Texts = Mapping[str, str]


def session_of(thing: Base) -> Session:
    """The session a row lives in; a row outside one is a mistake of ours."""
    session = object_session(thing)
    if session is None:
        raise LookupError(f"{thing!r} is in no session")
    return session


class Record:
    """The database of one installation, with its two doors: reading and writing."""

    def __init__(self, url: str, *, pool_size: int = 10) -> None:
        options: dict[str, Any] = {} if url.startswith("sqlite") else {"pool_size": pool_size, "max_overflow": 10}
        self.engine: Engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"), **options)
        if self.engine.dialect.name == "sqlite":
            event.listen(self.engine, "connect", prepare_sqlite)
            Turnstile(self.engine)
        else:
            event.listen(self.engine, "connect", prepare_postgresql)
        self.writers = self.engine.execution_options(writes=True)

    def writing(self) -> Session:
        """A session that may write; on SQLite it waits its turn before it reads."""
        return Session(self.writers, autoflush=True, expire_on_commit=False)

    def reading(self) -> Session:
        """A session in which a write is a mistake that raises."""
        session = Session(self.engine, autoflush=False, expire_on_commit=False)
        event.listen(session, "before_flush", refuse_to_write)
        return session

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """One unit of work: all of it or nothing. For jobs and commands; pages have their own."""
        with self.writing() as session, session.begin():
            yield session

    def study(self) -> None:
        """Let SQLite see how its tables have grown, so that it finds the short way; PostgreSQL looks by itself."""
        if self.engine.dialect.name == "sqlite":
            with self.transaction() as session:
                session.execute(text("PRAGMA analysis_limit=1000"))
                session.execute(text("ANALYZE"))

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


def prepare_sqlite(connection: Any, _: Any) -> None:
    """Durable, patient, and with foreign keys: the embedded database as strict as the large one."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def prepare_postgresql(connection: Any, _: Any) -> None:
    """No machine code for a single question: compiling it takes longer than any of ours runs."""
    connection.autocommit = True
    connection.execute("SET jit = off")
    connection.autocommit = False


class Turnstile:
    """Writers queue before they read, so that no update is lost between reading and writing; one passes at a time.

    SQLite lets those who wait try again now and then, so that whoever comes last is served first and much of the time
    nobody is. Here the next one is woken as soon as the one before is done, be it in this process or in another.
    """

    def __init__(self, engine: Engine) -> None:
        self.path = engine.url.database
        self.mine = threading.Lock()
        self.gate = -1
        event.listen(engine, "begin", self.begin)
        event.listen(engine, "checkin", self.leave)

    def begin(self, connection: Connection) -> None:
        """Wait for one's turn to write; reading waits for nobody."""
        writes = connection.get_execution_options().get("writes", False)
        if writes and self.path and not connection.info.get("turn") and self.mine.acquire(timeout=PATIENCE):
            connection.info["turn"] = True
            self.gate = os.open(f"{self.path}.turn", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
            fcntl.flock(self.gate, fcntl.LOCK_EX)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    def leave(self, _connection: Any, kept: Any) -> None:
        """Let the next one in; a process that dies has left."""
        if kept.info.pop("turn", False):
            os.close(self.gate)
            self.mine.release()


def refuse_to_write(session: Session, _context: Any, _instances: Any) -> None:
    """A page that reads may not write."""
    if session.new or session.deleted or any(session.is_modified(thing) for thing in session.dirty):
        raise RuntimeError("A page that reads tried to write.")
