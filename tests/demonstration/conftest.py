"""One demonstration for all tests of a worker, built as `./start` builds it, and served where a browser comes."""

from dataclasses import replace
from threading import Thread

import pytest
from werkzeug.serving import make_server

from grants import clock
from grants.cli.schema import migrate
from grants.config import Settings
from grants.db import Record
from grants.demonstration import build
from tests.frame import frame
from tests.journeys.conftest import browser  # noqa: F401 - a fixture
from tests.journeys.stage import Quiet
from tests.own import database


@pytest.fixture(scope="session")
def house(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("demonstration")
    clock.run()
    with database(request.config.getoption("--database"), folder) as url:
        settings = Settings(folder, url, "a key of the demonstration's own test", demonstration=True)
        record = Record(url)
        migrate(record)
        build(record, settings)
        yield record, settings
        record.close()


@pytest.fixture(autouse=True)
def running_clock(stopped_clock):
    """The demonstration lives today."""
    clock.run()


@pytest.fixture
def served(house):
    """The house behind a port of its own."""
    record, settings = house
    server = make_server("127.0.0.1", 0, lambda _environ, _start: [], threaded=True, request_handler=Quiet)
    server.daemon_threads = True
    server.app = frame(replace(settings, base_url=f"http://127.0.0.1:{server.server_port}"), record, "served")
    serving = Thread(target=server.serve_forever, daemon=True)
    serving.start()
    yield server.app
    server.shutdown()
    serving.join()
    server.server_close()
