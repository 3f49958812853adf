from collections.abc import Iterator

import pytest

from grants.letters.engine import Engine


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    """One real press in its own process for all tests of letters."""
    with Engine() as engine:
        yield engine
