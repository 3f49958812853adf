"""What officers decide on evidence, put in the place of what the rules could not tell."""

from collections.abc import Sequence

from grants.rules.facts import Facts
from grants.rules.findings import BEST_FIRST, OPPOSITE, Finding, Result


def settled(units: Sequence[tuple[str, Finding]], facts: Facts) -> list[Finding]:
    """What was found of each side's people, with its officers' decision in the place of what waits for one.

    Where nothing of a side waits, its decision overrules what was found of it. What belongs to no single side ("")
    is decided when all sides have, or one has refused.
    """
    waiting = {side for side, finding in units if finding.result is Result.NEEDS_EVIDENCE}
    return [
        finding if side in waiting and finding.result is not Result.NEEDS_EVIDENCE else decided(side, finding, facts)
        for side, finding in units
    ]


def decided(side: str, finding: Finding, facts: Facts) -> Finding:
    """A finding as the side it belongs to has decided it, if it has."""
    result = facts.ruled.get(side) if side else decided_by_all(facts)
    if result is None:
        return finding
    return finding.settled(OPPOSITE.get(result, result) if facts.is_turned else result)


def decided_by_all(facts: Facts) -> Result | None:
    """What all sides together have decided: the worst of it; nothing while one is still to decide."""
    given = [facts.ruled[side] for side in facts.sides if side in facts.ruled]
    if len(given) < len(facts.sides) and Result.FAIL not in given:
        return None
    return max(given, key=BEST_FIRST.index, default=None)
