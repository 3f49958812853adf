"""What an application asks, and what it still lacks."""

from collections.abc import Iterable
from dataclasses import dataclass

from grants.applications import budgets
from grants.applications.heading import Heading, headings
from grants.applications.model import Application, Part
from grants.calls.model import Call, Form, Question
from grants.rules import answers
from grants.rules.shapes import role_gaps, sides_in
from grants.words import Sentence, say

Asked = Question | Heading


@dataclass(frozen=True)
class Gap:
    """Something still missing, and where it is put right."""

    sentence: Sentence
    section: str
    anchor: str
    side: str = ""


def questions_of(call: Call) -> list[Asked]:
    """The questions of a call's application form, in order, with the title and the theme at their head."""
    own = [question for question in call.questions if question.form is Form.APPLICATION]
    return [*headings(call, own[0]), *own]


def gaps(application: Application) -> list[Gap]:
    """Everything still missing before it can be confirmed and submitted, each with its place."""
    answered = {(answer.question, answer.side): answer.value for answer in application.answers}
    answered |= {(paper.question, paper.side): str(paper.attachment_id) for paper in application.papers}
    found = [
        Gap(
            say("%(question)s: %(reason)s", question=gap.question.label, reason=gap.reason), gap.question.section,
            f"{gap.question.code}-{gap.side}" if gap.side else gap.question.code, gap.side,
        )
        for gap in answers.gaps(questions_of(application.call), answered, sides_in(application))
    ]  # fmt: skip
    parts = (gap for part in application.parts for gap in part_gaps(application, part))
    return [*found, *parts, *team_gaps(application)]


def team_gaps(application: Application) -> Iterable[Gap]:
    """Roles of the team that too few hold, or too many."""
    held = [member.role for member in application.members]
    for reason in role_gaps(application.call.team_roles, held):
        yield Gap(reason, "team", "team")


def part_gaps(application: Application, part: Part) -> Iterable[Gap]:
    """What one side's part still lacks."""
    label = application.call.side(part.side).label
    if part.pi_id is None:
        yield Gap(
            say("%(side)s has no principal investigator yet: invite one by mail.", side=label),
            "team",
            "invite",
            part.side,
        )
        return
    if part.institution_id is None:
        yield Gap(
            say("%(side)s: name the university of the principal investigator.", side=label),
            "part",
            "institution_id",
            part.side,
        )
    if not part.budget and application.call.side(part.side).pays:
        yield Gap(say("%(side)s: the budget is empty.", side=label), "part", "budget", part.side)
    for fault in budgets.faults(part):
        yield Gap(fault, "part", "budget", part.side)
