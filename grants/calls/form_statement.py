"""The forms of a call, its shape and its judging, stated as its definition file would state them."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby
from typing import Any

from grants.calls.form import (
    ApplyingDefinition,
    ChoiceDefinition,
    ColumnDefinition,
    CriterionDefinition,
    EndorsementDefinition,
    FurtherReportDefinition,
    ItemDefinition,
    MarkDefinition,
    QuestionDefinition,
    ReportDefinition,
    ReviewDefinition,
    RoleDefinition,
    RoundDefinition,
    SectionDefinition,
)
from grants.calls.model import Call, Criterion, Form, Question, ReviewRound
from grants.rules.shapes import Shape

SWITCHES = ("reads", "reviews_per_side", "least", "blind", "others", "decides", "told", "discussed", "bid_days")


def sections_stated(call: Call, form: Form) -> tuple[SectionDefinition, ...]:
    """The questions of a form, under their headings."""
    questions = [question for question in call.questions if question.form is form]
    return tuple(
        SectionDefinition(code, group[0].section_label, tuple(question_stated(question) for question in group))
        for code, members in groupby(questions, key=lambda each: each.section)
        if (group := list(members))
    )


def question_stated(question: Question) -> QuestionDefinition:
    """One question."""
    plain: dict[str, Any] = {
        name: getattr(question, name) for name in ("code", "kind", "label", "required", "per_side")
    }
    return QuestionDefinition(
        **plain,
        hint=question.hint or None,
        side=question.side or None,
        max_words=question.max_words,
        max_characters=question.max_characters,
        choices=choices_stated(question.choices),
        currency=question.currency or None,
        columns=tuple(
            ColumnDefinition(**column | {"choices": choices_stated(column["choices"])}) for column in question.columns
        ),
        max_rows=question.max_rows,
    )


def choices_stated(choices: Iterable[Mapping[str, Any]]) -> tuple[ChoiceDefinition, ...]:
    """The answers a question or a column offers."""
    return tuple(ChoiceDefinition(**choice) for choice in choices)


def criterion_stated(criterion: Criterion) -> CriterionDefinition:
    """One criterion with its scale."""
    marks = tuple(MarkDefinition(**mark) for mark in criterion.marks)
    return CriterionDefinition(criterion.code, criterion.label, criterion.hint, criterion.weight, marks)


def review_stated(call: Call) -> ReviewDefinition:
    """How the call is reviewed: one plain round by the first lines, anything else round by round."""
    settings: dict[str, Any] = {"aggregation": call.aggregation, "tie_chain": tuple(call.tie_chain),
                                "conflicts": tuple(call.conflict_rules)}  # fmt: skip
    rounds = tuple(map(round_stated, call.review_rounds))
    only: dict[str, Any] = {name: getattr(rounds[0], name) for name in ("reviews_per_side", "blind", "told")}
    plain = ReviewDefinition(**settings, **only)
    if plain.stated_rounds(call.languages) == rounds:
        return plain
    return ReviewDefinition(**settings, rounds=rounds)


def round_stated(one: ReviewRound) -> RoundDefinition:
    """One round of review; the day of the first is told among the times."""
    told: dict[str, Any] = {name: getattr(one, name) for name in ("code", "label", *SWITCHES)}
    told |= {name: tuple(getattr(one, name)) for name in ("criteria", "counts", "guide", "border")}
    return RoundDefinition(**told, due_on=one.due_on if one.position else None)


def report_stated(call: Call) -> ReportDefinition:
    """The report that every award owes."""
    asked: dict[str, Any] = dict(call.reporting)
    asked |= {"due_on": day(asked["due_on"]), "further": tuple(map(further_stated, asked.get("further", ())))}
    asked |= {name: tuple(asked.get(name, ())) for name in ("reminders", "outcomes", "final_sections")}
    return ReportDefinition(sections_stated(call, Form.REPORT), **asked)


def further_stated(told: dict[str, Any]) -> FurtherReportDefinition:
    """One report beside the final one."""
    return FurtherReportDefinition(**{**told, "due_on": day(told["due_on"]), "sections": tuple(told["sections"])})


def applying_stated(call: Call) -> ApplyingDefinition:
    """The shape of an application: its sides, its team, who signs for it."""
    return ApplyingDefinition(
        shape=Shape(call.shape),
        lead_sides=tuple(call.lead_sides),
        roles=tuple(RoleDefinition(**role) for role in call.team_roles),
        endorsements=tuple(
            EndorsementDefinition(one["code"], one["label"], tuple(one["sides"]), day(one["by"]))
            for one in call.endorsements
        ),
        checklist=tuple(ItemDefinition(one["code"], one["label"], tuple(one["sides"])) for one in call.checklist),
    )


def day(text: str | None) -> date | None:
    """A day as it is kept in JSON."""
    return date.fromisoformat(text) if text else None
