"""Who may do what with decisions that nobody has been told yet."""

import pytest

from tests.access import acts_deciding, acts_walking  # noqa: F401 - they tell the deeds
from tests.access.cells import cells, check_doors, judge

STAGE = "decided"


@pytest.mark.parametrize("cell", cells(STAGE))
def test_who_may(world, cell):
    judge(world, cell)


def test_every_door_of_the_stage(world):
    check_doors(world)
