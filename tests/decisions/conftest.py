import pytest

from tests import make


@pytest.fixture
def house(session, at):
    """A closed call: ada and ben's application and three more, judged 4.5, 4, 4, 3 by both sides alike."""
    house = make.opened(session, at)
    house.applications = [make.submitted(house), *make.more(house, 3)]
    make.closed(house)
    for application, mark in zip(house.applications, (5, 4, 4, 3), strict=True):
        make.reviewed(house, application, mark, mark)
    return house
