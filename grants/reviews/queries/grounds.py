"""On what grounds who may not judge what: the marks of everybody who judges beside the marks of every team."""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, lazyload, selectinload

from grants.applications.model import Application, Conflict, Part, TeamMember
from grants.calls.model import Call
from grants.people.model import Affiliation, Appointment, Person
from grants.reviews.model import Tie
from grants.reviews.queries.seeking import listed
from grants.rules.applications import JUDGED
from grants.rules.conflicts import Ground, Known, grounds, marks_of_judge, marks_of_team
from grants.rules.relations import judges_blind
from grants.rules.roles import Role
from grants.words import Sentence, say

Pair = tuple[uuid.UUID, uuid.UUID]
UNTOLD = say("The rules of this call find a conflict here. You are not told which, for you are not told who applies.")


def seen_by_the_law() -> tuple[Any, ...]:
    """How much is read of an application for the law of conflicts: its teams and what is on record."""
    return (
        lazyload(Application.assignments),  # type: ignore[attr-defined]
        selectinload(Application.parts).options(lazyload(Part.pi), lazyload(Part.institution)),
        selectinload(Application.members).lazyload(TeamMember.institution),
        selectinload(Application.conflicts).lazyload(Conflict.person),
    )


@dataclass(frozen=True)
class Possible:
    """A possible conflict as the desk shows it: who, with which application, on what grounds."""

    person: Person
    application: Application
    grounds: Sequence[Ground]

    @property
    def key(self) -> str:
        """The name by which it is ticked."""
        return f"{self.application.id}:{self.person.id}"


def grounds_between(
    session: Session, call: Call, people: Iterable[Person], applications: Iterable[Application],
) -> dict[Pair, list[Ground]]:  # fmt: skip
    """Every ground between these people and these applications, by application and person; always five questions."""
    people, applications, year = list(people), list(applications), call.opens_at.year
    ties, emails = ties_and_emails(session, people, applications)
    places, company = places_of(session, people), company_of(session, call, people)
    judges = {
        one.id: marks_of_judge(
            Known(one.id, one.email, places[one.id], ties.get(one.id, ()), frozenset(company.get(one.id, ()))), year,
        )
        for one in people
    }  # fmt: skip
    found: dict[Pair, list[Ground]] = {}
    for application in applications:
        marks = marks_of_team(team_of(application, ties, emails), year)
        settled = {one.person_id: one for one in application.conflicts}
        for key, own in judges.items():
            told = grounds(own, marks, call.conflict_rules, settled.get(key))
            if told:
                found[application.id, key] = told
    return found


def ground_of(session: Session, person: Person, application: Application) -> Ground | None:
    """The first ground on which this person may not judge the application, or nothing."""
    return next(iter(grounds_between(session, application.call, [person], [application]).values()), [None])[0]


def ground_told(session: Session, person: Person, application: Application) -> Sentence | None:
    """The same as a sentence for the reviewer; who is not to learn who applies is not told which tie it is."""
    return ground_told_of(session, person, application.call, [application]).get(application.id)


def ground_told_of(
    session: Session, person: Person, call: Call, applications: Iterable[Application]
) -> dict[uuid.UUID, Sentence]:
    """The same of several applications at once, where there is any ground."""
    found, blind = grounds_between(session, call, [person], applications), judges_blind(person, call)
    return {application: UNTOLD if blind else told[0].reason for (application, _), told in found.items()}


def ties_and_emails(
    session: Session, people: Sequence[Person], applications: Sequence[Application]
) -> tuple[dict[uuid.UUID, tuple[Tie, ...]], dict[uuid.UUID, str]]:
    """What those who judge and those who apply told of their ties, and the addresses of the accounts that apply."""
    team = {key for one in applications for key in accounts_of(one)}
    ties: dict[uuid.UUID, tuple[Tie, ...]] = {}
    for tie in session.scalars(select(Tie).where(Tie.person_id.in_({*team, *(one.id for one in people)}))):
        ties[tie.person_id] = (*ties.get(tie.person_id, ()), tie)
    told = session.execute(select(Person.id, Person.email).where(Person.id.in_(team)))
    emails = {row.id: row.email for row in told}
    return ties, emails


def accounts_of(application: Application) -> Iterator[uuid.UUID]:
    """The accounts on a team."""
    yield from (part.pi_id for part in application.parts if part.pi_id)
    yield from (member.person_id for member in application.members if member.person_id)


