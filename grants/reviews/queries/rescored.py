"""Marks that were changed after the discussion: what they came to before, and why."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.calls.model import Call
from grants.reviews.model import Assignment, Edition, Review
from grants.rules.phases import counting_in
from grants.rules.scoring import weighted


@dataclass(frozen=True)
class Rescored:
    """One change of marks: whose review, when the earlier marks were given, what they came to, why they changed."""

    review_id: uuid.UUID
    at: datetime
    before: Fraction | None
    marks: dict[str, int | None]
    reason: str


def rescored(session: Session, call: Call, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Rescored]]:
    """Every change of marks in some applications, in the order they were made."""
    rows = session.execute(
        select(Assignment.application_id, Edition.review_id, Edition.at, Edition.marks, Edition.reason)
        .join(Review, Review.id == Edition.review_id).join(Assignment, Assignment.id == Review.assignment_id)
        .where(Assignment.application_id.in_(ids), Edition.reason != "")
        .order_by(Edition.at, Edition.id),
    ).all()  # fmt: skip
    weights = {criterion.code: criterion.weight for criterion in counting_in(call)}
    found: dict[uuid.UUID, list[Rescored]] = {}
    for application, review, at, marks, reason in rows:
        found.setdefault(application, []).append(Rescored(review, at, weighted(marks, weights), marks, reason))
    return found
