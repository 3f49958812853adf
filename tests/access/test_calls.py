"""Who may do what with a call before it opens."""

import pytest

from tests.access import acts_calls  # noqa: F401 - tells the deeds
from tests.access.cells import BROKEN, cells, judge, may

STAGE = "call_draft"


@pytest.mark.parametrize(("act", "role", "run"), cells(STAGE), ids=lambda one: getattr(one, "__name__", one))
def test_who_may(world, act, role, run):
    judge(world, run, role, allowed=may(act, role))


@pytest.mark.parametrize(("act", "role", "condition", "run"), BROKEN[STAGE], ids=lambda one: getattr(one, "__name__", one))
def test_only_if(world, act, role, condition, run):
    judge(world, run, role, allowed=False)
