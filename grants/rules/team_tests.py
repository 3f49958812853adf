"""Tests of a whole application's eligibility: each kind a few settings and one question. See `person_tests`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from grants.rules.answers import SHARED
from grants.rules.facts import Facts, Finding, PersonFacts, Result, failed, passed, unproven, worst
from grants.rules.person_tests import PERSON_TESTS
from grants.rules.sentences import joined
from grants.rules.trees import Tree, judge
from grants.words import say


def judge_person(tree: Tree, person: PersonFacts, facts: Facts) -> Finding:
    """Put a tree of tests to one person."""
    return judge(tree, PERSON_TESTS, lambda test: test.find(person, facts))


def answers_to(question: str, facts: Facts) -> Mapping[str, object]:
    """The shared answer to a question, or what each side answers: None where it has not yet."""
    answers = facts.answers.get(question, {})
    return answers if SHARED in answers else {side: answers.get(side) for side in facts.sides}


@dataclass(frozen=True)
class PiPerSide:
    """Every side has at least so many principal investigators."""

    least: int = 1

    def find(self, facts: Facts) -> Finding:
        """Count them."""
        for side, label in facts.sides.items():
            if sum(person.is_pi and person.side == side for person in facts.people) < self.least:
                return failed(say("%(side)s has no principal investigator.", side=label))
        return passed(say("Every side has a principal investigator."))


@dataclass(frozen=True)
class EachPi:
    """Every principal investigator, or every one of a side, meets a test."""

    test: Tree
    side: str = ""

    def find(self, facts: Facts) -> Finding:
        """Test each."""
        asked = [person for person in facts.people if person.is_pi and self.side in ("", person.side)]
        if not asked:
            return unproven(say("There is no principal investigator yet."))
        return worst([judge_person(self.test, person, facts) for person in asked])


@dataclass(frozen=True)
class TeamMin:
    """At least so many people on the team meet a test."""

    test: Tree
    least: int = 1

    def find(self, facts: Facts) -> Finding:
        """Test everyone; the best results count."""
        found = [judge_person(self.test, person, facts) for person in facts.people]
        meeting = [each for each in found if each.result is Result.PASS]
        if len(meeting) >= self.least:
            return passed(joined([each.explanation for each in meeting]))
        open_ones = [each for each in found if each.result is Result.NEEDS_EVIDENCE]
        if len(meeting) + len(open_ones) >= self.least:
            return unproven(joined([each.explanation for each in open_ones]))
        return failed(joined([
            say("%(found)s of %(least)s people needed were found.", found=len(meeting), least=self.least),
            *(each.explanation for each in found),
        ]))  # fmt: skip


@dataclass(frozen=True)
class ThemeRequired:
    """The application names one of the call's themes."""

    def find(self, facts: Facts) -> Finding:
        """Look whether it does."""
        return passed(say("A theme is chosen.")) if facts.theme else failed(say("No theme is chosen."))


@dataclass(frozen=True)
class AnswerAmong:
    """A question is answered, by each side that it asks, in one of some ways."""

    question: str
    among: tuple[str, ...]

    def find(self, facts: Facts) -> Finding:
        """Compare the answers."""
        answers = answers_to(self.question, facts)
        if not all(answers.values()):
            return unproven(say("A question this depends on is not answered yet."))
        wrong = [side for side, answer in answers.items() if str(answer) not in self.among]
        if not wrong:
            return passed(say("The answer given meets this condition."))
        side = facts.sides.get(wrong[0])
        if side is None:
            return failed(say("The answer given does not meet this condition."))
        return failed(say("The answer given by %(side)s does not meet this condition.", side=side))


@dataclass(frozen=True)
class AnswerNotBefore:
    """A date answered by each side is no earlier than a day: employed until the award ends."""

    question: str
    reference: str = "ends_on"

    def find(self, facts: Facts) -> Finding:
        """Compare the dates."""
        answers = answers_to(self.question, facts)
        if not all(answers.values()):
            return unproven(say("A question this depends on is not answered yet."))
        day = facts.on(self.reference)
        given = {side: date.fromisoformat(str(answer)) for side, answer in answers.items()}
        side, earliest = min(given.items(), key=lambda each: each[1])
        values = {"side": facts.sides.get(side, {}), "given": earliest, "day": day}
        if earliest >= day:
            return passed(say("%(given)s is not before %(day)s.", given=earliest, day=day))
        return failed(say("%(side)s: %(given)s is before %(day)s.", **values))


@dataclass(frozen=True)
class ManualCheck:
    """Only a person can tell: an officer looks and records it."""

    def find(self, _facts: Facts) -> Finding:
        """Leave it to the officers."""
        return unproven(say("An officer checks this."))


TEAM_TESTS: dict[str, Callable[..., Any]] = {
    "pi_per_side": PiPerSide,
    "each_pi": EachPi,
    "team_min": TeamMin,
    "ecr_min": TeamMin,
    "theme_required": ThemeRequired,
    "answer_among": AnswerAmong,
    "answer_not_before": AnswerNotBefore,
    "manual_check": ManualCheck,
}
