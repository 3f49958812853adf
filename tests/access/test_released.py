"""Who may do what with decisions, awards and letters, once they are out."""

import pytest

from tests.access import acts_calls, acts_deciding  # noqa: F401 - they tell the deeds
from tests.access.cells import cells, judge

STAGE = "released"


@pytest.mark.parametrize(("deed", "role", "allowed"), cells(STAGE))
def test_who_may(world, deed, role, allowed):
    judge(world, deed, role, allowed)
