"""What a review said before: every kept state with what changed since the one before it, and the way back to it."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from grants import clock
from grants.reviews import actions
from grants.reviews.model import Edition, Review
from grants.reviews.queries import Total, editions, total_of_marks
from grants.rules.differences import Piece, differences
from grants.rules.reviews import SCORE
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.reviewer.desk import desk
from grants.web.reviewer.reviews import OWN
from grants.web.transaction import session
from grants.words import Sentence, say

TEXTS = {
    "for_applicants": say("For the applicants"), "for_panel": say("For the panel only"),
    "scratchpad": say("Your own notes"),
}  # fmt: skip


@dataclass(frozen=True)
class Stood:
    """One state of a review as the page shows it; without a key it is what stands now."""

    key: uuid.UUID | None
    at: datetime
    reason: str
    total: Total
    texts: list[tuple[Sentence, list[Piece]]]


@desk.page("/<uuid:id>/earlier", OWN, "review_own.draft.read", "review_own.submitted.read")
def earlier(review: Review) -> ResponseReturnValue:
    """Everything the review said, the newest first."""
    kept = editions(session(), review)
    writes = SCORE.is_open_to(visitor(), review, clock.now())
    now: list[Any] = [review, *kept]
    stood = [stood_as(one, before, review) for one, before in zip(now, [*kept, None], strict=True)]
    return page("reviewer/earlier.html", review=review, application=review.application, stood=stood, writes=writes)


@desk.deed("/<uuid:id>/earlier/<uuid:edition>/restore", OWN, "review_own.draft.write")
def restore_review(review: Review, edition: uuid.UUID) -> ResponseReturnValue:
    """Take an earlier state back; what stood there meanwhile is kept as well."""
    kept = session().get(Edition, edition)
    if kept is None or kept.review_id != review.id:
        raise NotFound
    actions.restore(review, kept, visitor(), clock.now())
    flash(reader().say(say("Restored. What stood there meanwhile is kept below.")), "good")
    return redirect(url_for("reviewer.earlier", id=review.id), 303)


def stood_as(one: Any, before: Any, review: Review) -> Stood:
    """One state, its texts compared with those before it."""
    criteria = review.application.call.criteria
    codes = {criterion.id: criterion.code for criterion in criteria}
    is_now = isinstance(one, Review)
    marks = {codes[score.criterion_id]: score.mark for score in one.scores} if is_now else one.marks
    texts = [
        (label, differences(getattr(before, name, ""), getattr(one, name))) for name, label in TEXTS.items()
    ]  # fmt: skip
    return Stood(
        None if is_now else one.id, one.changed_at if is_now else one.at, "" if is_now else one.reason,
        total_of_marks(marks, criteria), [(label, pieces) for label, pieces in texts if pieces],
    )  # fmt: skip
