"""Who may do what with what was handed in while the call is open."""

import pytest

from tests.access import acts_changes, acts_submitted  # noqa: F401 - they tell the deeds
from tests.access.cells import cells, check_doors, judge

STAGE = "submitted_open"


@pytest.mark.parametrize("cell", cells(STAGE))
def test_who_may(world, cell):
    judge(world, cell)


def test_every_door_of_the_stage(world):
    check_doors(world)
