"""Keeping: what stood in a review before stays to be looked at, and can be taken back."""

from collections.abc import Mapping
from datetime import datetime

from grants.db import session_of
from grants.people.model import Person
from grants.reviews.actions.reviewing import Judgement, score
from grants.reviews.editions import keep
from grants.reviews.model import Edition, Review
from grants.rules import reviews as law


def restore(review: Review, edition: Edition, by: Person, at: datetime) -> None:
    """Put an earlier state of a review back; what stood there meanwhile is kept like any other."""
    review.allow(law.SCORE, by, at)
    keep(review, at)
    codes = {criterion.code for criterion in review.application.call.criteria}
    marks: Mapping[str, int | None] = {code: mark for code, mark in edition.marks.items() if code in codes}
    score(review, Judgement(marks, edition.expertise, edition.for_panel, edition.for_applicants, edition.scratchpad),
          by, at)  # fmt: skip
    session_of(review).flush()
