"""What is asked of applications."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, lazyload, selectinload

from grants.applications.heading import Heading, headings
from grants.applications.model import Application, Conflict, Finding, Invitation, Part, TeamMember
from grants.calls.model import Call, Form, Membership, Question
from grants.db import session_of
from grants.people.model import CareerBreak, Person
from grants.rules import answers, budget, eligibility
from grants.rules.applications import ApplicationState
from grants.rules.calls import closes_at
from grants.rules.careers import Break, PartialDate
from grants.rules.eligibility import Examined, Facts, MemberFacts, PersonFacts
from grants.rules.invitations import InvitationState
from grants.words import LANGUAGES, Sentence, say

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
        for gap in answers.gaps(questions_of(application.call), answered, [part.side for part in application.parts])
    ]  # fmt: skip
    return [*found, *(gap for part in application.parts for gap in part_gaps(application, part))]


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
    if not part.budget:
        yield Gap(say("%(side)s: the budget is empty.", side=label), "part", "budget", part.side)
    for fault in budget.faults(part.budget, application.call.side(part.side)):
        yield Gap(fault, "part", "budget", part.side)


def people_of(application: Application) -> list[Person]:
    """Everyone on the team who has an account."""
    session = session_of(application)
    ids = [member.person_id for member in application.members if member.person_id]
    members = session.scalars(select(Person).where(Person.id.in_(ids))).all() if ids else []
    return [*(part.pi for part in application.parts if part.pi), *members]


def examined(application: Application) -> list[Examined]:
    """What every rule of the call finds in this application now, each with its arithmetic."""
    return eligibility.examine(application.call.rules, facts_of(application))


def facts_of(application: Application) -> Facts:
    """The plain values the law of eligibility looks at."""
    call = application.call
    closing = closes_at(call).astimezone(ZoneInfo(call.zone)).date()
    submitted = application.submitted_at
    said: dict[str, dict[str, object]] = {}
    for answer in application.answers:
        said.setdefault(answer.question, {})[answer.side] = answer.value
    return Facts(
        sides={side.code: side.label for side in call.sides},
        people=tuple(people_facts(application)),
        dates={
            "closing": closing,
            "submission": submitted.astimezone(ZoneInfo(call.zone)).date() if submitted else closing,
            "starts_on": call.starts_on,
            "ends_on": call.ends_on,
        },
        members=tuple(members_of(call)),
        theme=application.theme,
        answers=said,
    )


def members_of(call: Call) -> Iterable[MemberFacts]:
    """Which institutions belonged to which side, from when to when."""
    members = session_of(call).scalars(select(Membership).where(Membership.programme_id == call.programme_id))
    for member in members:
        if member.institution.ror:
            yield MemberFacts(member.institution.ror, member.side, member.since, member.until)


def people_facts(application: Application) -> Iterable[PersonFacts]:
    """What the law looks at in each person of the team."""
    for part in application.parts:
        if part.pi is not None:
            yield PersonFacts(
                name={code: part.pi.name_in(code) for code in LANGUAGES}, side=part.side, is_pi=True,
                ror=part.institution.ror if part.institution else None, degrees=degrees(part.pi),
                doctoral_student=part.pi.doctoral_student, breaks=tuple(breaks(part.pi.breaks)),
            )  # fmt: skip
    for member in application.members:
        yield PersonFacts(
            name=member.name, side=member.side, ror=member.institution.ror if member.institution else None,
            degrees=degrees(member), doctoral_student=member.doctoral_student,
        )  # fmt: skip


def degrees(person: Person | TeamMember) -> dict[str, PartialDate]:
    """The doctorate, as exactly as its date is known."""
    if person.doctorate_on is None:
        return {}
    return {"conferral": PartialDate.known_to(person.doctorate_on, person.doctorate_precision.value)}


def breaks(taken: Iterable[CareerBreak]) -> Iterable[Break]:
    """Leave that a rule may credit."""
    return (Break(one.kind, one.starts_on, one.ends_on, Fraction(one.percent, 100)) for one in taken)


def standing(findings: Iterable[Finding]) -> dict[str, Finding]:
    """The newest verdict of each side."""
    return {finding.side: finding for finding in findings}


def on_team(person_id: UUID) -> Any:
    """In SQL: this person is on the application's team."""
    return or_(
        exists().where(Part.application_id == Application.id, Part.pi_id == person_id),
        exists().where(TeamMember.application_id == Application.id, TeamMember.person_id == person_id),
    )


def in_conflict(person_id: UUID) -> Any:
    """In SQL: this person may not handle the application."""
    stands = exists().where(
        Conflict.application_id == Application.id, Conflict.person_id == person_id, Conflict.stands.is_(True),
    )  # fmt: skip
    return or_(on_team(person_id), stands)


def mine(session: Session, by: Person) -> list[Application]:
    """The applications this person is on, newest change first."""
    wanted = (
        select(Application)
        .where(on_team(by.id), Application.state != ApplicationState.WITHDRAWN)
        .order_by(Application.changed_at.desc())
        .options(
            lazyload("*"),
            selectinload(Application.parts).lazyload("*"),
            selectinload(Application.call).options(selectinload(Call.sides), selectinload(Call.deadlines)),
        )
    )
    return list(session.scalars(wanted).unique())


def invitations_to(session: Session, by: Person) -> list[Invitation]:
    """Invitations that wait for this person's answer."""
    wanted = select(Invitation).where(Invitation.email == by.email, Invitation.state == InvitationState.PENDING)
    return list(session.scalars(wanted).unique())


def handled_in(by: Any, call: Call) -> Select[Application]:
    """The applications of a call that an officer, chair or auditor handles: never one they are in conflict with."""
    return select(Application).where(and_(Application.call_id == call.id, ~in_conflict(by.id)))


def submitted_in(by: Any, call: Call) -> Select[Application]:
    """Those that were handed in and stand."""
    return handled_in(by, call).where(
        Application.submitted_at.is_not(None), Application.state != ApplicationState.WITHDRAWN,
    )  # fmt: skip


def counted(session: Session, wanted: Select[Any]) -> int:
    """How many rows a list has in all."""
    return session.scalar(select(func.count()).select_from(wanted.order_by(None).subquery())) or 0
