"""Who may do what while a call is open and applications are written."""

import pytest

from tests.access import acts_calls, acts_changes, acts_drafts, acts_team  # noqa: F401 - they tell the deeds
from tests.access.cells import cells, check_doors, judge

STAGE = "draft"


@pytest.mark.parametrize("cell", cells(STAGE))
def test_who_may(world, cell):
    judge(world, cell)


def test_every_door_of_the_stage(world):
    check_doors(world)
