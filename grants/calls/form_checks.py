"""Checks of a call's forms: every question can be asked, and rules rest on what is asked."""

from collections.abc import Iterator
from typing import Any

from grants.calls.faults import Fault, Path, each_once, unknown
from grants.calls.form import QuestionDefinition, ReportDefinition, RuleDefinition, SectionDefinition
from grants.calls.terms import SideDefinition
from grants.rules.owing import FINAL_CODE
from grants.words import Sentence, say

CHOOSING = ("choice", "choices")
WRITING = ("text", "long")
EVERY_SECTION = ("team", "part")  # what every application has beside the call's own sections and questions
EVERY_QUESTION = ("title", "theme")


def form_makes_sense(form: tuple[SectionDefinition, ...], sides: tuple[SideDefinition, ...]) -> Iterator[Fault]:
    """The application form asks something, and its questions make sense."""
    if not form:
        yield ("form",), say("The form asks nothing.")
    yield from questions_make_sense(("form",), form, sides)


def report_makes_sense(report: ReportDefinition, sides: tuple[SideDefinition, ...]) -> Iterator[Fault]:
    """The report's questions make sense, and each further report stands once and asks headings that exist."""
    yield from questions_make_sense(("report", "sections"), report.sections, sides)
    for path, reason in each_once("", report.further):
        yield ("report", "further", *path[1:]), reason
    known = {section.code for section in report.sections}
    for number, name in enumerate(report.final_sections):
        if name not in known:
            yield ("report", "final_sections", number), unknown(name)
    for place, one in enumerate(report.further):
        if one.code == FINAL_CODE:
            yield ("report", "further", place, "code"), taken(one.code)
        for number, name in enumerate(one.sections):
            if name not in known:
                yield ("report", "further", place, "sections", number), unknown(name)


def questions_make_sense(
    where: Path, sections: tuple[SectionDefinition, ...], sides: tuple[SideDefinition, ...],
) -> Iterator[Fault]:  # fmt: skip
    """Every heading and every question stands once, and each is whole in itself."""
    for path, reason in each_once("", sections):
        yield (*where, *path[1:]), reason
    yield from names_are_free(where, sections)
    seen: set[str] = set()
    for place, section in enumerate(sections):
        if not section.questions:
            yield (*where, place), say("There is no question under this heading.")
        for number, question in enumerate(section.questions):
            path = (*where, place, "questions", number)
            if question.code in seen:
                yield (*path, "code"), say("“%(name)s” stands here twice.", name=question.code)
            seen.add(question.code)
            yield from ((path, reason) for reason in wrong_with(question, {side.code for side in sides}))


def names_are_free(where: Path, sections: tuple[SectionDefinition, ...]) -> Iterator[Fault]:
    """No heading and no question has the short name of one that every application has."""
    for place, section in enumerate(sections):
        if section.code in EVERY_SECTION:
            yield (*where, place, "code"), taken(section.code)
        for number, question in enumerate(section.questions):
            if question.code in EVERY_QUESTION:
                yield (*where, place, "questions", number, "code"), taken(question.code)


def taken(code: str) -> Sentence:
    """A short name that every application has already."""
    return say("“%(name)s” is a name that every application has already; choose another.", name=code)


def wrong_with(question: QuestionDefinition, sides: set[str]) -> Iterator[Sentence]:
    """What does not fit together in one question."""
    if bool(question.choices) != (question.kind in CHOOSING):
        yield say("Choices belong to questions of the kinds choice and choices, and only to them.")
    if question.kind not in WRITING and (question.max_words or question.max_characters):
        yield say("Only written answers have a length.")
    if bool(question.columns) != (question.kind == "table") or (question.max_rows and question.kind != "table"):
        yield say("Columns and rows belong to questions of the kind table, and only to them.")
    if question.max_rows is not None and question.max_rows < 1:
        yield say("A table has at least one row.")
    yield from wrong_with_money(question)
    yield from wrong_with_columns(question)
    if question.side is not None and question.side not in sides:
        yield unknown(question.side)
    if question.side is not None and question.per_side:
        yield say("A question is put either to each side or to one of them.")


def wrong_with_money(question: QuestionDefinition) -> Iterator[Sentence]:
    """An amount needs a currency: its own, or that of the side that answers."""
    if question.currency and question.kind != "money":
        yield say("Only amounts of money have a currency.")
    if question.kind == "money" and not (question.currency or question.per_side or question.side):
        yield say("Name the currency: this amount belongs to no side.")


def wrong_with_columns(question: QuestionDefinition) -> Iterator[Sentence]:
    """The columns of a table each have a name of their own, and what their kind needs."""
    for _, reason in each_once("columns", question.columns):
        yield reason
    for column in question.columns:
        if bool(column.choices) != (column.kind == "choice"):
            yield say("Choices belong to columns of the kind choice, and only to them.")
        if bool(column.currency) != (column.kind == "money"):
            yield say("A column of amounts names its currency, and only such a column.")


def rules_ask_what_is_asked(
    eligibility: tuple[RuleDefinition, ...], form: tuple[SectionDefinition, ...],
) -> Iterator[Fault]:  # fmt: skip
    """Rules of eligibility stand once and rest on questions of the form."""
    yield from each_once("eligibility", eligibility)
    asked = {question.code for section in form for question in section.questions}
    for place, rule in enumerate(eligibility):
        for question in questions_in(rule.test):
            if question not in asked:
                yield ("eligibility", place, "test"), unknown(question)


def rules_name_sides(
    eligibility: tuple[RuleDefinition, ...], sides: tuple[SideDefinition, ...],
) -> Iterator[Fault]:  # fmt: skip
    """A rule of one side, and a test that looks at one, name a side of the call."""
    codes = {side.code for side in sides}
    for place, rule in enumerate(eligibility):
        if rule.side is not None and rule.side not in codes:
            yield ("eligibility", place, "side"), unknown(rule.side)
        for code in sides_in(rule.test):
            if code not in codes:
                yield ("eligibility", place, "test"), unknown(code)


def sides_in(tree: Any) -> Iterator[str]:
    """The sides that a tree of tests names."""
    if isinstance(tree, dict):
        if tree.get("side"):
            yield str(tree["side"])
        tree = list(tree.values())
    if isinstance(tree, list):
        for each in tree:
            yield from sides_in(each)


def questions_in(tree: Any) -> Iterator[str]:
    """The questions that a tree of tests rests on."""
    if isinstance(tree, dict):
        if "question" in tree:
            yield str(tree["question"])
        tree = list(tree.values())
    if isinstance(tree, list):
        for each in tree:
            yield from questions_in(each)
