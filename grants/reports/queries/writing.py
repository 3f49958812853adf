"""What a report asks, and what it still lacks."""

from collections.abc import Iterable

from sqlalchemy import select

from grants.applications.queries import Gap
from grants.calls.model import Call, Form, Question
from grants.db import session_of
from grants.money import Money
from grants.reports.model import Outcome, Report
from grants.rules import answers
from grants.rules.reports import OutcomeKind
from grants.rules.shapes import sides_in
from grants.words import say


def questions_of(call: Call) -> list[Question]:
    """The questions of a call's report form, in order."""
    return [question for question in call.questions if question.form is Form.REPORT]


def sections_of(call: Call) -> dict[str, list[Question]]:
    """The form's sections in order, each with its questions."""
    sections: dict[str, list[Question]] = {}
    for question in questions_of(call):
        sections.setdefault(question.section, []).append(question)
    return sections


def kinds_of(call: Call) -> list[OutcomeKind]:
    """The kinds of outcome a call asks for; a call that names none asks for all."""
    named = call.reporting.get("outcomes") or [kind.value for kind in OutcomeKind]
    return [OutcomeKind(name) for name in named]


def outcomes_of(report: Report) -> list[Outcome]:
    """Everything that came of the award, in the order it was told."""
    wanted = select(Outcome).where(Outcome.award_id == report.award_id).order_by(Outcome.added_at, Outcome.id)
    return list(session_of(report).scalars(wanted))


def gaps(report: Report) -> list[Gap]:
    """Everything still missing before the report can be submitted, each with its place."""
    answered = {(answer.question, answer.side): answer.value for answer in report.answers}
    sides = sides_in(report.award.application)
    found = [
        Gap(
            say("%(question)s: %(reason)s", question=gap.question.label, reason=gap.reason), gap.question.section,
            f"{gap.question.code}-{gap.side}" if gap.side else gap.question.code, gap.side,
        )
        for gap in answers.gaps(questions_of(report.award.application.call), answered, sides)
    ]  # fmt: skip
    return [*found, *spending_gaps(report)]


def spending_gaps(report: Report) -> Iterable[Gap]:
    """Sides that have not said what they spent, or spent more than they were given without saying why."""
    if not report.award.application.call.reporting.get("spending", True):
        return
    told = {one.side: one for one in report.spending}
    for part in report.award.parts:
        spending = told.get(part.side.code)
        if spending is None:
            yield Gap(say("%(side)s: say what was spent.", side=part.side.label), "spending", "amount", part.side.code)
        elif is_over(spending.spent, part.granted) and not spending.note.strip():
            yield Gap(say("%(side)s: more was spent than was granted; say why.", side=part.side.label), "spending",
                      "note", part.side.code)  # fmt: skip


def is_over(spent: Money, granted: Money) -> bool:
    """Whether a side has spent more than it was given."""
    return spent.currency == granted.currency and spent > granted
