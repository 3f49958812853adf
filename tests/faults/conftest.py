"""A ground of each test's own, on the database asked for; the clock of these tests runs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from grants import clock
from tests.faults.ground import Ground, ground
from tests.own import database


@pytest.fixture
def tried(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ground]:
    """Where a fault is tried."""
    with database(request.config.getoption("--database"), tmp_path) as url, ground(url, tmp_path) as made:
        yield made
        clock.run()
