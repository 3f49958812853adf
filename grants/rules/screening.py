"""What an officer may decide on eligibility, and what must be said with it."""

from collections.abc import Iterable, Sequence
from typing import Any

from grants.rules.eligibility import BLOCK, MEETS, Examined, Result, waits_for
from grants.rules.refusal import Refused
from grants.rules.sentences import together
from grants.words import say

DECIDED = (Result.PASS, Result.FAIL, Result.WAIVED)


def check_ruling(rules: Iterable[Any], said: Any) -> None:
    """Refuse a decision on evidence that names no rule of this side, or that does not say why."""
    if not any(rule.code == said.rule and rule.side in {None, "", said.side} for rule in rules):
        raise Refused(say("This rule is not for this side to decide on."), "side")
    if said.result not in DECIDED:
        raise Refused(say("Decide: eligible, not eligible, or waived."), "result")
    if said.result is Result.PASS and not said.evidence.strip():
        raise Refused(say("Say what you have seen that shows it."), "evidence")
    if said.result is not Result.PASS and not said.reason.strip():
        raise Refused(say("Give the reason: it is on record, and the applicants may ask."), "reason")


def check_verdict(verdict: tuple[Result, str], side: str, examined: Sequence[Examined]) -> None:
    """Refuse a verdict that leaves evidence of this side undecided, or that goes against the rules without a reason."""
    result, reason = verdict
    if result not in DECIDED:
        raise Refused(say("Decide: eligible, not eligible, or waived."), "result")
    waiting = waits_for(side, examined)
    if result in MEETS and waiting:
        rules = together([one.label for one in waiting])
        raise Refused(say("Decide first what the evidence shows on: %(rules)s.", rules=rules), "result")
    against = [one for one in examined if one.severity == BLOCK and not_met_by(side, one)]
    if (result is not Result.PASS or against) and not reason.strip():
        raise Refused(say("Give the reason: it is on record, and the applicants may ask."), "reason")


def not_met_by(side: str, one: Examined) -> bool:
    """Whether a rule is not met, and this side answers for it."""
    fails = [line for line in one.finding.telling if line.result is Result.FAIL]
    return one.result is Result.FAIL and any(line.side in {"", side} for line in fails)
