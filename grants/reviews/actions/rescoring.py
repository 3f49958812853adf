"""Re-scoring: a reviewer changes marks after the discussion; what was given before stays on record, with the reason."""

from collections.abc import Mapping
from datetime import datetime

from grants.db import session_of
from grants.people.model import Person
from grants.reviews.actions.reviewing import changed_marks
from grants.reviews.editions import keep
from grants.reviews.model import Review
from grants.rules import reviews as law
from grants.rules.refusal import Refused
from grants.words import say


def rescore(review: Review, marks: Mapping[str, int], reason: str, by: Person, at: datetime) -> None:
    """Give other marks to one's own submitted review; it stays submitted, and the panel sees what they were and why."""
    review.allow(law.RESCORE, by, at)
    changed = changed_marks(review, marks)
    if not changed:
        raise Refused(say("Choose another mark, or leave the review as it is."))
    if not reason.strip():
        raise Refused(say("Say why: the panel reads it beside the earlier marks."), "reason")
    keep(review, at, reason.strip())
    given = {one.criterion_id: one for one in review.scores}
    for criterion, mark in changed:
        given[criterion.id].mark = mark
    review.changed_at = at
    told = {criterion.code: mark for criterion, mark in changed}
    review.take(law.RESCORE, by, at, marks=told, reason=reason.strip())
    session_of(review).flush()
