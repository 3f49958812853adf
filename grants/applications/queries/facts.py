"""The plain values that the law of eligibility looks at, and what it finds in them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload, lazyload, selectinload

from grants.applications.model import Application, Ruling, TeamMember
from grants.applications.queries.limits import elsewhere
from grants.calls.model import Call, Membership
from grants.db import session_of
from grants.people.model import Affiliation, Basis, CareerBreak, Institution, Person
from grants.rules import eligibility
from grants.rules.calls import closes_at
from grants.rules.careers import PartialDate
from grants.rules.eligibility import Examined, Facts, MemberFacts, PersonFacts, Post, Result, Rule
from grants.rules.leave import Break
from grants.rules.shapes import sides_in
from grants.words import LANGUAGES

BELONGING = (
    select(Institution.ror, Membership.side, Membership.since, Membership.until)
    .join(Institution, Institution.id == Membership.institution_id)
    .where(Membership.programme_id == bindparam("programme")).order_by(Membership.position)
)  # fmt: skip
ACCOUNTS = select(Person).where(Person.id.in_(bindparam("ids", expanding=True))).options(
    lazyload(Person.appointments), joinedload(Person.institution).lazyload(Institution.names),
    selectinload(Person.breaks),
    selectinload(Person.affiliations).joinedload(Affiliation.institution).lazyload(Institution.names),
)  # fmt: skip


def examined(application: Application, rules: Sequence[Rule] | None = None) -> list[Examined]:
    """What the rules of the call, or some, find in this application now; what only offices look up stays open."""
    asked = application.call.rules if rules is None else rules
    return eligibility.examine(asked, facts_of(application)) if asked else []


def examined_for(application: Application, by: Any) -> list[Examined]:
    """What every rule finds for an officer: with other applications, earlier awards, and what was decided on evidence.

    What lies in applications the officer is in conflict with does not exist here either.
    """
    rules = application.call.rules
    kinds = {kind for rule in rules for kind in eligibility.kinds_in(rule.test)}
    others = elsewhere(application, by) if kinds & eligibility.ACROSS else ()
    facts = replace(facts_of(application), others=others, tracks=application.tracks)
    return eligibility.examine(rules, facts, ruled(application.rulings))


def foreseen(call: Call, person: Person, side: str) -> list[Examined]:
    """What the rules about investigators say to somebody who has not started yet, from their profile alone."""
    lead = replace(own_facts(person, side), is_pi=True, ror=ror_of(person.institution))
    sides = {one.code: one.label for one in call.sides if one.code == side}
    facts = Facts(sides=sides, people=(lead,), dates=dates_of(call, None), members=tuple(members_of(call)))
    asked = [rule for rule in call.rules if set(eligibility.kinds_in(rule.test)) <= eligibility.OF_AN_INVESTIGATOR]
    return eligibility.examine([rule for rule in asked if rule.side in {None, side}], facts)


def ruled(rulings: Iterable[Ruling]) -> dict[str, dict[str, Result]]:
    """What officers decided, rule by rule and side by side; the newest counts."""
    found: dict[str, dict[str, Result]] = {}
    for ruling in rulings:
        found.setdefault(ruling.rule, {})[ruling.side] = ruling.result
    return found


def facts_of(application: Application) -> Facts:
    """The plain values the law of eligibility looks at."""
    call, taking_part = application.call, sides_in(application)
    return Facts(
        sides={side.code: side.label for side in call.sides if side.code in taking_part},
        people=tuple(people_facts(application)),
        dates=dates_of(call, application.submitted_at),
        members=tuple(members_of(call)),
        theme=application.theme,
        answers=answers_of(application),
        asks={question.code: [question.side] for question in call.questions if question.side},
    )


def dates_of(call: Call, submitted: datetime | None) -> dict[str, date]:
    """The days a rule may refer to by name, on the call's clock."""
    closing = closes_at(call).astimezone(ZoneInfo(call.zone)).date()
    return {
        "closing": closing,
        "submission": submitted.astimezone(ZoneInfo(call.zone)).date() if submitted else closing,
        "starts_on": call.starts_on,
        "ends_on": call.ends_on,
    }


