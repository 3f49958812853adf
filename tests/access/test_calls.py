"""Who may do what with accounts, and with a call before it opens."""

import pytest

from tests.access import acts_calls, acts_people  # noqa: F401 - they tell the deeds
from tests.access.cells import cells, check_doors, judge

STAGE = "call_draft"


@pytest.mark.parametrize("cell", cells(STAGE))
def test_who_may(world, cell):
    judge(world, cell)


def test_every_door_of_the_stage(world):
    check_doors(world)
