"""Who may do what with a report that is owed."""

import pytest

from tests.access import acts_awards, acts_reports  # noqa: F401 - it tells the deeds
from tests.access.cells import cells, check_doors, judge

STAGE = "awarded"


@pytest.mark.parametrize("cell", cells(STAGE))
def test_who_may(world, cell):
    judge(world, cell)


def test_every_door_of_the_stage(world):
    check_doors(world)
