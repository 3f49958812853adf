"""The rows of a call, settled to what its definition says; what is kept keeps its identity."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, TypeVar

from grants.calls.actions.times import settle_times
from grants.calls.form import (
    ApplyingDefinition,
    FurtherReportDefinition,
    QuestionDefinition,
    ReportDefinition,
    RoundDefinition,
    SectionDefinition,
)
from grants.calls.model import Call, Criterion, Form, Question, ReviewRound, Side, Theme
from grants.calls.terms import CallDefinition, SideDefinition

T = TypeVar("T")
TEXTS = ("name", "summary", "who_may_apply", "what_is_funded", "how_judged", "contact")
DATES = ("internal_on", "decides_by", "announces_on")
AWARD = ("starts_on", "ends_on", "acknowledgement", "accepts_within_days")
DECISION = ("policy", "max_awards", "one_per_theme", "modifiers")
ROUND = ("label", "reads", "reviews_per_side", "least", "blind", "others", "decides", "told", "discussed", "bid_days")
SHARES = ("criteria", "counts", "guide", "border")


def settle(call: Call, terms: CallDefinition, at: datetime) -> None:
    """Make the call's rows say what the definition says; money and members are not its business."""
    copy(call, terms, (*TEXTS, "binding_language"))
    copy(call, terms.times, DATES)
    copy(call, terms.award, AWARD)
    copy(call, terms.decision, DECISION)
    copy(call, terms.review, ("aggregation",))
    call.languages = list(terms.languages)
    call.conditions = [dict(condition) for condition in terms.award.conditions]
    call.tie_chain = list(terms.review.tie_chain)
    call.conflict_rules = [str(rule) for rule in terms.review.conflicts]
    call.categories = [asdict(category) for category in terms.categories]
    call.eligibility = [asdict(rule) for rule in terms.eligibility]
    call.theme_title = dict(terms.theme_title or {})
    call.reporting = reporting(terms.report)
    settle_applying(call, terms.applying)
    call.demonstration_remark = dict(terms.demonstration_remark or {})
    settle_times(call, terms, at)
    call.sides = in_place(call.sides, terms.sides, Side, settle_side)
    call.themes = in_place(call.themes, terms.themes, Theme, lambda row, theme: copy(row, theme, ("label",)))
    call.criteria = in_place(call.criteria, terms.criteria, Criterion, settle_criterion)
    settle_rounds(call, terms)
    settle_questions(call, terms)


def copy(row: Any, terms: Any, names: Iterable[str]) -> None:
    """Let a row say what the terms say under these names."""
    for name in names:
        value = getattr(terms, name)
        setattr(row, name, dict(value) if hasattr(value, "items") else value)


def in_place(
    rows: Sequence[T], wanted: Iterable[Any], kind: Callable[..., T], fill: Callable[[T, Any], None],
) -> list[T]:  # fmt: skip
    """The rows in the order wanted: those of a known code are kept, new ones made, the others let go."""
    known = {row.code: row for row in rows}  # type: ignore[attr-defined]
    settled = []
    for position, terms in enumerate(wanted):
        row = known.get(terms.code) or kind(code=terms.code)
        row.position = position  # type: ignore[attr-defined]
        fill(row, terms)
        settled.append(row)
    return settled


def settle_side(row: Side, terms: SideDefinition) -> None:
    """One side of the call."""
    copy(row, terms, ("label", "currency", "zone", "language", "letter_prefix", "date_style", "spend_by"))
    copy(row, terms, ("keep_years", "keep_unfunded_years", "names_head"))
    row.cap_minor = terms.cap.minor
    row.theme_caps = {one.theme: one.cap.minor for one in terms.theme_caps}
    row.categories = list(terms.categories)
    row.letterhead = asdict(terms.letterhead)


def settle_applying(call: Call, applying: ApplyingDefinition) -> None:
    """The shape of an application: which sides, which roles, who signs, what officers look at."""
    call.shape, call.lead_sides = str(applying.shape), list(applying.lead_sides)
    call.team_roles = [asdict(role) for role in applying.roles]
    call.endorsements = [
        {"code": one.code, "label": dict(one.label), "sides": list(one.sides), "by": one.by and one.by.isoformat()}
        for one in applying.endorsements
    ]
    call.checklist = [
        {"code": one.code, "label": dict(one.label), "sides": list(one.sides)} for one in applying.checklist
    ]


def settle_criterion(row: Criterion, terms: Any) -> None:
    """One criterion with its scale."""
    copy(row, terms, ("label", "hint", "weight", "low", "high"))
    row.marks = [asdict(mark) for mark in terms.marks]


def settle_rounds(call: Call, terms: CallDefinition) -> None:
    """The rounds of review; the first is due on the day the times of the call say."""
    stated = terms.review.stated_rounds(terms.languages)
    call.review_rounds = in_place(call.review_rounds, stated, ReviewRound, settle_round)
    call.review_rounds[0].due_on = terms.times.reviews_due_on


def settle_round(row: ReviewRound, terms: RoundDefinition) -> None:
    """One round with its switches."""
    copy(row, terms, (*ROUND, "due_on"))
    for name in SHARES:
        setattr(row, name, list(getattr(terms, name)))


def settle_questions(call: Call, terms: CallDefinition) -> None:
    """The questions of both forms, in one order."""
    call.questions = [
        *form_of(call, Form.APPLICATION, terms.form),
        *form_of(call, Form.REPORT, terms.report.sections),
    ]


def form_of(call: Call, form: Form, sections: Iterable[SectionDefinition]) -> list[Question]:
    """The questions of one form, each knowing the heading it stands under."""
    asked = [(section, question) for section in sections for question in section.questions]
    rows = [row for row in call.questions if row.form is form]
    settled = in_place(rows, (question for _, question in asked), Question, settle_question)
    for row, (section, _) in zip(settled, asked, strict=True):
        row.form, row.section, row.section_label = form, section.code, dict(section.label)
    return settled


def settle_question(row: Question, terms: QuestionDefinition) -> None:
    """One question."""
    copy(row, terms, ("kind", "label", "required", "per_side", "max_words", "max_characters", "max_rows"))
    row.hint, row.side, row.currency = dict(terms.hint or {}), terms.side or "", terms.currency or ""
    row.choices = [asdict(choice) for choice in terms.choices]
    row.columns = [asdict(column) for column in terms.columns]


def reporting(report: ReportDefinition) -> dict[str, Any]:
    """When the report is due, when to remind, and what it asks besides its questions."""
    return {
        "due_on": report.due_on.isoformat() if report.due_on else None,
        "due_days_after_end": report.due_days_after_end,
        "reminders": list(report.reminders),
        "spending": report.spending,
        "outcomes": list(report.outcomes),
        "instructions": dict(report.instructions) if report.instructions else None,
        "final_sections": list(report.final_sections),
        "further": list(map(further, report.further)),
        "holds": report.holds,
        "hold_after_days": report.hold_after_days,
        "escalate_after_days": report.escalate_after_days,
    }


def further(report: FurtherReportDefinition) -> dict[str, Any]:
    """One report beside the final one, as the call keeps it."""
    due = report.due_on.isoformat() if report.due_on else None
    return {**asdict(report), "due_on": due, "sections": list(report.sections)}
