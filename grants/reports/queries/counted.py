"""Applications as they are counted: those that count alike are counted together by the database, however many.

Whoever is in conflict with an application has no share of it in any figure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from grants.applications.model import Application, Finding, Part, TeamMember
from grants.applications.queries import in_conflict
from grants.calls.model import Call
from grants.people.model import Person
from grants.reports.queries.then import NOW, Then
from grants.rules.applications import FUNDED, RELEASED, ApplicationState
from grants.rules.calls import closes_at
from grants.rules.eligibility import Result
from grants.rules.figures import CareerStage, Counted, early_since

FOUND_ELIGIBLE = (Result.PASS, Result.WAIVED)
Parts = Mapping[str, Any]


@dataclass(frozen=True)
class Count:
    """What was counted: applications by the universities that lead their sides, and others with somebody on a team."""

    every: Sequence[Counted]
    guests: Sequence[Counted]


def standing_in(by: Any, calls: Sequence[Call], then: Then = NOW) -> Select[Any]:
    """The applications that were handed in and stand; none this person is in conflict with."""
    wanted = select(Application.id).where(
        Application.call_id.in_([call.id for call in calls]), then.is_handed_in(),
        then.state(Application) != ApplicationState.WITHDRAWN,
    )  # fmt: skip
    return wanted if by.id is None else wanted.where(~in_conflict(by.id))


def counted(session: Session, wanted: Select[Any], calls: Sequence[Call], then: Then = NOW) -> Count:
    """The wanted applications of these calls as they are counted; two questions."""
    if not calls:
        return Count((), ())
    sides = dict.fromkeys(side.code for call in calls for side in call.sides)
    parts = {side: aliased(Part) for side in sides}
    fates = fate(parts, then)
    return Count(alike(session, with_parts(wanted, parts), parts, (stage_at_close(calls), *fates)),
                 guests(session, wanted, parts, fates))  # fmt: skip


def with_parts(wanted: Select[Any], parts: Parts) -> Select[Any]:
    """The applications with the part of each side beside them."""
    for side, part in parts.items():
        wanted = wanted.outerjoin(part, and_(part.application_id == Application.id, part.side == side))
    return wanted


def alike(session: Session, joined: Select[Any], parts: Parts, told: Sequence[ColumnElement[Any]]) -> list[Counted]:
    """How many applications there are of each kind: round, theme, who leads which side, career stage."""
    lead = case(*((Application.lead_side == side, part.pi_id) for side, part in parts.items()))
    stage, *fates = told
    rows = joined.outerjoin(Person, Person.id == lead).with_only_columns(
        Application.call_id, Application.theme, Application.lead_side, stage.label("stage"),
        *(part.institution_id.label(f"of_{number}") for number, part in enumerate(parts.values())), *fates,
    ).subquery()  # fmt: skip
    kinds = [column for column in rows.c if column.name not in {"eligible", "approved"}]
    sums = select(*kinds, func.count(), func.sum(rows.c.eligible), func.sum(rows.c.approved)).group_by(*kinds)
    found = []
    for call, theme, side, stage_told, *others, number, eligible, approved in session.execute(sums):
        places = dict(zip(parts, others, strict=True))
        found.append(
            Counted(
                frozenset(others) - {None}, places.get(side), frozenset(), theme, call, int(eligible), int(approved),
                int(number), side, CareerStage(stage_told),
            ),
        )  # fmt: skip
    return found


def guests(session: Session, wanted: Select[Any], parts: Parts, fates: Sequence[ColumnElement[int]]) -> list[Counted]:
    """Universities with somebody on the team of applications in which nobody of theirs leads a side."""
    place = TeamMember.institution_id
    leads = exists().where(Part.application_id == Application.id, Part.institution_id == place)
    on_teams = wanted.join(TeamMember, TeamMember.application_id == Application.id).where(place.is_not(None), ~leads)
    rows = (
        with_parts(on_teams, parts)
        .with_only_columns(Application.id, place.label("place"), *fates).distinct().subquery()
    )  # fmt: skip
    told = select(rows.c.place, func.count(), func.sum(rows.c.eligible), func.sum(rows.c.approved))
    return [
        Counted(frozenset(), None, frozenset({one}), eligible=int(eligible), approved=int(approved), number=number)
        for one, number, eligible, approved in session.execute(told.group_by(rows.c.place))
    ]


def fate(parts: Parts, then: Then) -> tuple[ColumnElement[int], ColumnElement[int]]:
    """In SQL: whether an application was found eligible by every side, and whether it is funded, as ones and noughts.

    After the release it was eligible unless it was refused for it.
    """
    passed = and_(*(or_(part.id.is_(None), newest_verdict(part, then).in_(FOUND_ELIGIBLE)) for part in parts.values()))
    state = then.state(Application)
    eligible = case(
        (state == ApplicationState.INELIGIBLE, 0), (state.in_(RELEASED), 1), (passed, 1),
        else_=0,
    )  # fmt: skip
    return eligible.label("eligible"), case((state.in_(FUNDED), 1), else_=0).label("approved")


def newest_verdict(part: Any, then: Then) -> Any:
    """In SQL: what one side last found of an application."""
    return (
        select(Finding.result)
        .where(Finding.application_id == part.application_id, Finding.side == part.side, then.has(Finding.at))
        .order_by(Finding.at.desc(), Finding.id.desc()).limit(1).correlate(part).scalar_subquery()
    )  # fmt: skip


def stage_at_close(calls: Sequence[Call]) -> ColumnElement[str]:
    """In SQL: the career stage of the lead investigator on the day the call closed."""
    return case(*((Application.call_id == call.id, stage_on(closes_at(call).date())) for call in calls))


def stage_on(day: date) -> ColumnElement[str]:
    """In SQL: the career stage of a person on a day, as `rules/figures` defines it."""
    degree = Person.doctorate_on
    none_yet = or_(degree.is_(None), degree > day)
    return case(
        (and_(none_yet, Person.doctoral_student.is_(True)), CareerStage.STUDENT.value),
        (none_yet, CareerStage.UNTOLD.value), (degree >= early_since(day), CareerStage.EARLY.value),
        else_=CareerStage.LATER.value,
    )  # fmt: skip
