"""Answers to a form: counted as the page counts them, and what is still missing before it can be submitted."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from grants.rules.composed import person_lacks
from grants.rules.fields import KINDS, is_empty
from grants.words import Sentence, say

SHARED = ""
GAP = re.compile("[\t-\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+")  # as browsers


class Asked(Protocol):
    """What completeness looks at in a question."""

    @property
    def code(self) -> str:
        """The question's short name."""

    @property
    def kind(self) -> str:
        """One of fields.KINDS."""

    @property
    def required(self) -> bool:
        """Whether it must be answered before submitting."""

    @property
    def per_side(self) -> bool:
        """Whether each side answers for itself."""

    @property
    def side(self) -> str:
        """The one side that is asked, if it is put to one alone."""

    @property
    def max_words(self) -> int | None:
        """The most words, if counted."""

    @property
    def max_characters(self) -> int | None:
        """The most characters, if counted."""


@dataclass(frozen=True)
class Written:
    """One answer as typed, and the version of it that the writer was looking at."""

    question: str
    raw: Any
    side: str = ""
    seen: int | None = None

    @property
    def name(self) -> str:
        """The form field it stands in."""
        return f"{self.question}-{self.side}" if self.side else self.question


@dataclass(frozen=True)
class Gap:
    """One thing to put right before submitting: the question, whose answer it is ("" when shared), and why."""

    question: Any
    side: str
    reason: Sentence


def sides_asked(question: Asked, sides: Sequence[str]) -> list[str]:
    """Whose answers a question has, among the sides of an application: everyone's one, each side's, or one side's."""
    if question.side:
        return [side for side in sides if side == question.side]
    return list(sides) if question.per_side else [SHARED]


def words_in(text: str) -> int:
    """Words: runs between white space."""
    return len([word for word in GAP.split(text) if word])


def characters_in(text: str) -> int:
    """Characters: code points, a line break counting as one."""
    return len(text.replace("\r\n", "\n"))


def gaps(questions: Iterable[Asked], answers: Mapping[tuple[str, str], Any], sides: Sequence[str]) -> list[Gap]:
    """Everything missing or too long in the answers, in the order of the form; answers go by (question, side)."""
    return [
        Gap(question, side, reason)
        for question in questions
        for side in sides_asked(question, sides)
        for reason in wrong_with(question, answers.get((question.code, side)))
    ]


def wrong_with(question: Asked, value: Any) -> Iterator[Sentence]:
    """What speaks against submitting this answer."""
    if is_empty(value):
        if question.required:
            yield say("This question is not answered yet.")
        return
    if question.kind == "person":
        yield from (say("Still missing: %(what)s.", what=label) for label in person_lacks(value))
    if not KINDS[question.kind].counted:
        return
    if question.max_words and words_in(value) > question.max_words:
        yield say(
            "%(count)s words, where at most %(most)s are allowed.", count=words_in(value), most=question.max_words,
        )  # fmt: skip
    if question.max_characters and characters_in(value) > question.max_characters:
        yield say(
            "%(count)s characters, where at most %(most)s are allowed.",
            count=characters_in(value), most=question.max_characters,
        )  # fmt: skip
