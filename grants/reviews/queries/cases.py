"""The cases of an office: a call's applications as its officers list them, a page at a time."""

import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import Session

from grants import clock
from grants.applications.model import Application, Finding, Part
from grants.applications.queries import handled_in
from grants.calls.model import Call
from grants.money import Money
from grants.people.model import InstitutionName, Person
from grants.reviews.model import Assignment, Review
from grants.rules.access import reads_call_record
from grants.rules.applications import JUDGED, ApplicationState
from grants.rules.calls import is_open, let_in
from grants.rules.eligibility import Result
from grants.rules.names import written
from grants.rules.relations import sides_of
from grants.rules.reviews import AssignmentState, ReviewState

PER_PAGE = 25
AT_WORK = frozenset({AssignmentState.INVITED, AssignmentState.ACCEPTED})
SORTS: Mapping[str, Any] = {
    "number": Application.number,
    "title": Application.title,
    "theme": Application.theme,
    "submitted": Application.submitted_at,
}
NAMES = (Person.family, Person.given, Person.family_latin, Person.given_latin)


@dataclass(frozen=True)
class Sought:
    """What a list is asked for: words, a state, a theme, the side that leads, what is lacking, an order, a page."""

    words: str = ""
    state: str = ""
    theme: str = ""
    side: str = ""
    lacking: str = ""
    sort: str = "number"
    page: int = 1


@dataclass(frozen=True)
class PartLine:
    """One side of a case: who leads it there, from which university, what it asks for."""

    side: str
    family: str
    given: str
    family_latin: str
    given_latin: str
    place: Mapping[str, str]
    asked: Money

    def name_in(self, language: str) -> str:
        """The investigator's name as a reader of that language writes it."""
        return written(self, language) if self.family else ""


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


def narrowed(by: Any, call: Call, sought: Sought) -> Select[Any]:
    """Only those that are looked for; without a state, those that were handed in and stand."""
    wanted = listed(by, call)
    if sought.state in set(ApplicationState):
        wanted = wanted.where(Application.state == ApplicationState(sought.state))
    elif sought.state != "all":
        wanted = wanted.where(Application.submitted_at.is_not(None), Application.state != ApplicationState.WITHDRAWN)
    if sought.theme:
        wanted = wanted.where(Application.theme == sought.theme)
    if sought.side:
        wanted = wanted.where(Application.lead_side == sought.side)
    if sought.lacking in LACKING:
        wanted = wanted.where(LACKING[sought.lacking](by, call))
    for word in sought.words.split()[:6]:
        wanted = wanted.where(contains(word, call))
    return wanted


def listed(by: Any, call: Call) -> Select[Any]:
    """What there is to list: for officers and auditor all they handle, for the chair what is judged, once it is."""
    wanted: Select[Any] = handled_in(by, call)
    if reads_call_record(by, call):
        return wanted
    judged = Application.submitted_at.is_not(None) & Application.state.in_(JUDGED)
    at = clock.now()
    return wanted.where(judged, Application.id.not_in(let_in(call, at)), false() if is_open(call, at) else true())


def contains(word: str, call: Call) -> ColumnElement[bool]:
    """In SQL: a word of the title, of an investigator's name, or the application's number."""
    named = [column.icontains(word, autoescape=True) for column in NAMES]
    of_pi = exists().where(and_(Part.application_id == Application.id, Part.pi_id == Person.id, or_(*named)))
    found: list[ColumnElement[bool]] = [Application.title.icontains(word, autoescape=True), of_pi]
    number = re.fullmatch(rf"(?:{re.escape(call.code.casefold())}-)?([0-9]{{1,6}})", word.casefold())
    if number and number[1].isascii():
        found.append(Application.number == int(number[1]))
    return or_(*found)


def lacks_reviewers(_by: Any, call: Call) -> ColumnElement[bool]:
    """In SQL: some side has fewer reviewers at work on the application than the call wants."""
    counts = [
        select(func.count())
        .where(
            Assignment.application_id == Application.id, Assignment.side == side.code, Assignment.state.in_(AT_WORK),
        )
        .correlate(Application).scalar_subquery()
        for side in call.sides
    ]  # fmt: skip
    still = Application.state == ApplicationState.SUBMITTED
    return and_(still, or_(*(count < call.reviews_per_side for count in counts)))


def lacks_verdict(by: Any, call: Call) -> ColumnElement[bool]:
    """In SQL: a side of the application that this officer acts for has not said whether it is eligible."""
    said = exists().where(Finding.application_id == Part.application_id, Finding.side == Part.side)
    unsaid = exists().where(Part.application_id == Application.id, Part.side.in_(sides_of(by, call)), ~said)
    return and_(Application.state == ApplicationState.SUBMITTED, unsaid)


LACKING = {"reviewers": lacks_reviewers, "eligibility": lacks_verdict}


def lacking(session: Session, by: Any, call: Call) -> dict[str, int]:
    """How many of the call's applications still lack what; for an officer's home."""
    return {
        what: session.scalar(
            narrowed(by, call, Sought(lacking=what)).with_only_columns(func.count(), maintain_column_froms=True),
        ) or 0
        for what in LACKING
    }  # fmt: skip


def order(sort: str) -> Iterable[Any]:
    """The order asked for; the number decides among equals."""
    column = SORTS.get(sort.lstrip("-"), Application.number)
    return column.desc() if sort.startswith("-") else column.asc(), Application.number


def parts_of(session: Session, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[PartLine]]:
    """Both sides of each application: investigator, university as it is called now, amount."""
    rows = session.execute(
        select(Part.application_id, Part.side, Part.institution_id, Part.requested_minor, Part.currency, *NAMES)
        .outerjoin(Part.pi).where(Part.application_id.in_(ids)).order_by(Part.position),
    ).all()  # fmt: skip
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
    today = clock.now().date()
    names = select(InstitutionName.institution_id, InstitutionName.language, InstitutionName.text).where(
        InstitutionName.institution_id.in_(ids),
        or_(InstitutionName.valid_from.is_(None), InstitutionName.valid_from <= today),
        or_(InstitutionName.valid_to.is_(None), InstitutionName.valid_to >= today),
    )
    for institution, language, text in session.execute(names):
        called.setdefault(institution, {})[language] = text
    return called


def verdicts_of(session: Session, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, dict[str, Result]]:
    """The newest verdict of each side on each application."""
    verdicts: dict[uuid.UUID, dict[str, Result]] = {}
    columns = select(Finding.application_id, Finding.side, Finding.result)
    for application, side, result in session.execute(
        columns.where(Finding.application_id.in_(ids)).order_by(Finding.at),
    ):
        verdicts.setdefault(application, {})[side] = result
    return verdicts


def counts_of(session: Session, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, tuple[int, int]]:
    """How many reviewers are at work on each application, and how many reviews are in."""
    reviewed = func.count(Review.id).filter(Review.state == ReviewState.SUBMITTED)
    rows = session.execute(
        select(Assignment.application_id, func.count(), reviewed)
        .outerjoin(Assignment.review).where(Assignment.application_id.in_(ids), Assignment.state.in_(AT_WORK))
        .group_by(Assignment.application_id),
    )  # fmt: skip
    return {application: (asked, reviewed) for application, asked, reviewed in rows}