def team_of(
    application: Application, ties: Mapping[uuid.UUID, tuple[Tie, ...]], emails: Mapping[uuid.UUID, str]
) -> Iterator[Known]:
    """Everybody on a team, as the rules look at them."""
    for part in application.parts:
        key = part.pi_id
        place = (part.institution_id, part.unit)
        yield Known(key, emails.get(key, "") if key else "", (place,), ties.get(key, ()) if key else ())
    for member in application.members:
        own = ties.get(member.person_id, ()) if member.person_id else ()
        yield Known(member.person_id, member.email or emails.get(member.person_id, ""), (), own)  # type: ignore[arg-type]


def places_of(session: Session, people: Sequence[Person]) -> dict[uuid.UUID, tuple[tuple[Any, str], ...]]:
    """Where people work: the unit of their profile and of every post they told."""
    places: dict[uuid.UUID, list[tuple[Any, str]]] = {one.id: [(one.institution_id, one.unit)] for one in people}
    posts = select(Affiliation.person_id, Affiliation.institution_id, Affiliation.unit)
    for person, institution, unit in session.execute(posts.where(Affiliation.person_id.in_(places))):
        places[person].append((institution, unit))
    return {key: tuple(each) for key, each in places.items()}


def company_of(session: Session, call: Call, people: Sequence[Person]) -> dict[uuid.UUID, set[Any]]:
    """With whom those who judge stand on another application of the call, by account and by address."""
    keys, addresses = {one.id: one for one in people}, {one.email: one.id for one in people}
    found: dict[uuid.UUID, set[Any]] = {}
    named: dict[uuid.UUID, set[Any]] = {}
    here = select(Application.id).where(Application.call_id == call.id)
    mine = or_(TeamMember.person_id.in_(keys), TeamMember.email.in_(addresses))
    shared = select(Part.application_id).where(Part.pi_id.in_(keys), Part.application_id.in_(here)).union(
        select(TeamMember.application_id).where(mine, TeamMember.application_id.in_(here)),
    )  # fmt: skip
    standing = select(Part.application_id, Part.pi_id, Person.email).outerjoin(Part.pi).where(
        Part.application_id.in_(shared),
    ).union_all(
        select(TeamMember.application_id, TeamMember.person_id, TeamMember.email).where(
            TeamMember.application_id.in_(shared),
        ),
    )  # fmt: skip
    for application, key, email in session.execute(standing):
        named.setdefault(application, set()).update(one for one in (key, email) if one)
    for team in named.values():
        for own in {one for one in team if one in keys} | {addresses[one] for one in team if one in addresses}:
            found.setdefault(own, set()).update(team - {own, keys[own].email})
    return found


def judging_or_handling(session: Session, call: Call, at: datetime) -> list[Person]:
    """Everybody who judges or handles the call's applications: its pool, its chair, the officers of its programme."""
    wanted = (
        select(Person).join(Appointment, Appointment.person_id == Person.id)
        .where(
            or_(Appointment.until.is_(None), Appointment.until > at), Person.disabled_at.is_(None),
            or_(
                (Appointment.call_id == call.id) & Appointment.role.in_([Role.REVIEWER, Role.CHAIR]),
                (Appointment.programme_id == call.programme_id) & (Appointment.role == Role.OFFICER),
            ),
        )
        .distinct().order_by(Person.family_latin, Person.family, Person.id)
    )  # fmt: skip
    return list(session.scalars(wanted).unique())


def standing(session: Session, by: Any, call: Call) -> list[Application]:
    """The call's applications that are judged or were, with what the law of conflicts looks at."""
    wanted = listed(by, call).where(Application.submitted_at.is_not(None), Application.state.in_(JUDGED))
    return list(session.scalars(wanted.order_by(Application.number).options(*seen_by_the_law())).unique())


def possible_conflicts(session: Session, by: Any, call: Call, at: datetime) -> list[Possible]:
    """What nobody has looked at yet, by number: of everybody who judges or handles, not of one's own conflicts."""
    people = judging_or_handling(session, call, at)
    applications = standing(session, by, call)
    found = grounds_between(session, call, people, applications)
    return [
        Possible(person, application, found[application.id, person.id])
        for application in applications
        for person in people
        if is_open(application, person, found)
    ]


def is_open(application: Application, person: Person, found: Mapping[Pair, Sequence[Ground]]) -> bool:
    """Whether grounds were found between them, and no conflict is on record."""
    if (application.id, person.id) not in found:
        return False
    return not any(one.person_id == person.id and one.stands for one in application.conflicts)


def ties_of(session: Session, person: Person) -> Sequence[Tie]:
    """What a person told of their ties."""
    own = select(Tie).where(Tie.person_id == person.id)
    return session.scalars(own.order_by(Tie.kind, Tie.year.desc().nulls_last(), Tie.email, Tie.doi)).all()
