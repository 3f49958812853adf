"""The sections of an application form, with how far each is."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import url_for

from grants.applications.model import Application
from grants.applications.queries import Asked, Gap, questions_of
from grants.calls.model import Call
from grants.letters.submission import Table
from grants.rules import fields
from grants.rules.answers import sides_asked
from grants.rules.shapes import sides_in
from grants.web.reader import reader
from grants.words import Sentence, say

DONE, MISSING = (say("Complete"), "good"), (say("Not complete"), "wait")


def sections_of(application: Application) -> dict[str, list[Asked]]:
    """The form's sections in order, each with its questions."""
    sections: dict[str, list[Asked]] = {}
    for question in questions_of(application.call):
        sections.setdefault(question.section, []).append(question)
    return sections


def asked_in(questions: Sequence[Asked], application: Application) -> list[tuple[Asked, str]]:
    """The questions of a section, those of each side once for each side."""
    return [(question, side) for question in questions for side in sides_asked(question, sides_in(application))]


def places_of(application: Application) -> dict[str, Sentence | Mapping[str, str]]:
    """Where in an application something can be said: every section, every side's part, each by its name."""
    sections: dict[str, Sentence | Mapping[str, str]] = {
        code: questions[0].section_label for code, questions in sections_of(application).items()
    }
    for part in application.parts:
        label = application.call.side(part.side).label
        sections[f"part-{part.side}"] = say("%(side)s: university and budget", side=label)
    return sections


def task(name: Sentence | Mapping[str, str] | str, address: str, is_missing: object) -> dict[str, Any]:
    """One line of the task list."""
    state, tone = MISSING if is_missing else DONE
    return {"name": name, "address": address, "state": state, "tone": tone, "hint": ""}


def gap_address(application: Application, gap: Gap) -> str:
    """Where a gap is filled."""
    if gap.section == "team":
        return url_for("applicant.team", id=application.id, _anchor=gap.anchor)
    if gap.section == "part":
        return url_for("applicant.part", id=application.id, side=gap.side, _anchor=gap.anchor)
    return url_for("applicant.section", id=application.id, section=gap.section, _anchor=gap.anchor)


def file_text(pages: int) -> str:
    """A file that was handed in, in the reader's language: PDF, 3 pages."""
    lang = reader()
    return f"PDF, {lang.ngettext('%(num)s page', '%(num)s pages', pages) % {'num': lang.number(pages)}}"


def answer_text(question: Any, value: Any, call: Call) -> str:
    """An answer in the reader's language, as running text."""
    return reader().value(fields.shown(question, value, fields.Offered("", call.themes)))


def answer_told(question: Any, value: Any, call: Call) -> str | Table:
    """An answer in the reader's language, a table as a table."""
    if question.kind != "table" or not value:
        return answer_text(question, value, call)
    lang, filled = reader(), fields.grid(question, value)
    rows = tuple(tuple(lang.value(cell) for cell in row) for row in filled.rows)
    return Table(tuple(lang.say(label) for label in filled.head), rows)


def answers_shown(thing: Any, call: Call) -> Callable[[Any, str], str | Table]:
    """What carries answers, to be read: each by its question and its side."""
    kept = {(answer.question, answer.side): answer.value for answer in thing.answers}
    return lambda question, side: answer_told(question, kept.get((question.code, side)), call)
