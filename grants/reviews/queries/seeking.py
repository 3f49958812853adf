"""What a list of cases is asked for, and how it is narrowed to that: always in the database."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from grants import clock
from grants.applications.model import Application, Finding, Part
from grants.applications.queries import handled_in
from grants.applications.queries.desk import has_notes, has_tag, lacks_ticks
from grants.applications.queries.search import contains
from grants.calls.model import Call
from grants.reviews.model import Assignment
from grants.rules.applications import JUDGED, ApplicationState
from grants.rules.calls import is_open, let_in
from grants.rules.checklist import item_of, sides_with_items
from grants.rules.eligibility import Result
from grants.rules.readers import reads_call_record
from grants.rules.relations import sides_of
from grants.rules.reviews import AssignmentState
from grants.rules.search import words_in

AT_WORK = frozenset({AssignmentState.INVITED, AssignmentState.ACCEPTED})
SORTS: Mapping[str, Any] = {
    "number": Application.number,
    "title": Application.title_key,
    "theme": Application.theme,
    "submitted": Application.submitted_at,
}
UNCHECKED = "unchecked"
Lacks = Callable[[Any, Call], ColumnElement[bool]]


@dataclass(frozen=True)
class Sought:
    """What a list is asked for; what is left empty narrows nothing. `lacking` may name an item: item.SIDE.code."""

    words: str = ""
    state: str = ""
    theme: str = ""
    side: str = ""
    lacking: str = ""
    university: str = ""
    eligible: str = ""
    tag: str = ""
    noted: bool = False
    sort: str = "number"
    page: int = 1


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
    for word in words_in(sought.words):
        wanted = wanted.where(contains(word, call))
    return wanted.where(*by_part(sought), *(kept_by_office(by, call, sought) if reads_call_record(by, call) else ()))


def by_part(sought: Sought) -> Iterable[ColumnElement[bool]]:
    """In SQL: somebody of a university leads a side of it; a side has given this verdict, or none yet."""
    if sought.university:
        there = Part.institution_id == (as_key(sought.university) or uuid.UUID(int=0))
        yield exists().where(Part.application_id == Application.id, there)
    if sought.eligible == UNCHECKED:
        said = exists().where(Finding.application_id == Part.application_id, Finding.side == Part.side)
        yield exists().where(Part.application_id == Application.id, ~said)
    elif sought.eligible in set(Result):
        later = aliased(Finding)
        newer = exists().where(
            later.application_id == Finding.application_id, later.side == Finding.side, later.at > Finding.at,
        )  # fmt: skip
        result = Finding.result == Result(sought.eligible)
        yield exists().where(Finding.application_id == Application.id, result, ~newer)


def kept_by_office(by: Any, call: Call, sought: Sought) -> Iterable[ColumnElement[bool]]:
    """In SQL: what only offices keep: tags, notes the reader may know of, items of the checklist."""
    if sought.tag:
        yield has_tag(sought.tag)
    if sought.noted:
        yield has_notes(by, call)
    kind, _, item = sought.lacking.partition(".")
    side, _, code = item.partition(".")
    if kind == "item" and item_of(call, side, code):
        yield and_(Application.state.in_(JUDGED), lacks_ticks(call, [side], [code]))


def as_key(text: str) -> uuid.UUID | None:
    """A key, where a text is one."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def listed(by: Any, call: Call) -> Select[Any]:
    """What there is to list: for officers and auditor all they handle, for the chair what is judged, once it is."""
    wanted: Select[Any] = handled_in(by, call)
    if reads_call_record(by, call):
        return wanted
    judged = Application.submitted_at.is_not(None) & Application.state.in_(JUDGED)
    at = clock.now()
    return wanted.where(judged, Application.id.not_in(let_in(call, at)), false() if is_open(call, at) else true())


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
    here, wanted = call.review_round, call.review_round.reviews_per_side
    still = Application.state == ApplicationState.SUBMITTED
    few: list[ColumnElement[bool]] = [
        and_(count < wanted, true() if here.reads == "all" else Application.lead_side == side.code)
        for count, side in zip(counts, call.sides, strict=True)
    ]
    return and_(still, or_(*few, sum(counts[1:], start=counts[0]) < (here.least or 0)))


def lacks_verdict(by: Any, call: Call) -> ColumnElement[bool]:
    """In SQL: a side of the application that this officer acts for has not said whether it is eligible."""
    said = exists().where(Finding.application_id == Part.application_id, Finding.side == Part.side)
    unsaid = exists().where(Part.application_id == Application.id, Part.side.in_(sides_of(by, call)), ~said)
    return and_(Application.state == ApplicationState.SUBMITTED, unsaid)


def lacks_looking_over(by: Any, call: Call) -> ColumnElement[bool]:
    """In SQL: something of the checklist of this officer's side was not looked at."""
    own = [side for side in sides_with_items(call) if side in sides_of(by, call)]
    return and_(Application.state == ApplicationState.SUBMITTED, lacks_ticks(call, own)) if own else false()


LACKING: Mapping[str, Lacks] = {
    "reviewers": lacks_reviewers, "eligibility": lacks_verdict, "checklist": lacks_looking_over,
}  # fmt: skip


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