def answers_of(application: Application) -> dict[str, dict[str, object]]:
    """Every answer by question and side, the files that answer a question among them."""
    said: dict[str, dict[str, object]] = {}
    for answer in application.answers:
        said.setdefault(answer.question, {})[answer.side] = answer.value
    for paper in application.papers:
        said.setdefault(paper.question, {})[paper.side] = str(paper.attachment_id)
    return said


def members_of(call: Call) -> Iterable[MemberFacts]:
    """Which institutions belonged to which side, from when to when."""
    for ror, side, since, until in session_of(call).execute(BELONGING, {"programme": call.programme_id}):
        if ror:
            yield MemberFacts(ror, side, since, until)


def people_facts(application: Application) -> Iterable[PersonFacts]:
    """What the law looks at in each person of the team; who has an account is asked of the profile."""
    accounts = accounts_of(application)
    lead = next((role["code"] for role in application.call.team_roles if role["leads"]), "")
    for part in application.parts:
        if part.pi is not None:
            yield replace(own_facts(part.pi, part.side), is_pi=True, role=lead, ror=ror_of(part.institution))
    for member in application.members:
        account = accounts.get(member.person_id)
        yield member_facts(member) if account is None else replace(
            own_facts(account, member.side), role=member.role, ror=ror_of(member.institution or account.institution),
            doctoral_student=account.doctoral_student or member.doctoral_student,
            degrees=degrees(account) | defence(account) or degrees(member),
        )  # fmt: skip


def accounts_of(application: Application) -> Mapping[UUID | None, Person]:
    """The accounts of everybody on the team, with what eligibility asks of them, in a few questions."""
    ids = [part.pi_id for part in application.parts] + [member.person_id for member in application.members]
    found = session_of(application).scalars(ACCOUNTS, {"ids": [key for key in ids if key]})
    return {person.id: person for person in found.unique()}


def own_facts(person: Person, side: str) -> PersonFacts:
    """What the law looks at in somebody with an account."""
    return PersonFacts(
        name={code: person.name_in(code) for code in LANGUAGES},
        side=side,
        key=person.id,
        degrees=degrees(person) | defence(person),
        doctoral_student=person.doctoral_student,
        breaks=tuple(breaks(person.breaks)),
        born=PartialDate.known_to(person.born_on, "day") if person.born_on else None,
        first_post=known(person.first_post_on, person.first_post_precision.value),
        posts=tuple(posts(person.affiliations)),
    )


def member_facts(member: TeamMember) -> PersonFacts:
    """What the law looks at in somebody without an account: what the team wrote down."""
    return PersonFacts(
        name=member.name, side=member.side, role=member.role, ror=ror_of(member.institution),
        degrees=degrees(member), doctoral_student=member.doctoral_student,
    )  # fmt: skip


def ror_of(institution: Institution | None) -> str | None:
    """The ROR id of an institution, "" where it has none."""
    return None if institution is None else institution.ror or ""


def known(day: date | None, precision: str) -> PartialDate | None:
    """A day as exactly as it is known."""
    return None if day is None else PartialDate.known_to(day, precision)


def degrees(person: Person | TeamMember) -> dict[str, PartialDate]:
    """The doctorate, as exactly as its date is known, by the day it is: conferral where nobody says otherwise."""
    basis = person.doctorate_basis.value if isinstance(person, Person) else Basis.CONFERRAL.value
    day = known(person.doctorate_on, person.doctorate_precision.value)
    return {basis: day} if day else {}


def defence(person: Person) -> dict[str, PartialDate]:
    """The day of the defence, where it is told beside the other."""
    day = known(person.defence_on, person.defence_precision.value)
    return {Basis.DEFENCE.value: day} if day else {}


def breaks(taken: Iterable[CareerBreak]) -> Iterable[Break]:
    """Leave that a rule may credit."""
    return (Break(one.kind, one.starts_on, one.ends_on, Fraction(one.percent, 100), one.child) for one in taken)


def posts(held: Iterable[Affiliation]) -> Iterable[Post]:
    """Posts, each at its institution."""
    return (
        Post(ror_of(one.institution) or "", one.position, one.percent, one.since, one.until, one.permanent)
        for one in held
    )  # fmt: skip
