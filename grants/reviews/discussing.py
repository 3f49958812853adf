"""What the panel says to itself about one application: one thread, for the panel alone; what was said stays."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from grants.applications.model import Application
from grants.reviews.model import Assignment, Remark, Review
from grants.rules.discussion import Voice, knows_names
from grants.rules.reviews import AssignmentState, ReviewState
from grants.words import Sentence, say

A_REVIEWER = say("A reviewer")
VOICES = {Voice.CHAIR: say("The chair"), Voice.OFFICER: say("The office")}


@dataclass(frozen=True)
class Said:
    """One remark as a reader may know it: by name for whom names are open, else by a part in the panel."""

    id: uuid.UUID
    at: datetime
    who: Any
    part: Sentence
    text: str
    is_mine: bool


def thread(session: Session, by: Any, application: Application, language: str) -> list[Said]:
    """Everything that was said about an application, the oldest first."""
    wanted = select(Remark).where(Remark.application_id == application.id).order_by(Remark.at, Remark.id)
    remarks = session.scalars(wanted).all()
    by_name = knows_names(by, application)
    names = {} if by_name else numbers(session, by, application)
    return [
        Said(one.id, one.at, one.by.name_in(language) if by_name else None, part_of(one, names), one.text,
             one.by_id == by.id)
        for one in remarks
    ]  # fmt: skip


def part_of(one: Remark, names: dict[uuid.UUID, int]) -> Sentence:
    """As what somebody spoke; another reviewer is told by the number of the review only."""
    if one.voice is Voice.REVIEWER and one.by_id in names:
        return say("Reviewer %(place)s", place=names[one.by_id])
    return VOICES.get(one.voice, A_REVIEWER)


def numbers(session: Session, by: Any, application: Application) -> dict[uuid.UUID, int]:
    """The number under which this reader meets each other reviewer's review: the same as beside the review itself."""
    others = (
        select(Assignment.reviewer_id)
        .join(Review, Review.assignment_id == Assignment.id)
        .where(
            Assignment.application_id == application.id, Assignment.reviewer_id != by.id,
            Assignment.state == AssignmentState.ACCEPTED, Review.state == ReviewState.SUBMITTED,
        )
        .order_by(Review.id)
    )  # fmt: skip
    return {person: place for place, person in enumerate(session.scalars(others), 1)}


def remarks_on(session: Session, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How much was said about each of some applications."""
    counted = select(Remark.application_id, func.count()).where(Remark.application_id.in_(ids))
    rows = session.execute(counted.group_by(Remark.application_id))
    return {application: count for application, count in rows}  # noqa: C416 - a Row is no pair to mypy
