"""What a report asks, and what it still lacks."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import and_, select

from grants.applications.model import Application, Hold, Part
from grants.applications.queries import Gap
from grants.awards.model import Award, AwardPart
from grants.calls.model import Call, Form, Question
from grants.db import session_of
from grants.money import Money
from grants.people.model import Person
from grants.reports.model import Credit, Outcome, Report
from grants.rules import answers
from grants.rules.reports import OutcomeKind
from grants.rules.shapes import sides_in
from grants.words import say


def questions_of(call: Call) -> list[Question]:
    """The questions of a call's report form, in order."""
    return [question for question in call.questions if question.form is Form.REPORT]


def questions_in(report: Report) -> list[Question]:
    """The questions one report asks: those under its own headings."""
    asks = report.asks
    return [question for question in questions_of(report.award.application.call) if asks.asks(question.section)]


def sections_of(report: Report) -> dict[str, list[Question]]:
    """A report's sections in order, each with its questions."""
    sections: dict[str, list[Question]] = {}
    for question in questions_in(report):
        sections.setdefault(question.section, []).append(question)
    return sections


def sides_of(report: Report) -> list[str]:
    """The sides that write a report."""
    return [side for side in sides_in(report.award.application) if report.side in {"", side}]


def former_of(report: Report) -> Report | None:
    """The report that was handed in last before this one is due: of the same award, else of the lead's one before."""
    session, lead = session_of(report), report.award.application.lead.pi_id
    in_before = select(Report).join(Award, Award.id == Report.award_id).where(
        Report.id != report.id, Report.submitted_at.is_not(None), Report.due_on <= report.due_on,
        Report.side.in_({"", report.side}),
    )  # fmt: skip
    own = in_before.where(Report.award_id == report.award_id).order_by(Report.due_on.desc()).limit(1)
    former = (
        in_before.join(Application, Application.id == Award.application_id)
        .join(Part, and_(Part.application_id == Application.id, Part.side == Application.lead_side))
        .where(Report.award_id != report.award_id, Part.pi_id == lead).order_by(Report.due_on.desc()).limit(1)
    )  # fmt: skip
    return session.scalar(own) or session.scalar(former)


def kinds_of(call: Call) -> list[OutcomeKind]:
    """The kinds of outcome a call asks for; a call that names none asks for all."""
    named = call.reporting.get("outcomes") or [kind.value for kind in OutcomeKind]
    return [OutcomeKind(name) for name in named]


def outcomes_of(report: Report) -> list[Outcome]:
    """Everything that came of the award, in the order it was told."""
    wanted = select(Outcome).join(Credit, Credit.outcome_id == Outcome.id).where(Credit.award_id == report.award_id)
    return list(session_of(report).scalars(wanted.order_by(Outcome.added_at, Outcome.id)))


def gaps(report: Report) -> list[Gap]:
    """Everything still missing before the report can be submitted, each with its place."""
    answered = {(answer.question, answer.side): answer.value for answer in report.answers}
    sides = sides_of(report)
    found = [
        Gap(
            say("%(question)s: %(reason)s", question=gap.question.label, reason=gap.reason), gap.question.section,
            f"{gap.question.code}-{gap.side}" if gap.side else gap.question.code, gap.side,
        )
        for gap in answers.gaps(questions_in(report), answered, sides)
    ]  # fmt: skip
    return [*found, *spending_gaps(report)]


def held_for(report: Report) -> list[tuple[Person, datetime]]:
    """Who hands in nothing new until this report is settled, and since when."""
    wanted = select(Person, Hold.placed_at).join(Hold, Hold.person_id == Person.id).where(
        Hold.about_id == report.id, Hold.lifted_at.is_(None),
    )  # fmt: skip
    return [(person, since) for person, since in session_of(report).execute(wanted)]


def spending_gaps(report: Report) -> Iterable[Gap]:
    """Sides that have not said what they spent, or spent more than they were given without saying why."""
    if not report.asks.spending:
        return
    told = {one.side: one for one in report.spending}
    for part in parts_in(report):
        spending = told.get(part.side.code)
        if spending is None:
            yield Gap(say("%(side)s: say what was spent.", side=part.side.label), "spending", "amount", part.side.code)
        elif is_over(spending.spent, part.granted) and not spending.note.strip():
            yield Gap(say("%(side)s: more was spent than was granted; say why.", side=part.side.label), "spending",
                      "note", part.side.code)  # fmt: skip


def parts_in(report: Report) -> list[AwardPart]:
    """The parts of the award whose money a report is about."""
    return [part for part in report.award.parts if report.side in {"", part.side.code}]


def is_over(spent: Money, granted: Money) -> bool:
    """Whether a side has spent more than it was given."""
    return spent.currency == granted.currency and spent > granted
