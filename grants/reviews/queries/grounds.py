"""On what grounds who may not judge what: the marks of everybody who judges beside the marks of every team."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, literal, null, or_, select, union_all
from sqlalchemy.orm import Session, lazyload, selectinload

from grants.applications.model import Application, Conflict, Part, TeamMember
from grants.calls.model import Call
from grants.people.model import Affiliation, Appointment, Person
from grants.reviews.model import Tie
from grants.reviews.queries.seeking import listed
from grants.rules.applications import JUDGED
from grants.rules.conflicts import ConflictKind, Ground, Known, grounds, marks_of_judge, marks_of_team
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
class Judged:
    """An application as a list of conflicts names it."""

    id: uuid.UUID
    ref: str
    title: str


@dataclass(frozen=True)
class Possible:
    """A possible conflict as the desk shows it: who, with which application, on what grounds."""

    person: Person
    application: Judged
    grounds: Sequence[Ground]

    @property
    def key(self) -> str:
        """The name by which it is ticked."""
        return f"{self.application.id}:{self.person.id}"


def grounds_between(
    session: Session, call: Call, people: Iterable[Person], applications: Iterable[Any],
) -> dict[Pair, list[Ground]]:  # fmt: skip
    """Every ground between these people and these applications, in both their orders; always five questions."""
    people, keys, year = list(people), [one.id for one in applications], call.opens_at.year
    named, settled = named_in(session, keys), settled_between(session, keys, people)
    ties = ties_told(session, {*(one.id for one in people), *(row.person_id for row in named if row.person_id)})
    judges = judges_marked(session, call, people, ties)
    teams = teams_known(named, ties)
    bearing, asked = dict[Any, set[uuid.UUID]](), {ConflictKind.APPLICANT, *call.conflict_rules}
    for who, mark in ((who, mark) for who, own in judges.items() for mark in own if mark[0] in asked):
        bearing.setdefault(mark, set()).add(who)
    found: dict[Pair, list[Ground]] = {}
    for key in keys:
        marks, kept = marks_of_team(teams.get(key, ()), year), settled.get(key, {})
        near = set[uuid.UUID]().union(kept, *(bearing.get(mark, ()) for mark in marks))
        for who in (one.id for one in people if one.id in near):
            told = grounds(judges[who], marks, call.conflict_rules, kept.get(who))
            if told:
                found[key, who] = told
    return found


def teams_known(
    named: Iterable[Any], ties: Mapping[uuid.UUID, tuple[Tie, ...]]
) -> dict[uuid.UUID, list[Known]]:  # fmt: skip
    """Everybody on each team, as the rules look at them."""
    teams: dict[uuid.UUID, list[Known]] = {}
    for row in named:
        one = Known(row.person_id, row.email or "", ((row.institution_id, row.unit),), ties.get(row.person_id, ()))
        teams.setdefault(row.application_id, []).append(one)
    return teams


def judges_marked(
    session: Session, call: Call, people: Sequence[Person], ties: Mapping[uuid.UUID, tuple[Tie, ...]]
) -> dict[uuid.UUID, frozenset[Any]]:
    """The marks of everybody who judges or handles."""
    places, company, year = places_of(session, people), company_of(session, call, people), call.opens_at.year
    return {
        one.id: marks_of_judge(
            Known(one.id, one.email, places[one.id], ties.get(one.id, ()), frozenset(company.get(one.id, ()))), year,
        )
        for one in people
    }  # fmt: skip


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


def ties_told(session: Session, people: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[Tie, ...]]:
    """What people told of their ties."""
    ties: dict[uuid.UUID, tuple[Tie, ...]] = {}
    for tie in session.scalars(select(Tie).where(Tie.person_id.in_(people))):
        ties[tie.person_id] = (*ties.get(tie.person_id, ()), tie)
    return ties


def named_in(session: Session, keys: Collection[uuid.UUID]) -> Sequence[Any]:
    """Everybody on the teams of some applications: the account, the address, where they lead it."""
    led = (
        select(Part.application_id, Part.pi_id.label("person_id"), Person.email, Part.institution_id, Part.unit)
        .outerjoin(Part.pi).where(Part.application_id.in_(keys))
    )  # fmt: skip
    address = func.coalesce(func.nullif(TeamMember.email, ""), Person.email)
    joined = (
        select(TeamMember.application_id, TeamMember.person_id, address, null(), literal(""))
        .outerjoin(Person, Person.id == TeamMember.person_id).where(TeamMember.application_id.in_(keys))
    )  # fmt: skip
    return session.execute(union_all(led, joined)).all()


def settled_between(
    session: Session, keys: Collection[uuid.UUID], people: Iterable[Person]
) -> dict[uuid.UUID, dict[uuid.UUID, Any]]:
    """What is on record between some applications and some people: a conflict, or what was looked at and is none."""
    told = (Conflict.application_id, Conflict.person_id, Conflict.stands, Conflict.kind, Conflict.looked_at)
    rows = session.execute(
        select(*told).where(Conflict.application_id.in_(keys), Conflict.person_id.in_([one.id for one in people])),
    )
    settled: dict[uuid.UUID, dict[uuid.UUID, Any]] = {}
    for row in rows:
        settled.setdefault(row.application_id, {})[row.person_id] = row
    return settled


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


def possible_conflicts(session: Session, by: Any, call: Call, at: datetime) -> list[Possible]:
    """What nobody has looked at yet, by number: of everybody who judges or handles, not of one's own conflicts."""
    people = {one.id: one for one in judging_or_handling(session, call, at)}
    wanted = listed(by, call).where(Application.submitted_at.is_not(None), Application.state.in_(JUDGED))
    told = wanted.with_only_columns(Application.id, Application.number, Application.title)
    rows = {row.id: row for row in session.execute(told.order_by(Application.number))}
    on_record = select(Conflict.application_id, Conflict.person_id).join(
        Application, Application.id == Conflict.application_id,
    ).where(Application.call_id == call.id, Conflict.stands.is_(True))  # fmt: skip
    known = {(application, person) for application, person in session.execute(on_record)}
    return [
        Possible(people[who], Judged(key, f"{call.code}-{rows[key].number:03d}", rows[key].title), told)
        for (key, who), told in grounds_between(session, call, people.values(), rows.values()).items()
        if (key, who) not in known
    ]


def ties_of(session: Session, person: Person) -> Sequence[Tie]:
    """What a person told of their ties."""
    own = select(Tie).where(Tie.person_id == person.id)
    return session.scalars(own.order_by(Tie.kind, Tie.year.desc().nulls_last(), Tie.email, Tie.doi)).all()
