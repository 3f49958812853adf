"""What a reviewer is handed of the others' reviews: hidden by not handing over, not by an `if` on a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, lazyload, selectinload

from grants.applications.model import Application
from grants.calls.model import Criterion
from grants.reviews.model import Assignment, Review
from grants.reviews.queries.totals import Told, total_of
from grants.rules.access import may_read
from grants.rules.reviews import AssignmentState, ReviewState


@dataclass(frozen=True)
class BlindReview:
    """Another reviewer's review without name, side, time or the words meant for the chair alone."""

    place: int
    figure: Fraction | None
    told: tuple[Told, ...]
    text: str


def blind(session: Session, by: Any, application: Application, criteria: Iterable[Criterion]) -> list[BlindReview]:
    """What the others wrote, once one's own review is in; until then nothing, not even how many there are."""
    if not may_read(by, "application reviews", application):
        return []
    others = (
        select(Review)
        .join(Review.assignment)
        .where(
            Assignment.application_id == application.id, Assignment.reviewer_id != by.id,
            Assignment.state == AssignmentState.ACCEPTED, Review.state == ReviewState.SUBMITTED,
        )
        .options(selectinload(Review.scores), lazyload(Review.assignment))
        .order_by(Review.id)
    )  # fmt: skip
    criteria = list(criteria)
    return [
        BlindReview(place, (total := total_of(review, criteria)).figure, total.told, review.for_applicants)
        for place, review in enumerate(session.scalars(others), 1)
    ]
