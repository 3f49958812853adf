"""Who may do what with a report that is in."""

import pytest

from tests.access import acts_reports  # noqa: F401 - it tells the deeds
from tests.access.cells import cells, judge

STAGE = "reported"


@pytest.mark.parametrize(("deed", "role", "allowed"), cells(STAGE))
def test_who_may(world, deed, role, allowed):
    judge(world, deed, role, allowed)
