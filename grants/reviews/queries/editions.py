"""What a review said before, the newest first."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.reviews.model import Edition, Review


def editions(session: Session, review: Review) -> Sequence[Edition]:
    """The earlier states of a review, the newest first; a hundred at most."""
    wanted = select(Edition).where(Edition.review_id == review.id).order_by(Edition.at.desc(), Edition.id)
    return session.scalars(wanted.limit(100)).all()
