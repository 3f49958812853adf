"""Who may do what with what is judged, from the close of the call to its decisions."""

import pytest

from tests.access import acts_calls, acts_changes, acts_desk, acts_judging, acts_records, acts_submitted  # noqa: F401 - they tell the deeds
from tests.access.cells import cells, check_doors, judge

STAGE = "submitted_closed"


@pytest.mark.parametrize("cell", cells(STAGE))
def test_who_may(world, cell):
    judge(world, cell)


def test_every_door_of_the_stage(world):
    check_doors(world)
