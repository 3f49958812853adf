"""What a test of eligibility finds: a result, and the lines that explain it, each with what others may read of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self
from uuid import UUID

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
RULE_LABELS = {
    Result.PASS: say("Met"),
    Result.FAIL: say("Not met"),
    Result.NEEDS_EVIDENCE: say("To be shown"),
    Result.WAIVED: say("Waived"),
}
OPPOSITE = {Result.PASS: Result.FAIL, Result.FAIL: Result.PASS}
MEETS = frozenset({Result.PASS, Result.WAIVED})
OPEN = {
    Result.PASS: say("%(name)s meets this condition."),
    Result.FAIL: say("%(name)s does not meet this condition."),
    Result.NEEDS_EVIDENCE: say("%(name)s has to show this."),
    Result.WAIVED: say("%(name)s meets this condition."),
}
BY_THE_OFFICES = say("The offices check this.")


@dataclass(frozen=True)
class Line:
    """One reason; `side` answers for it, "" if all sides do.

    Where it rests on what only somebody themselves and their own side's officers read (a birth date, leave), it
    names them by `name` and `key`. What the offices look up across applications is `for_offices`: nobody else reads it.
    """

    result: Result
    whole: Sentence
    side: str = ""
    name: str | Mapping[str, str] | None = None
    key: UUID | None = None
    for_offices: bool = False

    @property
    def open(self) -> Sentence:
        """What everybody may read of it: the result, not the reason, where the reason is somebody's own."""
        if self.for_offices:
            return BY_THE_OFFICES
        return self.whole if self.name is None else say(OPEN[self.result].text, name=self.name)


@dataclass(frozen=True)
class Finding:
    """The result of a test, and the lines it rests on."""

    result: Result
    lines: tuple[Line, ...]

    @property
    def telling(self) -> list[Line]:
        """The lines that make the result what it is."""
        return [line for line in self.lines if line.result is self.result] or list(self.lines)

    @property
    def explanation(self) -> Sentence:
        """The whole explanation, for those who may read all of it."""
        return self.told_to(lambda _line: True)

    def told_to(self, sees: Callable[[Line], bool]) -> Sentence:
        """The explanation for a reader who sees some lines whole and of the others only what is open; each once.

        Lines about somebody's own life are all told, so that everybody finds theirs; of the rest those that decide.
        """
        if not self.lines:
            return say("This concerns nobody here.")
        told, telling = [], self.telling
        for line in self.lines:
            sentence = line.whole if sees(line) else line.open
            if (line.name is not None or line in telling) and sentence not in told:
                told.append(sentence)
        return joined(told)

    def asked_of(self, side: str) -> bool:
        """Whether it waits for the officers of a side to decide on evidence."""
        waiting = [line for line in self.lines if line.result is Result.NEEDS_EVIDENCE]
        return any(line.side in {side, ""} for line in waiting)

    def settled(self, result: Result) -> Self:
        """The same, decided by officers."""
        return replace(self, result=result, lines=tuple(replace(line, result=result) for line in self.lines))

    def turned(self) -> Self:
        """The opposite: what a “not” makes of it."""
        lines = tuple(replace(line, result=OPPOSITE.get(line.result, line.result)) for line in self.lines)
        return replace(self, result=OPPOSITE.get(self.result, self.result), lines=lines)


def found(result: Result, sentence: Sentence, side: str = "") -> Finding:
    """A finding that everybody may read."""
    return Finding(result, (Line(result, sentence, side),))


def for_offices(result: Result, sentence: Sentence, side: str = "") -> Finding:
    """A finding that only officers read."""
    return Finding(result, (Line(result, sentence, side, for_offices=True),))


def passed(sentence: Sentence, side: str = "") -> Finding:
    """The test is met."""
    return found(Result.PASS, sentence, side)


def failed(sentence: Sentence, side: str = "") -> Finding:
    """The test is not met."""
    return found(Result.FAIL, sentence, side)


def unproven(sentence: Sentence, side: str = "") -> Finding:
    """Nobody can tell yet."""
    return found(Result.NEEDS_EVIDENCE, sentence, side)


def worst(findings: Sequence[Finding]) -> Finding:
    """All must be met: the worst result; every line stays, for every side answers for its own."""
    result = max((each.result for each in findings), key=BEST_FIRST.index, default=Result.PASS)
    return Finding(result, tuple(line for each in findings for line in each.lines))


def best(findings: Sequence[Finding]) -> Finding:
    """One is enough: the best result, explained by those that make it so."""
    result = min((each.result for each in findings), key=BEST_FIRST.index)
    return Finding(result, lines_of(each for each in findings if each.result is result))


def lines_of(findings: Iterable[Finding]) -> tuple[Line, ...]:
    """The lines of some findings, in their order."""
    return tuple(line for each in findings for line in each.lines)
