"""Everything at once: bring the database up, then keep the site and its worker running until told to stop."""

import ctypes
import http.client
import signal
import subprocess
import sys
import time
from types import FrameType

import click
from sqlalchemy import select

from grants import clock
from grants.cli.schema import migrate, step_down
from grants.config import Settings
from grants.db import Record
from grants.demonstration import build
from grants.jobs.alarm import huey_of
from grants.letters.certificate import self_signed
from grants.people.model import Person

CHILDREN = ("serve", "work")
GRACE = 25.0
SHORT_LIFE = 5.0
LONGEST_PAUSE = 30.0
DIE_WITH_PARENT = 1


def prepare(settings: Settings) -> None:
    """The data folder, the schema, the alarm's own tables, and in a demonstration its people and calls."""
    settings.data_folder.mkdir(parents=True, exist_ok=True)
    record = Record(settings.database_url)
    migrate(record)
    huey_of(settings)
    if settings.demonstration:
        self_signed(settings.data_folder / "demonstration.p12", clock.now())
        demonstrate(record, settings)
    record.close()


def demonstrate(record: Record, settings: Settings) -> None:
    """Fill an empty house with invented people and calls; one that was left half filled is emptied and filled anew."""
    unfinished = settings.data_folder / "demonstration.unfinished"
    if unfinished.exists():
        step_down(record, "base")
        migrate(record)
    if is_empty(record):
        click.echo("Writing the demonstration: a minute or so, once.", err=True)
        unfinished.touch()
        build(record, settings)
    unfinished.unlink(missing_ok=True)


def is_empty(record: Record) -> bool:
    """Whether nobody has ever been here."""
    with record.reading() as session:
        return session.scalar(select(Person.id).limit(1)) is None


class Child:
    """One program of the house, started again whenever it ends by itself."""

    def __init__(self, name: str) -> None:
        self.name, self.pause = name, 0.0
        self.start()

    def start(self) -> None:
        """Start it, out of reach of the terminal's own signals: they come through us, in order."""
        command = [sys.executable, "-m", "grants.cli", self.name, "--child"]
        self.since = time.monotonic()
        self.process = subprocess.Popen(command, start_new_session=True)  # noqa: S603 - our own program

    def look(self) -> None:
        """Start it again if it died; one that dies at once is given longer and longer to think."""
        if self.process.poll() is None:
            return
        lived = time.monotonic() - self.since
        if lived < self.pause:
            return
        click.echo(f"{self.name} ended with {self.process.returncode}; starting it again.", err=True)
        self.pause = min(max(1.0, self.pause * 2), LONGEST_PAUSE) if lived < SHORT_LIFE + self.pause else 0.0
        self.start()

    def stop(self, until: float) -> int:
        """Let it finish what it is at, then end it."""
        try:
            return self.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()


class Stop(Exception):
    """Somebody wants the house closed."""


def stop(_number: int, _frame: FrameType | None) -> None:
    """What a signal means here."""
    raise Stop


def keep_up(settings: Settings) -> None:
    """Run the site and one worker until a signal comes; then end both, the worker after what it has in hand."""
    signal.signal(signal.SIGTERM, stop)
    children = []
    try:
        children = [Child(name) for name in CHILDREN]
        announced = False
        while True:
            time.sleep(0.3)
            for child in children:
                child.look()
            if not announced and (announced := is_ready(settings)):
                click.echo(f"Tsunagari is ready at {settings.base_url}")
    except (Stop, KeyboardInterrupt):
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    finally:
        until = time.monotonic() + GRACE
        for child in children:
            child.process.send_signal(signal.SIGTERM if child.name == "serve" else signal.SIGINT)
        for child in children:
            child.stop(until)


def is_ready(settings: Settings) -> bool:
    """Whether the house says of itself that it is ready."""
    door = http.client.HTTPConnection("127.0.0.1", settings.port, timeout=5)
    try:
        door.request("GET", "/readyz")
        return door.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        door.close()


def die_with_parent(by: signal.Signals = signal.SIGTERM) -> None:
    """On Linux, end when the program that started this one is gone: no orphan keeps the port or the queue."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, by)
