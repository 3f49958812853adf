"""Reviews of applications that were not funded, when their time is over: the marks stay, words and names go."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from grants.applications.model import Application
from grants.db import session_of
from grants.people.nobody import nobody
from grants.reviews.model import Assignment, Bid, Edition, Remark, Review

SILENT = {"for_panel": "", "for_applicants": "", "scratchpad": ""}


def seal_reviews(application: Application, at: datetime) -> None:
    """Keep the marks alone: under nobody's name, without what was written and said."""
    session = session_of(application)
    asked = select(Assignment.id).where(Assignment.application_id == application.id)
    judged = select(Review.id).where(Review.assignment_id.in_(asked))
    session.execute(delete(Edition).where(Edition.review_id.in_(judged)))
    session.execute(delete(Bid).where(Bid.application_id == application.id))
    session.execute(delete(Remark).where(Remark.application_id == application.id))
    session.execute(update(Review).where(Review.assignment_id.in_(asked)).values(SILENT))
    for one in application.assignments:  # type: ignore[attr-defined]
        hide(session, one, at)
    session.flush()


def hide(session: Session, one: Assignment, at: datetime) -> None:
    """Put nobody in the place of a reviewer."""
    one.reviewer, one.reason, one.suggestion = nobody(session, one.reviewer, at), "", ""
