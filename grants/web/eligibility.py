"""What the rules of a call find, as each reader may read it: the reason of one's own, the result of others."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from grants.applications import queries
from grants.applications.model import Application
from grants.calls.model import Call
from grants.rules.eligibility import BLOCK, PROFILE, Examined, Line, Result, rests_on
from grants.rules.findings import RULE_LABELS
from grants.rules.relations import is_officer_of_call, side_written_by, sides_of
from grants.web.reader import reader
from grants.words import Sentence, say

Sees = Callable[[Line], bool]
TONES = {Result.PASS: "good", Result.WAIVED: "good", Result.NEEDS_EVIDENCE: "warn", Result.FAIL: "bad"}
BY_THE_OFFICES = (say("By the offices"), "neutral")


@dataclass(frozen=True)
class Told:
    """What one rule found, in the words that one reader may read."""

    code: str
    label: Mapping[str, str]
    status: tuple[Sentence, str]
    sentence: Sentence
    is_condition: bool
    rests_on: frozenset[str] = frozenset()
    is_own: bool = False

    @property
    def text(self) -> Sentence:
        """Result and reason in one line, for the place beside a field."""
        return say("%(result)s: %(reason)s", result=self.status[0], reason=self.sentence)

    @property
    def is_in_profile(self) -> bool:
        """Whether the reader's own profile decides it, among others."""
        return self.is_own and PROFILE in self.rests_on


def told(one: Examined, sees: Sees, rests: Iterable[str] = (), *, is_own: bool = False) -> Told:
    """One rule for one reader."""
    is_condition = one.severity == BLOCK
    status = (RULE_LABELS[one.result], TONES[one.result] if is_condition else "neutral")
    if one.is_for_offices and not sees(one.finding.telling[0]):
        status = BY_THE_OFFICES
    return Told(one.code, one.label, status, one.finding.told_to(sees), is_condition, frozenset(rests), is_own)


def seen_by_officer(by: Any, call: Call) -> Sees:
    """Officers read the whole of their own side's people, and what the offices look up; else what is open."""
    own, is_officer = sides_of(by, call), is_officer_of_call(by, call)
    return lambda line: is_officer if line.for_offices else line.side in own


def seen_by_team(by: Any, application: Application) -> Sees:
    """On a team everybody reads the whole of themselves, and of those without an account whom they wrote down."""
    mine = side_written_by(by, application)
    return lambda line: not line.for_offices and (
        line.key == by.id if line.key is not None else line.side in mine
    )  # fmt: skip


def rules_for_team(application: Application, by: Any, places: Collection[str] | None = None) -> list[Told]:
    """What every rule finds now, or those that rest on what is written in some places, for somebody on the team."""
    sees, rules = seen_by_team(by, application), application.call.rules
    if places is not None:
        rules = [rule for rule in rules if not set(places).isdisjoint(rests_on(rule.test))]
    trees = {rule.code: rule.test for rule in rules}
    return [
        told(one, sees, rests_on(trees[one.code]), is_own=any(line.key == by.id for line in one.finding.lines))
        for one in queries.examined(application, rules)
    ]


def rules_for_starter(call: Call, by: Any, side: str | None) -> list[Told]:
    """What the rules about investigators say to somebody before they start."""
    found = queries.foreseen(call, by, side) if side else []
    trees = {rule.code: rule.test for rule in call.rules}
    return [told(one, lambda line: line.key == by.id, rests_on(trees[one.code]), is_own=True) for one in found]


def beside(found: Sequence[Told], *places: str) -> list[Told]:
    """The rules that rest on what is written in some places."""
    return [one for one in found if one.rests_on & set(places)]


def beside_fields(application: Application, by: Any, shown: Collection[str]) -> Callable[..., list[Told]]:
    """The rules that stand beside each place of a form that shows some, by its name; no others are examined."""
    found = rules_for_team(application, by, shown)
    return lambda *places: beside(found, *places)


def rule_echoes(application: Application, by: Any, shown: Collection[str]) -> dict[str, str]:
    """What the rules beside the places of a form find now: told again with every save."""
    return {f"rule-{one.code}": reader().say(one.text) for one in rules_for_team(application, by, shown)}
