"""The cases of an office: a call's applications as its officers list them, a page at a time."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, func, or_, select
from sqlalchemy.orm import Session

from grants import clock
from grants.applications.model import Application, Finding, Part
from grants.calls.model import Call
from grants.money import Money
from grants.people.model import InstitutionName, Person
from grants.reviews.model import Assignment, Review
from grants.reviews.queries.seeking import AT_WORK, Sought, narrowed, order
from grants.rules.applications import ApplicationState
from grants.rules.eligibility import Result
from grants.rules.names import Named
from grants.rules.reviews import ReviewState

PER_PAGE = 25
NAMES = (Person.family, Person.given, Person.family_latin, Person.given_latin)
IDS: BindParameter[Any] = bindparam("ids", expanding=True)  # the questions of a page of cases are written down once
PARTS = (
    select(Part.application_id, Part.side, Part.institution_id, Part.requested_minor, Part.currency, *NAMES)
    .outerjoin(Part.pi).where(Part.application_id.in_(IDS)).order_by(Part.position)
)  # fmt: skip
CALLED = select(InstitutionName.institution_id, InstitutionName.language, InstitutionName.text).where(
    InstitutionName.institution_id.in_(IDS),
    or_(InstitutionName.valid_from.is_(None), InstitutionName.valid_from <= bindparam("today")),
    or_(InstitutionName.valid_to.is_(None), InstitutionName.valid_to >= bindparam("today")),
)
VERDICTS = (
    select(Finding.application_id, Finding.side, Finding.result)
    .where(Finding.application_id.in_(IDS)).order_by(Finding.at)
)  # fmt: skip
COUNTS = (
    select(
        Assignment.application_id, func.count(), func.count(Review.id).filter(Review.state == ReviewState.SUBMITTED),
    )
    .outerjoin(Assignment.review).where(Assignment.application_id.in_(IDS), Assignment.state.in_(AT_WORK))
    .group_by(Assignment.application_id)
)  # fmt: skip


@dataclass(frozen=True)
class PartLine(Named):
    """One side of a case: who leads it there, from which university, what it asks for."""

    side: str
    family: str
    given: str
    family_latin: str
    given_latin: str
    place: Mapping[str, str]
    asked: Money


@dataclass(frozen=True)
class Case:
    """One application as an office sees it in a list."""

    id: uuid.UUID
    ref: str
    title: str
    theme: str
    state: ApplicationState
    submitted_at: datetime | None
    parts: Sequence[PartLine] = ()
    verdicts: Mapping[str, Result] = field(default_factory=dict)
    asked: int = 0
    reviewed: int = 0


@dataclass(frozen=True)
class Cases:
    """One page of cases, which page it is, of how many, and how many cases in all."""

    rows: Sequence[Case]
    number: int
    pages: int
    total: int


def cases(session: Session, by: Any, call: Call, sought: Sought) -> Cases:
    """A page of the call's applications, never one this person is in conflict with; always the same six questions."""
    wanted = narrowed(by, call, sought)
    total = session.scalar(wanted.with_only_columns(func.count(), maintain_column_froms=True)) or 0
    pages = max(1, -(-total // PER_PAGE))
    number = min(max(1, sought.page), pages)
    columns = (Application.id, Application.number, Application.title, Application.theme, Application.state,
               Application.submitted_at)  # fmt: skip
    page = wanted.with_only_columns(*columns).order_by(*order(sought.sort))
    found = session.execute(page.limit(PER_PAGE).offset((number - 1) * PER_PAGE)).all()
    ids = [row.id for row in found]
    parts, verdicts, counts = parts_of(session, ids), verdicts_of(session, ids), counts_of(session, ids)
    rows = [
        Case(
            row.id, f"{call.code}-{row.number:03d}", row.title, row.theme, row.state, row.submitted_at,
            parts.get(row.id, ()), verdicts.get(row.id, {}), *counts.get(row.id, (0, 0)),
        )
        for row in found
    ]  # fmt: skip
    return Cases(rows, number, pages, total)


def parts_of(session: Session, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[PartLine]]:
    """Both sides of each application: investigator, university as it is called now, amount."""
    rows = session.execute(PARTS, {"ids": ids}).all()
    places = places_of(session, {row.institution_id for row in rows})
    parts: dict[uuid.UUID, list[PartLine]] = {}
    for row in rows:
        line = PartLine(
            row.side, row.family or "", row.given or "", row.family_latin or "", row.given_latin or "",
            places.get(row.institution_id, {}), Money(row.requested_minor, row.currency),
        )  # fmt: skip
        parts.setdefault(row.application_id, []).append(line)
    return parts


def places_of(session: Session, ids: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, dict[str, str]]:
    """What institutions are called today, per language."""
    called: dict[uuid.UUID, dict[str, str]] = {}
    for institution, language, text in session.execute(CALLED, {"ids": list(ids), "today": clock.now().date()}):
        called.setdefault(institution, {})[language] = text
    return called


def verdicts_of(session: Session, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, dict[str, Result]]:
    """The newest verdict of each side on each application."""
    verdicts: dict[uuid.UUID, dict[str, Result]] = {}
    for application, side, result in session.execute(VERDICTS, {"ids": ids}):
        verdicts.setdefault(application, {})[side] = result
    return verdicts


def counts_of(session: Session, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, tuple[int, int]]:
    """How many reviewers are at work on each application, and how many reviews are in."""
    return {application: (asked, reviewed) for application, asked, reviewed in session.execute(COUNTS, {"ids": ids})}
