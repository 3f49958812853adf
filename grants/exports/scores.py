"""All scores of a call: one row for each review that is in, one column for each criterion."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row, Select, case, func
from sqlalchemy.orm import Session

from grants.applications.model import Application
from grants.applications.queries import submitted_in
from grants.calls.model import Call
from grants.exports.table import Column, Table
from grants.people.model import Person
from grants.reviews.model import Assignment, Review, Score
from grants.rules.names import both
from grants.rules.reviews import AssignmentState, ReviewState
from grants.rules.scoring import weighted
from grants.words import say

FIRST_MARK = 10  # the place of the first criterion in a row


def columns(call: Call) -> list[Column]:
    """The columns; the criteria in the call's order."""
    weights = {criterion.code: criterion.weight for criterion in call.criteria}
    sides = {side.code: side.label for side in call.sides}

    def total(row: Any) -> Any:
        return weighted(dict(zip(weights, row[FIRST_MARK:], strict=True)), weights)

    return [
        (say("Number"), lambda row: f"{call.code}-{row[0]:03d}"),
        (say("Title"), lambda row: row[1]),
        (say("Reviewer"), both),
        (say("Reviewer's side"), lambda row: sides.get(row[2], {})),
        *(marks(place, criterion) for place, criterion in enumerate(call.criteria, start=FIRST_MARK)),
        (say("Weighted total"), total),
        (say("Knows the field (1 to 5)"), lambda row: row[3]),
        (say("Submitted (UTC)"), lambda row: row[4]),
    ]


def marks(place: int, criterion: Any) -> Column:
    """The marks on one criterion."""
    heading = say("%(criterion)s (%(weight)s%%)", criterion=criterion.label, weight=criterion.weight)
    return heading, lambda row: row[place]


def table(session: Session, by: Any, call: Call) -> Table:
    """Every review that is in, by application; one question."""
    return Table(columns(call), rows(session, by, call))


def rows(session: Session, by: Any, call: Call) -> Iterator[Row[Any]]:
    """A review in each row; reviews still being written are nobody's business, and void ones count for nothing."""
    wanted: Select[Any] = (
        submitted_in(by, call)
        .join(Assignment, Assignment.application_id == Application.id)
        .join(Review, Review.assignment_id == Assignment.id)
        .join(Person, Person.id == Assignment.reviewer_id).outerjoin(Score, Score.review_id == Review.id)
        .where(Review.state == ReviewState.SUBMITTED, Assignment.state == AssignmentState.ACCEPTED)
        .group_by(Review.id, Application.id, Assignment.id, Person.id)
        .order_by(Application.number, Assignment.side, Person.family, Person.given, Person.id)
    )  # fmt: skip
    told = (Application.number, Application.title, Assignment.side, Review.expertise, Review.submitted_at)
    names = (Person.family, Person.given, Person.family_latin, Person.given_latin, Person.email)
    pivot = [func.max(case((Score.criterion_id == criterion.id, Score.mark))) for criterion in call.criteria]
    every: list[Any] = [*told, *names, *pivot]
    yield from session.execute(wanted.with_only_columns(*every))
