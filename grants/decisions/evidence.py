"""The reviews of a call as evidence: who scored what, reviewers by a number that tells nobody's name."""

from collections.abc import Sequence
from fractions import Fraction
from hashlib import sha256
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from grants.applications.model import Application
from grants.calls.model import Call
from grants.reviews.model import Assignment, Review, Score
from grants.rules.reviews import AssignmentState, ReviewState

PRIOR = {"sd_upper": 2.0, "severity_sd": 0.5}  # as published for the model; see reckoning.severity
DRAWS = 200
LEAST = 2  # with fewer reviews for an application nothing plausible can be said of it
Row = tuple[int, str, Fraction]


def reviews_told(session: Session, call: Call, numbers: Sequence[int]) -> dict[str, Any] | None:
    """The reviews as a case states them; none where too few are in to say how sure a ranking is."""
    found = [row for row in scores_in(session, call) if row[0] in set(numbers)]
    counts = {number: sum(row[0] == number for row in found) for number in numbers}
    if not counts or min(counts.values()) < LEAST:
        return None
    reviewers = sorted({row[1] for row in found})
    given = {(number, reviewer): float(score) for number, reviewer, score in found}
    return {
        "applications": [f"{call.code}-{number:03d}" for number in numbers],
        "reviewers": [f"R{place}" for place in range(1, len(reviewers) + 1)],
        "scores": [[given.get((number, reviewer)) for reviewer in reviewers] for number in numbers],
        "prior": PRIOR,
        "draws": DRAWS,
        "seed": 0,
    }


def scores_in(session: Session, call: Call) -> list[Row]:
    """The weighted mean of every review that is in: application, reviewer, score."""
    weight = case({criterion.id: criterion.weight for criterion in call.criteria}, value=Score.criterion_id, else_=0)
    rows = session.execute(
        select(
            Application.number, Assignment.reviewer_id, func.sum(Score.mark * weight),
            func.sum(case((Score.mark.is_not(None), weight), else_=0)),
        )
        .join(Assignment, Assignment.application_id == Application.id)
        .join(Review, Review.assignment_id == Assignment.id)
        .join(Score, Score.review_id == Review.id)
        .where(
            Application.call_id == call.id, Assignment.state == AssignmentState.ACCEPTED,
            Review.state == ReviewState.SUBMITTED,
        )
        .group_by(Review.id, Application.number, Assignment.reviewer_id)
    )  # fmt: skip
    return [(row[0], masked(call, row[1]), Fraction(int(row[2]), int(row[3]))) for row in rows if row[3]]


def masked(call: Call, key: Any) -> str:
    """A reviewer by a word from which nobody is found."""
    return sha256(f"{call.id}:{key}".encode()).hexdigest()
