"""Who is on several applications: people told apart by who they are, told to officers only."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import Session

from grants.applications.model import Application, Part, TeamMember
from grants.applications.queries.lists import in_conflict
from grants.calls.model import Call
from grants.db import session_of
from grants.rules.applications import HANDED_IN
from grants.rules.eligibility import Elsewhere


def running(by: Any, programme_id: UUID) -> Select[Any]:
    """The applications of a programme that were handed in and stand; never one this officer is in conflict with."""
    return (
        select(Application.id).join(Call, Call.id == Application.call_id)
        .where(
            Call.programme_id == programme_id, Application.submitted_at.is_not(None),
            Application.state.in_(HANDED_IN), ~in_conflict(by.id),
        )
    )  # fmt: skip


def elsewhere(application: Application, by: Any) -> tuple[Elsewhere, ...]:
    """The other running applications of the programme that share somebody with this one; always three questions."""
    session, call = session_of(application), application.call
    keys = [part.pi_id for part in application.parts] + [member.person_id for member in application.members]
    shared = [key for key in keys if key]
    columns = (Application.id, Application.number, Application.call_id, Call.code)
    wanted = running(by, call.programme_id).with_only_columns(*columns).where(
        Application.id != application.id,
        or_(
            exists().where(Part.application_id == Application.id, Part.pi_id.in_(shared)),
            exists().where(TeamMember.application_id == Application.id, TeamMember.person_id.in_(shared)),
        ),
    )  # fmt: skip
    rows = session.execute(wanted.order_by(Call.code, Application.number)).all()
    leads, people = teams_of(session, [row.id for row in rows])
    return tuple(
        Elsewhere(f"{row.code}-{row.number:03d}", row.call_id == call.id, frozenset(leads[row.id]),
                  frozenset(people[row.id]))
        for row in rows
    )  # fmt: skip


def teams_of(session: Session, ids: Sequence[UUID]) -> tuple[dict[UUID, set[UUID]], dict[UUID, set[UUID]]]:
    """Who leads each application, and who is on it, the leads among them."""
    leads: dict[UUID, set[UUID]] = {key: set() for key in ids}
    people: dict[UUID, set[UUID]] = {key: set() for key in ids}
    for application, person in session.execute(select(Part.application_id, Part.pi_id).where(of(Part, ids))):
        leads[application] |= {person} if person else set()
    members = select(TeamMember.application_id, TeamMember.person_id).where(of(TeamMember, ids))
    for application, person in session.execute(members):
        people[application] |= {person} if person else set()
    return leads, {key: people[key] | leads[key] for key in ids}


def of(kind: type[Part | TeamMember], ids: Sequence[UUID]) -> ColumnElement[bool]:
    """In SQL: what belongs to some applications."""
    return kind.application_id.in_(ids)
