"""Each role walks the whole house in each stage of its life."""

import pytest

from tests.access.law import ROLES
from tests.access.lists import differences
from tests.access.walking import walk

STAGES = ("draft", "submitted_closed", "decided", "reported")
WALKERS = (*ROLES, "auditor_foreign", "chair_foreign")


@pytest.mark.parametrize("role", WALKERS)
@pytest.mark.parametrize("world", STAGES, indirect=True, scope="module")
def test_a_list_shows_what_its_doors_open(world, role):
    assert_none(differences(world, role, walk(world, role)))


def assert_none(faults):
    """Every fault on a line of its own, and nothing else."""
    told = "\n".join(faults)
    if told:
        pytest.fail(told, pytrace=False)
