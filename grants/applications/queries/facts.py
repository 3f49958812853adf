"""The plain values that the law of eligibility looks at, and what it finds in them."""

from collections.abc import Iterable
from fractions import Fraction
from zoneinfo import ZoneInfo

from sqlalchemy import select

from grants.applications.model import Application, TeamMember
from grants.calls.model import Call, Membership
from grants.db import session_of
from grants.people.model import CareerBreak, Person
from grants.rules import eligibility
from grants.rules.calls import closes_at
from grants.rules.careers import PartialDate
from grants.rules.eligibility import Examined, Facts, MemberFacts, PersonFacts
from grants.rules.leave import Break
from grants.words import LANGUAGES


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
        sides={part.side: call.side(part.side).label for part in application.parts},
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
