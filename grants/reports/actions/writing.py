"""Writing a report: answers, and each side's own spending. A save never demands completeness."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from grants.people.model import Person
from grants.reports.model import Report, ReportAnswer, Spending
from grants.reports.queries import questions_in
from grants.rules import budget, fields
from grants.rules import reports as law
from grants.rules.answers import Written
from grants.rules.refusal import Overtaken, Refused
from grants.rules.relations import side_written_by
from grants.rules.spending import Outlay, by_kind
from grants.words import say


def write(report: Report, written: Iterable[Written], by: Person, at: datetime) -> list[ReportAnswer]:
    """Save answers; those that changed come back. Nobody's newer text is written over unseen."""
    report.allow(law.WRITE, by, at)
    questions = {question.code: question for question in questions_in(report)}
    kept = {(answer.question, answer.side): answer for answer in report.answers}
    changed = []
    for one in written:
        own_side_only(report, one.side, by)
        value = fields.check(questions[one.question], one.raw, offered(report, one.side))
        answer = put(report, kept.get((one.question, one.side)), one, value)
        if answer is not None:
            answer.by_id, answer.at = by.id, at
            changed.append(answer)
    if changed:
        report.take(law.WRITE, by, at, answers=[answer.question for answer in changed])
    return changed


def offered(report: Report, side: str) -> fields.Offered:
    """What an answer may choose from beside the question's own choices."""
    call = report.award.application.call
    return fields.Offered(call.side(side).currency if side else call.sides[0].currency, call.themes)


def put(report: Report, answer: ReportAnswer | None, one: Written, value: Any) -> ReportAnswer | None:
    """Put one value in its place; nothing if it is what stood there."""
    if answer is None:
        if fields.is_empty(value):
            return None
        answer = ReportAnswer(question=one.question, side=one.side, value=value, version=1)
        report.answers.append(answer)
        return answer
    if answer.value == value:
        return None
    if one.seen is not None and one.seen != answer.version:
        raise Overtaken(say("Someone else wrote here meanwhile. Both texts are shown; choose what stays."), one.name)
    answer.value, answer.version = value, answer.version + 1
    return answer


def own_side_only(report: Report, side: str, by: Person) -> None:
    """What a side says of its own work and money is written by that side only."""
    application = report.award.application
    if side and (report.side not in {"", side} or side not in side_written_by(by, application)):
        raise Refused(say("Only the team of %(side)s writes this part.", side=application.call.side(side).label))


def spend(report: Report, side: str, outlay: Outlay, by: Person, at: datetime) -> Spending:
    """Say what one side has spent of its part, and what there is to say about it."""
    report.allow(law.WRITE, by, at)
    own_side_only(report, side, by)
    part = next(part for part in report.award.parts if part.side.code == side)
    amount = budget.parse_amount(outlay.amount, part.currency, "amount")
    kinds = by_kind(outlay, amount, part.side.categories)
    spending = next((one for one in report.spending if one.side == side), None)
    if spending is None:
        spending = Spending(side=side)
        report.spending.append(spending)
    spending.minor, spending.currency, spending.note = amount.minor, amount.currency, outlay.note
    spending.by_kind = kinds
    report.take(law.WRITE, by, at, spending=side, minor=amount.minor, **({"kinds": kinds} if kinds else {}))
    return spending
