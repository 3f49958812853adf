"""Rules of eligibility in a definition file: the sides they name are sides of the call."""

import pytest

from grants.calls.definition import DefinitionFaults, read, shipped

MIRAI = shipped()["mirai-2022"].read_text()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    test: {kind: pi_per_side}", "    test: {kind: pi_per_side}\n    side: DE"),
        ("          side: SE", "          side: DE"),
    ],
)
def test_a_rule_of_a_side_that_is_not_there_is_told(old, new):
    assert old in MIRAI
    with pytest.raises(DefinitionFaults) as told:
        read(MIRAI.replace(old, new, 1))
    assert "“DE” is not named in this file." in [str(fault.reason) for fault in told.value.faults]
