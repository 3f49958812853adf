"""The list of people who are on several running applications, and of teams that overlap; for officers of the call."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CTE, ColumnElement, and_, case, distinct, func, literal, or_, select, true, union_all
from sqlalchemy.orm import Session

from grants.applications.model import Application, Part, TeamMember
from grants.applications.queries.limits import running
from grants.calls.model import Call
from grants.people.model import Person
from grants.rules.limit_tests import WHOLE
from grants.rules.names import written

PER_PAGE = 25
NAMES = (Person.family, Person.given, Person.family_latin, Person.given_latin)


@dataclass(frozen=True)
class Place:
    """One application somebody is on, and in which place."""

    id: uuid.UUID
    ref: str
    title: str
    side: str
    leads: bool


@dataclass(frozen=True)
class Busy:
    """Somebody on several running applications."""

    family: str
    given: str
    family_latin: str
    given_latin: str
    places: Sequence[Place]

    @property
    def led(self) -> int:
        """How many of them they lead."""
        return len({place.id for place in self.places if place.leads})

    @property
    def joined(self) -> int:
        """How many they are on."""
        return len({place.id for place in self.places})

    def name_in(self, language: str) -> str:
        """The name as a reader of that language writes it."""
        return written(self, language)


@dataclass(frozen=True)
class Overlap:
    """Two applications that share people: how many, of how many on the smaller team."""

    first: Place
    second: Place
    shared: int
    smaller: int


@dataclass(frozen=True)
class Sheet:
    """One page of a list."""

    rows: Sequence[Any]
    number: int
    pages: int
    total: int


def sheet(session: Session, wanted: Any, number: int) -> Sheet:
    """The rows of one page and how many there are in all, in two questions."""
    total = session.scalar(select(func.count()).select_from(wanted.order_by(None).subquery())) or 0
    pages = max(1, -(-total // PER_PAGE))
    here = min(max(1, number), pages)
    rows = session.execute(wanted.limit(PER_PAGE).offset((here - 1) * PER_PAGE)).all()
    return Sheet(rows, here, pages, total)


def seats(by: Any, call: Call) -> CTE:
    """In SQL, put together once: everybody's places on the programme's running applications this officer may see."""
    columns = (Application.id, Application.number, Application.title, Application.call_id, Call.code)
    live = running(by, call.programme_id).with_only_columns(*columns).subquery()
    taken = union_all(
        select(Part.application_id, Part.pi_id.label("person_id"), Part.side, true().label("leads"))
        .where(Part.pi_id.is_not(None)),
        select(TeamMember.application_id, TeamMember.person_id, TeamMember.side, literal(False).label("leads"))
        .where(TeamMember.person_id.is_not(None)),
    ).subquery()  # fmt: skip
    return select(live, taken.c.person_id, taken.c.side, taken.c.leads).join(
        taken, taken.c.application_id == live.c.id,
    ).cte("seat")  # fmt: skip


def busy(session: Session, by: Any, call: Call, number: int) -> Sheet:
    """A page of the people on more than one running application, one of them in this call; always three questions."""
    seat = seats(by, call)
    many = func.count(distinct(seat.c.id))
    several = (
        select(seat.c.person_id, many.label("many")).group_by(seat.c.person_id)
        .having(many > 1, func.sum(case((seat.c.call_id == call.id, 1), else_=0)) > 0).cte("several")
    )  # fmt: skip
    wanted = (
        select(Person.id, *NAMES).join(several, several.c.person_id == Person.id)
        .order_by(several.c.many.desc(), Person.family_latin, Person.family, Person.id)
    )  # fmt: skip
    found = sheet(session, wanted, number)
    places: dict[uuid.UUID, list[Place]] = {row.id: [] for row in found.rows}
    taken = select(seat).where(seat.c.person_id.in_(places)).order_by(seat.c.code, seat.c.number, seat.c.side)
    for row in session.execute(taken):
        places[row.person_id].append(Place(row.id, ref(row.code, row.number), row.title, row.side, row.leads))
    rows = [Busy(row.family, row.given, row.family_latin, row.given_latin, places[row.id]) for row in found.rows]
    return Sheet(rows, found.number, found.pages, found.total)


def overlaps(session: Session, by: Any, call: Call, most_percent: int, number: int) -> Sheet:
    """A page of pairs of running applications that share more than a part of the smaller team; two questions."""
    seat = seats(by, call)
    size = team_sizes(seat)
    one, other, first, second = seat.alias("one"), seat.alias("other"), size.alias("first"), size.alias("second")
    shared = func.count(distinct(one.c.person_id))
    smaller = case((first.c.people < second.c.people, first.c.people), else_=second.c.people)
    columns = [*named(first, "a"), *named(second, "b"), first.c.people, second.c.people]
    wanted = (
        select(*named(first, "a"), *named(second, "b"), shared.label("shared"), smaller.label("smaller"))
        .join_from(one, other, and_(one.c.person_id == other.c.person_id, one.c.id < other.c.id))
        .join(first, first.c.id == one.c.id).join(second, second.c.id == other.c.id)
        .where(or_(one.c.call_id == call.id, other.c.call_id == call.id))
        .group_by(*columns)
        .having(shared * WHOLE > smaller * most_percent)
        .order_by(shared.desc(), first.c.code, first.c.number, second.c.code, second.c.number)
    )  # fmt: skip
    found = sheet(session, wanted, number)
    rows = [
        Overlap(
            Place(row.a_id, ref(row.a_code, row.a_number), row.a_title, "", leads=False),
            Place(row.b_id, ref(row.b_code, row.b_number), row.b_title, "", leads=False), row.shared, row.smaller,
        )
        for row in found.rows
    ]  # fmt: skip
    return Sheet(rows, found.number, found.pages, found.total)


def team_sizes(seat: CTE) -> CTE:
    """In SQL: every running application with how many people, told apart by their accounts, are on it."""
    columns = (seat.c.id, seat.c.code, seat.c.number, seat.c.title)
    return select(*columns, func.count(distinct(seat.c.person_id)).label("people")).group_by(*columns).cte("size")


def named(team: Any, prefix: str) -> list[ColumnElement[Any]]:
    """In SQL: what tells an application, under a prefix that tells two of them apart."""
    return [team.c[name].label(f"{prefix}_{name}") for name in ("id", "code", "number", "title")]


def ref(code: str, number: int) -> str:
    """The number people know an application by."""
    return f"{code}-{number:03d}"
