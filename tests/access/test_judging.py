"""Who may do what with what is judged, from the close of the call to its decisions."""

import pytest

from tests.access import acts_calls, acts_judging, acts_records, acts_submitted  # noqa: F401 - they tell the deeds
from tests.access.cells import cells, judge

STAGE = "submitted_closed"


@pytest.mark.parametrize(("deed", "role", "allowed"), cells(STAGE))
def test_who_may(world, deed, role, allowed):
    judge(world, deed, role, allowed)
