"""Eligibility: rules as data, put to the facts of an application; every answer shows its arithmetic.

A rule's test is a tree in plain JSON: `{"all": [...]}`, `{"any": [...]}`, `{"not": {...}}` or one kind of test with
its settings, `{"kind": "degree_age", "years": 7}`. `KINDS` names those that look at a whole application,
`person_tests.PERSON_TESTS` those that one person is put to, inside `each_pi`, `team_min` and their like.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from grants.rules import answer_tests as answers
from grants.rules import limit_tests as limits
from grants.rules import team_tests as team
from grants.rules import trees
from grants.rules.facts import Elsewhere, Facts, MemberFacts, PersonFacts, Post, Track
from grants.rules.findings import MEETS, Finding, Line, Result
from grants.rules.person_tests import PERSON_TESTS
from grants.rules.trees import Fault, Tree
from grants.words import Sentence

__all__ = [
    "ACROSS", "BEFORE", "KINDS", "MEETS", "OF_AN_INVESTIGATOR", "Elsewhere", "Examined", "Facts", "Finding", "Line",
    "MemberFacts", "PersonFacts", "Post", "Result", "Track", "examine", "faults", "kinds_in", "verdict", "waits_for",
]  # fmt: skip

BLOCK = "block"
KINDS: dict[str, Callable[..., Any]] = {
    "pi_per_side": team.PiPerSide,
    "each_pi": team.EachPi,
    "each_member": team.EachMember,
    "team_min": team.TeamMin,
    "team_max": team.TeamMax,
    "team_min_per_side": team.TeamMinPerSide,
    "ecr_min": team.TeamMin,
    "ecr_min_per_side": team.TeamMinPerSide,
    "must_include_party": team.MustIncludeParty,
    "manual_check": team.ManualCheck,
    "theme_required": answers.ThemeRequired,
    "answer_among": answers.AnswerAmong,
    "answer_not_before": answers.AnswerNotBefore,
    "doc_required": answers.DocRequired,
    "distinct_disciplines": answers.DistinctDisciplines,
    "residence": answers.Residence,
    "tax_domicile": answers.TaxDomicile,
    "nationality": answers.Nationality,
    "not_already_external": answers.NotAlreadyExternal,
    "max_as_pi": limits.MaxAsPi,
    "max_as_any": limits.MaxAsAny,
    "team_overlap": limits.TeamOverlap,
    "not_funded_within": limits.NotFundedWithin,
    "no_overdue_report": limits.NoOverdueReport,
}
ACROSS = frozenset({"max_as_pi", "max_as_any", "team_overlap"})
OF_AN_INVESTIGATOR = frozenset(PERSON_TESTS) - {"has_role"} | {"each_pi"}
BEFORE = frozenset({"not_funded_within", "no_overdue_report"})

TEAM, PART, PROFILE, THEME, OFFICES = ":team", ":part", ":profile", "theme", ":offices"
WRITTEN_IN = {
    "member_at": PART, "at_institution": PART, "has_role": TEAM, "theme_required": THEME, "manual_check": OFFICES,
    **dict.fromkeys(("pi_per_side", "each_pi", "each_member", "team_min", "team_max", "team_min_per_side"), TEAM),
    **dict.fromkeys(("ecr_min", "ecr_min_per_side", "must_include_party"), TEAM),
    **dict.fromkeys(ACROSS | BEFORE, OFFICES),
}  # fmt: skip


class Rule(Protocol):
    """A rule of a call: its tree, whom it concerns, and what failing it means."""

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

    @property
    def side(self) -> str | None:
        """The one side it concerns; nothing, if all."""


@dataclass(frozen=True)
class Examined:
    """What one rule found in one application."""

    code: str
    label: Mapping[str, str]
    severity: str
    finding: Finding
    side: str = ""
    ruled: Mapping[str, Result] = field(default_factory=dict)

    @property
    def result(self) -> Result:
        """What it came to."""
        return self.finding.result

    @property
    def explanation(self) -> Sentence:
        """Why, for those who may read all of it."""
        return self.finding.explanation

    def waits_for(self, side: str) -> bool:
        """Whether it waits for the officers of a side to decide on evidence."""
        return self.side in {"", side} and side not in self.ruled and self.finding.asked_of(side)

    def blocks_for(self, sides: Iterable[str]) -> bool:
        """Whether the verdict of one of some sides must wait for what its officers decide on this rule."""
        return self.severity == BLOCK and any(self.waits_for(side) for side in sides)

    @property
    def is_for_offices(self) -> bool:
        """Whether what it came to is for the offices to find out, and for nobody else to read."""
        return bool(self.finding.lines) and all(line.for_offices for line in self.finding.telling)


def faults(tree: Any) -> Iterator[Fault]:
    """Everything wrong with a rule's tree, each with its place in it."""
    return trees.faults(tree, KINDS, PERSON_TESTS)


