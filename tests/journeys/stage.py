"""The house as people meet it: served on a port, mail over SMTP, work done by its jobs, the clock in our hand."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any

from playwright.sync_api import Browser
from sqlalchemy import Select
from werkzeug.serving import WSGIRequestHandler, make_server

from grants import clock
from grants.cli.schema import migrate
from grants.config import Settings
from grants.db import Record
from grants.jobs.due import run_due
from tests.frame import frame
from tests.mail.server import Post, mail_server

FIRST_DAY = datetime.fromisoformat("2022-01-17T01:00:00+00:00")


class Quiet(WSGIRequestHandler):
    """Serves without a word."""

    def log_request(self, *_said: Any) -> None:
        pass


class Stage:
    """One house on one database, its mail server, a browser, and the clock."""

    def __init__(self, record: Record, settings: Settings, post: Post, browser: Browser) -> None:
        self.record, self.settings, self.post, self.browser = record, settings, post, browser
        self.reading = record.reading()
        self.looked_at: set[tuple[str, ...]] = set()

    @property
    def url(self) -> str:
        return self.settings.base_url

    @property
    def now(self) -> datetime:
        return clock.now()

    def at(self, moment: datetime) -> None:
        """It is that late now; what is due is done."""
        clock.stop(moment)
        self.work()

    def tick(self) -> None:
        """A second passes."""
        clock.stop(self.now + timedelta(seconds=1))

    def later(self, **time: float) -> None:
        """So much later, what is due is done."""
        self.at(self.now + timedelta(**time))

    def work(self) -> None:
        """The jobs do what is due, and every mail goes out."""
        run_due(self.record, self.settings, clock.now())

    def mail(self, to: str, place: str = "") -> str:
        """The newest mail to somebody that leads to a place."""
        self.work()
        said = [mail.get_content() for to_whom, mail in self.post.taken if to_whom == [to]]
        found = [text for text in said if f"{self.url}{place}" in text]
        assert found, f"no mail to {to} leads to {place}: {said}"
        return found[-1]

    def link(self, to: str, place: str) -> str:
        """The address in the newest mail to somebody that leads to a place."""
        return re.search(re.escape(f"{self.url}{place}") + r"\S*", self.mail(to, place)).group()

    def read(self, wanted: Select) -> list[Any]:
        """What the database holds."""
        self.reading.rollback()
        self.reading.expire_all()
        return list(self.reading.scalars(wanted).unique())


@contextmanager
def raised(url: str, folder: Path, browser: Browser, lay: Callable[[Record], None] = migrate) -> Iterator[Stage]:
    """Serve a new house on a database whose tables are laid first; everything ends with it."""
    clock.stop(FIRST_DAY)
    record, post = Record(url), Post()
    lay(record)
    with mail_server(post) as smtp:
        server = make_server("127.0.0.1", 0, lambda _environ, _start: [], threaded=True, request_handler=Quiet)
        server.daemon_threads = True
        settings = Settings(
            data_folder=folder, database_url=url, secret_key="a key of the journeys, long enough for anyone",
            base_url=f"http://127.0.0.1:{server.server_port}", smtp_url=f"smtp://{smtp}", demonstration=False,
        )  # fmt: skip
        server.app = frame(settings, record, "stage")
        serving = Thread(target=server.serve_forever, daemon=True)
        serving.start()
        stage = Stage(record, settings, post, browser)
        yield stage
        stage.reading.close()
        server.shutdown()
        serving.join()
        server.server_close()
    record.close()
