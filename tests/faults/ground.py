"""Where faults are tried: a published call that is open today, with complete applications by real people."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import text

from grants import clock
from grants.applications.model import Application
from grants.cli.schema import head
from grants.config import Settings
from grants.db import Base, Record
from tests.conftest import NOW
from tests.faults.person import Browser, Ticket, admit
from tests.faults.site import Site, free_port
from tests.frame import frame
from tests.make import House, joined, opened, pair, written

FAR = timedelta(days=365)


@dataclass(frozen=True)
class Team:
    """An application, and its two investigators with a browser each."""

    application_id: UUID
    tickets: tuple[Ticket, Ticket]
    port: int

    @property
    def own(self) -> str:
        """The application's own address."""
        return f"/my/applications/{self.application_id}"

    def browsers(self) -> tuple[Browser, Browser]:
        """A fresh connection for each."""
        first, second = self.tickets
        return Browser(self.port, first), Browser(self.port, second)


@dataclass
class Ground:
    """The database, and the server over it."""

    record: Record
    settings: Settings
    site: Site
    house: House
    app: Any

    def team(self, application: Application) -> Team:
        """Sign both investigators in."""
        lead, partner = (admit(self.app, part.pi) for part in application.parts)
        return Team(application.id, (lead, partner), self.settings.port)


@contextmanager
def ground(url: str, folder: Path) -> Iterator[Ground]:
    """A new house on a database, its call open for a year from today; the server is not started yet."""
    record, port = Record(url), free_port()
    settings = Settings(
        data_folder=folder, database_url=url, secret_key="a key of the faults, long enough for anyone", port=port,
        base_url=f"http://127.0.0.1:{port}",
    )  # fmt: skip
    Base.metadata.create_all(record.writers)
    with record.writing() as session:
        session.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        session.execute(text("INSERT INTO alembic_version VALUES (:known)"), {"known": head()})
        house = opened(session, NOW)
        clock.run()
        for deadline in house.call.deadlines:
            deadline.at = clock.now() + FAR
        house.at = clock.now()
        session.commit()
        yield Ground(record, settings, Site(settings, folder / "server.log"), house, frame(settings, record, "ground"))
    record.close()


def teams(ground: Ground, count: int) -> list[Team]:
    """So many complete applications, each of a pair of its own, not submitted yet."""
    house = ground.house
    applications = [written(house, joined(house, *pair(house, number))) for number in range(count)]
    house.session.commit()
    return [ground.team(application) for application in applications]
