"""Who may do what with decisions, awards and letters, once they are out."""

import pytest

from tests.access import acts_awards, acts_calls, acts_deciding, acts_letters, acts_reports  # noqa: F401 - they tell the deeds
from tests.access.cells import cells, check_doors, judge

STAGE = "released"


@pytest.mark.parametrize("cell", cells(STAGE))
def test_who_may(world, cell):
    judge(world, cell)


def test_every_door_of_the_stage(world):
    check_doors(world)
