"""Who may do what with what was handed in while the call is open."""

import pytest

from tests.access import acts_submitted  # noqa: F401 - they tell the deeds
from tests.access.cells import cells, judge

STAGE = "submitted_open"


@pytest.mark.parametrize(("deed", "role", "allowed"), cells(STAGE))
def test_who_may(world, deed, role, allowed):
    judge(world, deed, role, allowed)
