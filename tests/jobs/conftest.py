"""Jobs are tried on a database of their own: what they promise is about commits."""

from dataclasses import replace

import pytest

from grants.cli.schema import migrate
from grants.db import Record
from grants.jobs import engine
from tests import own


@pytest.fixture
def own_url(request, tmp_path):
    with own.database(request.config.getoption("--database"), tmp_path) as url:
        yield url


@pytest.fixture
def house(own_url):
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
