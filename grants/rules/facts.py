"""What the law of eligibility looks at: plain values of an application and its people, and what it finds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from grants.rules.careers import Break, PartialDate
from grants.rules.sentences import joined
from grants.words import Sentence, say


class Result(StrEnum):
    """What a test of eligibility can come to."""

    PASS = "pass"  # noqa: S105 - a result
    FAIL = "fail"
    NEEDS_EVIDENCE = "needs_evidence"
    WAIVED = "waived"

    @property
    def label(self) -> Sentence:
        """The result for people."""
        return RESULT_LABELS[self]


RESULT_LABELS = {
    Result.PASS: say("Eligible"),
    Result.FAIL: say("Not eligible"),
    Result.NEEDS_EVIDENCE: say("Needs evidence"),
    Result.WAIVED: say("Waived"),
}
BEST_FIRST = (Result.PASS, Result.WAIVED, Result.NEEDS_EVIDENCE, Result.FAIL)


@dataclass(frozen=True)
class Finding:
    """The result of a test, and the sentence that explains it."""

    result: Result
    explanation: Sentence


@dataclass(frozen=True)
class PersonFacts:
    """What the law looks at in one person; `degrees` by basis: defence, conferral or certificate.

    The name is as typed, or as each language writes it.
    """

    name: str | Mapping[str, str]
    side: str
    is_pi: bool = False
    ror: str | None = None
    degrees: Mapping[str, PartialDate] = field(default_factory=dict)
    doctoral_student: bool = False
    breaks: tuple[Break, ...] = ()
    born: PartialDate | None = None
    first_post: PartialDate | None = None


@dataclass(frozen=True)
class MemberFacts:
    """An institution that belonged to a side between two days."""

    ror: str
    side: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Facts:
    """What the law looks at in an application.

    `dates` knows closing, submission, starts_on and ends_on; `answers` is question → side ("" if shared) → value.
    """

    sides: Mapping[str, Mapping[str, str]]  # the code of each side and its label
    people: tuple[PersonFacts, ...]
    dates: Mapping[str, date]
    members: tuple[MemberFacts, ...] = ()
    theme: str = ""
    answers: Mapping[str, Mapping[str, object]] = field(default_factory=dict)

    def on(self, reference: str) -> date:
        """The day a rule refers to: one of `dates` by name, or a day of its own."""
        return self.dates[reference] if reference in REFERENCES else date.fromisoformat(reference)


REFERENCES = ("closing", "submission", "starts_on", "ends_on")


def passed(explanation: Sentence) -> Finding:
    """The test is met."""
    return Finding(Result.PASS, explanation)


def failed(explanation: Sentence) -> Finding:
    """The test is not met."""
    return Finding(Result.FAIL, explanation)


def unproven(explanation: Sentence) -> Finding:
    """Nobody can tell yet."""
    return Finding(Result.NEEDS_EVIDENCE, explanation)


def worst(findings: Sequence[Finding]) -> Finding:
    """All must be met: the worst result, explained by those that make it so."""
    return summed(findings, max(findings, key=lambda each: BEST_FIRST.index(each.result)).result)


def best(findings: Sequence[Finding]) -> Finding:
    """One is enough: the best result, explained by those that make it so."""
    return summed(findings, min(findings, key=lambda each: BEST_FIRST.index(each.result)).result)


def summed(findings: Sequence[Finding], result: Result) -> Finding:
    """A result, explained by every finding that came to it."""
    return Finding(result, joined([each.explanation for each in findings if each.result is result]))
