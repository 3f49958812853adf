"""Who may do what while a call is open and applications are written."""

import pytest

from tests.access import acts_calls, acts_drafts  # noqa: F401 - they tell the deeds
from tests.access.cells import cells, judge

STAGE = "draft"


@pytest.mark.parametrize(("deed", "role", "allowed"), cells(STAGE))
def test_who_may(world, deed, role, allowed):
    judge(world, deed, role, allowed)
