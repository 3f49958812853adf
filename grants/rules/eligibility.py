"""Eligibility: rules as data, put to the facts of an application; every answer shows its arithmetic.

A rule's test is a tree in plain JSON: `{"all": [...]}`, `{"any": [...]}`, `{"not": {...}}` or one kind of test with
its settings, `{"kind": "degree_age", "years": 7}`. The kinds stand in `team_tests` and `person_tests`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from grants.rules import trees
from grants.rules.facts import Facts, Finding, MemberFacts, PersonFacts, Result
from grants.rules.person_tests import PERSON_TESTS
from grants.rules.team_tests import TEAM_TESTS
from grants.rules.trees import Fault, Tree
from grants.words import Sentence

__all__ = ["Examined", "Facts", "Finding", "MemberFacts", "PersonFacts", "Result", "examine", "faults", "verdict"]

BLOCK = "block"


class Rule(Protocol):
    """A rule of a call: its tree, and what failing it means."""

    @property
    def code(self) -> str:
        """Its short name."""

    @property
    def label(self) -> Mapping[str, str]:
        """What it asks, in the call's languages."""

    @property
    def test(self) -> Tree:
        """Its tree."""

    @property
    def severity(self) -> str:
        """What failing it means: block, flag or info."""


@dataclass(frozen=True)
class Examined:
    """What one rule found in one application."""

    code: str
    label: Mapping[str, str]
    severity: str
    result: Result
    explanation: Sentence


def faults(tree: Any) -> Iterator[Fault]:
    """Everything wrong with a rule's tree, each with its place in it."""
    return trees.faults(tree, TEAM_TESTS, PERSON_TESTS)


def judge(tree: Tree, facts: Facts) -> Finding:
    """What one tree finds in an application."""
    return trees.judge(tree, TEAM_TESTS, lambda test: test.find(facts))


def examine(
    rules: Iterable[Rule], facts: Facts, decided: Mapping[str, Finding] | None = None,
) -> list[Examined]:  # fmt: skip
    """What every rule finds; where an officer has decided on evidence, or waived a rule, that stands."""
    found = []
    for rule in rules:
        finding = (decided or {}).get(rule.code) or judge(rule.test, facts)
        found.append(Examined(rule.code, rule.label, rule.severity, finding.result, finding.explanation))
    return found


def verdict(examined: Iterable[Examined]) -> Result:
    """The application's own result: only rules that block count; a waived rule is met."""
    results = {each.result for each in examined if each.severity == BLOCK}
    if Result.FAIL in results:
        return Result.FAIL
    return Result.NEEDS_EVIDENCE if Result.NEEDS_EVIDENCE in results else Result.PASS
