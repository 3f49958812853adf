"""Who may do what with decisions that nobody has been told yet."""

import pytest

from tests.access import acts_deciding  # noqa: F401 - they tell the deeds
from tests.access.cells import cells, judge

STAGE = "decided"


@pytest.mark.parametrize(("deed", "role", "allowed"), cells(STAGE))
def test_who_may(world, deed, role, allowed):
    judge(world, deed, role, allowed)