def judge(tree: Tree, facts: Facts) -> Finding:
    """What one tree finds in an application."""
    return trees.judge(tree, KINDS, lambda test, turned: test.find(facts.turned() if turned else facts))


def examine(
    rules: Iterable[Rule], facts: Facts, ruled: Mapping[str, Mapping[str, Result]] | None = None,
) -> list[Examined]:  # fmt: skip
    """What every rule finds; `ruled` is what officers decided on evidence, rule → side → result."""
    return [judge_rule(rule, facts, (ruled or {}).get(rule.code, {})) for rule in rules]


def judge_rule(rule: Rule, facts: Facts, ruled: Mapping[str, Result]) -> Examined:
    """What one rule finds among those it concerns, with what officers decided on it."""
    side = rule.side or ""
    concerns = not side or side in facts.sides
    finding = judge(rule.test, facts.of_side(side).with_rulings(ruled)) if concerns else Finding(Result.PASS, ())
    return Examined(rule.code, rule.label, rule.severity, finding, side, ruled)


def verdict(examined: Iterable[Examined]) -> Result:
    """The application's own result: only rules that block count; a waived rule is met."""
    results = {each.result for each in examined if each.severity == BLOCK}
    if Result.FAIL in results:
        return Result.FAIL
    return Result.NEEDS_EVIDENCE if Result.NEEDS_EVIDENCE in results else Result.PASS


def waits_for(side: str, examined: Iterable[Examined]) -> list[Examined]:
    """The rules that block and wait for a side's officers to decide on evidence."""
    return [each for each in examined if each.blocks_for([side])]


def kinds_in(tree: Any) -> Iterator[str]:
    """Every kind of test in a tree, those inside tests of people among them."""
    if isinstance(tree, Mapping):
        if "kind" in tree:
            yield str(tree["kind"])
        tree = [tree[name] for name in ("all", "any", "not", "test") if name in tree]
    if isinstance(tree, list | tuple):
        for each in tree:
            yield from kinds_in(each)


def settings_of(kind: str, tree: Any) -> Mapping[str, Any] | None:
    """The settings of the first test of a kind in a tree, or in several; nothing where there is none."""
    if isinstance(tree, Mapping):
        if tree.get("kind") == kind:
            return tree
        tree = [tree[name] for name in ("all", "any", "not", "test") if name in tree]
    if not isinstance(tree, list | tuple):
        return None
    return next((found for found in (settings_of(kind, each) for each in tree) if found is not None), None)


def rests_on(tree: Any) -> Iterator[str]:
    """Where what a tree looks at is written: a question by its name, else TEAM, PART, PROFILE, or THEME."""
    if isinstance(tree, Mapping):
        if "kind" in tree:
            yield str(tree["question"]) if "question" in tree else WRITTEN_IN.get(str(tree["kind"]), PROFILE)
        tree = [tree[name] for name in ("all", "any", "not", "test") if name in tree]
    if isinstance(tree, list | tuple):
        for each in tree:
            yield from rests_on(each)
