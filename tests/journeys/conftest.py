"""A browser for all, and a house of its own for each play."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests import own
from tests.journeys.play import Play, Plot
from tests.journeys.stage import raised
from tests.look.look import chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium())
        yield opened
        opened.close()


@pytest.fixture
def played(
    request: pytest.FixtureRequest, browser: Browser, tmp_path: Path
) -> Callable[[Plot], AbstractContextManager[Play]]:
    @contextmanager
    def play(plot: Plot) -> Iterator[Play]:
        kind = request.config.getoption("--database")
        with own.database(kind, tmp_path) as url, raised(url, tmp_path, browser) as stage:
            made = Play(stage, plot)
            yield made
            made.close()

    return play
