"""Tests that rest on what an application answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from grants.rules.answers import SHARED
from grants.rules.facts import Facts
from grants.rules.findings import Finding, failed, passed, unproven, worst
from grants.rules.settling import settled
from grants.rules.trees import Words
from grants.words import Sentence, say


def answers_to(question: str, facts: Facts) -> Mapping[str, object]:
    """The shared answer to a question, or what each side answers: None where it has not yet."""
    answers, asked = facts.answers.get(question, {}), facts.asks.get(question, facts.sides)
    if SHARED in answers:
        return {SHARED: answers[SHARED]}
    return {side: answers.get(side) for side in facts.sides if side in asked}


def each_answer(question: str, facts: Facts, find: Callable[[object, str], Finding]) -> Finding:
    """Put a test to the shared answer, or to that of each side; what is not answered yet is open."""
    asked = unproven(say("A question this depends on is not answered yet."))
    units = [
        (side, find(answer, side) if answer else unproven(asked.explanation, side))
        for side, answer in answers_to(question, facts).items()
    ]
    return worst(settled(units, facts))


def by(side: str, facts: Facts, alone: Sentence, of_side: Sentence) -> Sentence:
    """A sentence about a shared answer, or about that of a side."""
    return say(of_side.text, side=facts.sides[side], **of_side.values) if side else alone


@dataclass(frozen=True)
class ThemeRequired:
    """The application names one of the call's themes."""

    def find(self, facts: Facts) -> Finding:
        """Look whether it does."""
        finding = passed(say("A theme is chosen.")) if facts.theme else failed(say("No theme is chosen."))
        return worst(settled([("", finding)], facts))


@dataclass(frozen=True)
class AnswerAmong:
    """A question is answered, by each side that it asks, in one of some ways; of several answers, all are."""

    question: str
    among: Words

    def find(self, facts: Facts) -> Finding:
        """Compare the answers."""
        return each_answer(self.question, facts, lambda answer, side: self.compare(answer, side, facts))

    def compare(self, answer: object, side: str, facts: Facts) -> Finding:
        """Compare one answer."""
        given = [str(each) for each in answer] if isinstance(answer, list | tuple) else [str(answer)]
        if all(each in self.among for each in given):
            return passed(by(side, facts, say("The answer given meets this condition."),
                             say("The answer given by %(side)s meets this condition.")), side)  # fmt: skip
        return failed(by(side, facts, say("The answer given does not meet this condition."),
                         say("The answer given by %(side)s does not meet this condition.")), side)  # fmt: skip


class Residence(AnswerAmong):
    """The country of residence that is answered is one of some."""


class TaxDomicile(AnswerAmong):
    """The country of tax domicile that is answered is one of some."""


class Nationality(AnswerAmong):
    """The nationality that is answered is one of some: only in a call that really must ask."""


@dataclass(frozen=True)
class NotAlreadyExternal(AnswerAmong):
    """The applicants declare that nobody else funds this already."""

    among: Words = ("no",)


@dataclass(frozen=True)
class AnswerNotBefore:
    """A date answered by each side is no earlier than a day: employed until the award ends."""

    question: str
    reference: str = "ends_on"

    def find(self, facts: Facts) -> Finding:
        """Compare the dates."""
        return each_answer(self.question, facts, lambda answer, side: self.compare(answer, side, facts))

    def compare(self, answer: object, side: str, facts: Facts) -> Finding:
        """Compare one date."""
        given, day = date.fromisoformat(str(answer)), facts.on(self.reference)
        values = {"given": given, "day": day}
        if given >= day:
            return passed(by(side, facts, say("%(given)s is not before %(day)s.", **values),
                             say("%(side)s: %(given)s is not before %(day)s.", **values)), side)  # fmt: skip
        return failed(by(side, facts, say("%(given)s is before %(day)s.", **values),
                         say("%(side)s: %(given)s is before %(day)s.", **values)), side)  # fmt: skip


@dataclass(frozen=True)
class DocRequired:
    """A document is handed in, by each side that is asked for one."""

    question: str

    def find(self, facts: Facts) -> Finding:
        """Look whether it is there."""
        units = [
            (side, self.found_there(answer, side, facts))
            for side, answer in answers_to(self.question, facts).items()
        ]  # fmt: skip
        return worst(settled(units, facts))

    def found_there(self, answer: object, side: str, facts: Facts) -> Finding:
        """What is there of one side, or shared."""
        if answer:
            return passed(by(side, facts, say("The document is handed in."),
                             say("The document of %(side)s is handed in.")), side)  # fmt: skip
        return failed(by(side, facts, say("The document is missing."),
                         say("The document of %(side)s is missing.")), side)  # fmt: skip


@dataclass(frozen=True)
class DistinctDisciplines:
    """A question with several answers, by each side that it asks, names at least so many different disciplines."""

    question: str
    least: int = 2

    def find(self, facts: Facts) -> Finding:
        """Count what is named."""
        return each_answer(self.question, facts, lambda answer, side: self.count(answer, side, facts))

    def count(self, answer: object, side: str, facts: Facts) -> Finding:
        """Count the answers of one side, or the shared ones."""
        named = len({str(each) for each in answer}) if isinstance(answer, list | tuple) else 1
        values = {"found": named, "least": self.least}
        said = by(
            side, facts, say("%(found)s different disciplines are named; %(least)s are asked for.", **values),
            say("%(side)s: %(found)s different disciplines are named; %(least)s are asked for.", **values),
        )  # fmt: skip
        return passed(said, side) if named >= self.least else failed(said, side)
