import pytest

from tests.reviews.judging import closed


@pytest.fixture
def judging(session, at):
    return closed(session, at)
