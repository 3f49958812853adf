"""Who may do what with a call before it opens."""

import pytest

from tests.access import acts_calls  # noqa: F401 - tells the deeds
from tests.access.cells import cells, judge

STAGE = "call_draft"


@pytest.mark.parametrize(("deed", "role", "allowed"), cells(STAGE))
def test_who_may(world, deed, role, allowed):
    judge(world, deed, role, allowed)
