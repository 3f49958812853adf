"""Writing: answers, each side's own part and budget. A save never demands completeness."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete

from grants.applications.heading import LONGEST_TITLE, THEME, TITLE
from grants.applications.model import Answer, Application, BudgetLine, Part
from grants.applications.queries import Asked, questions_of
from grants.calls.model import Side
from grants.db import session_of
from grants.money import Money
from grants.people.model import Institution, Person
from grants.rules import applications as law
from grants.rules import budget, fields
from grants.rules.answers import Written
from grants.rules.refusal import Overtaken, Refused
from grants.rules.relations import side_written_by
from grants.words import say


@dataclass(frozen=True)
class BudgetRow:
    """One line of a side's budget, as typed."""

    category: str
    purpose: str
    amount: str


def write(application: Application, written: Iterable[Written], by: Person, at: datetime) -> list[Answer]:
    """Save answers; the answers that changed come back. Nobody's newer text is written over unseen."""
    application.allow(law.WRITE, by, at)
    questions = {question.code: question for question in questions_of(application.call)}
    kept = {(answer.question, answer.side): answer for answer in application.answers}
    changed = []
    for one in written:
        question = questions[one.question]
        own_side_only(application, one.side, by)
        value = fields.check(question, one.raw, offered(application, one.side))
        if question.code == TITLE and len(value or "") > LONGEST_TITLE:
            raise Refused(say("A title has at most %(most)s characters.", most=LONGEST_TITLE), TITLE)
        answer = put(application, kept.get((one.question, one.side)), one, value)
        if answer is not None:
            answer.by_id, answer.at = by.id, at
            mirror(application, question, value)
            changed.append(answer)
    if changed:
        touched(application, by, at, answers=[answer.question for answer in changed])
    return changed


def offered(application: Application, side: str) -> fields.Offered:
    """What an answer may choose from beside the question's own choices."""
    currency = application.call.side(side).currency if side else application.lead.currency
    return fields.Offered(currency, application.call.themes)


def put(application: Application, answer: Answer | None, one: Written, value: Any) -> Answer | None:
    """Put one value in its place; nothing if it is what stood there."""
    if answer is None:
        if fields.is_empty(value):
            return None
        answer = Answer(question=one.question, side=one.side, value=value, version=1)
        application.answers.append(answer)
        return answer
    if answer.value == value:
        return None
    if one.seen is not None and one.seen != answer.version:
        raise Overtaken(say("Someone else wrote here meanwhile. Both texts are shown; choose what stays."), one.name)
    answer.value, answer.version = value, answer.version + 1
    return answer


def mirror(application: Application, question: Asked, value: Any) -> None:
    """The title and the theme stand at the head of the application, where lists find them."""
    if question.code == TITLE:
        application.title = value or ""
    elif question.code == THEME:
        application.theme = value or ""


def touched(application: Application, by: Person, at: datetime, **detail: Any) -> None:
    """The text is another one now: confirmations of the one before no longer count."""
    application.content_version += 1
    application.changed_at = at
    application.take(law.WRITE, by, at, **detail)


def own_side_only(application: Application, side: str, by: Person) -> None:
    """A side's part is written by that side only."""
    if side and side not in side_written_by(by, application):
        raise Refused(say("Only the team of %(side)s writes this part.", side=application.call.side(side).label))


def describe_part(application: Application, part: Part, facts: dict[str, Any], by: Person, at: datetime) -> None:
    """Say where a side's principal investigator works: institution, unit, position."""
    own_side_only(application, part.side, by)
    institution = facts.get("institution_id")
    if institution is not None and session_of(application).get(Institution, institution) is None:
        raise Refused(say("Choose a university from the list."), "institution_id")
    new = (institution, facts.get("unit", ""), facts.get("position_held", ""))
    if new != (part.institution_id, part.unit, part.position_held):
        part.institution_id, part.unit, part.position_held = new
        touched(application, by, at, part=part.side)
        session_of(application).flush()
        session_of(application).refresh(part, ["institution"])


def set_budget(part: Part, rows: Sequence[BudgetRow], by: Person, at: datetime) -> None:
    """Replace one side's budget; every line, the categories and the side's limit are checked together."""
    application = part.application
    application.allow(law.WRITE, by, at)
    own_side_only(application, part.side, by)
    side = application.call.side(part.side)
    amounts = [amount_of(row, number, side) for number, row in enumerate(rows, start=1)]
    session = session_of(application)
    session.execute(delete(BudgetLine).where(BudgetLine.part_id == part.id))
    session.add_all(
        BudgetLine(part_id=part.id, position=number, category=row.category, purpose=row.purpose, minor=amount.minor)
        for number, (row, amount) in enumerate(zip(rows, amounts, strict=True))
    )
    part.requested_minor = sum(amount.minor for amount in amounts)
    touched(application, by, at, budget=part.side)
    session.flush()
    session.refresh(part, ["budget"])


def amount_of(row: BudgetRow, number: int, side: Side) -> Money:
    """One line's amount as understood; a refusal names the line."""
    fault = budget.line_fault(row.category, row.amount, side)
    if fault is not None:
        raise Refused(say("Line %(number)s: %(reason)s", number=number, reason=fault))
    return budget.parse_amount(row.amount, side.currency)
