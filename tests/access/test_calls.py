"""Who may do what with accounts, and with a call before it opens."""

import pytest

from tests.access import acts_calls, acts_people  # noqa: F401 - they tell the deeds
from tests.access.cells import cells, judge

STAGE = "call_draft"


@pytest.mark.parametrize(("deed", "role", "allowed"), cells(STAGE))
def test_who_may(world, deed, role, allowed):
    judge(world, deed, role, allowed)
