"""The next round of review: which applications come into it, and what of their reviews is kept and asked again."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from grants.applications.model import Application
from grants.calls.model import Call, ReviewRound
from grants.db import session_of
from grants.decisions.panel import panel_of
from grants.mail.outbox import Telling, post_all
from grants.people.model import Person
from grants.reviews.editions import keep
from grants.reviews.model import Assignment, Review
from grants.rules import reviews as law
from grants.rules.calls import NEXT_ROUND
from grants.rules.phases import in_border, next_round_of
from grants.words import language, say


def next_round(call: Call, by: Person, at: datetime) -> int:
    """Move a call to its next round; every review that comes along is kept as it stood. How many applications came."""
    call.allow(NEXT_ROUND, by, at)
    here: ReviewRound = call.review_round
    following: ReviewRound = next_round_of(call)
    call.take(NEXT_ROUND, by, at, round=following.code, others=following.others)
    chosen = those_of_the_border(call, following) if following.border else None
    call.at_round = following.position
    moved = [one for one in standing(call) if chosen is None or one.application.id in chosen]
    for review in moved:
        step = law.WRITE_AGAIN if law.unscored(review) and review.is_in else law.LOOK_AGAIN
        review.take(step, by, at, round=following.code)
        keep(review, at, language("en").texts(here.label))
        review.at_round = following.position
        review.submitted_at = review.submitted_at if review.is_in else None
    tell(call, moved, at)
    return len({one.application.id for one in moved}) if chosen is None else len(chosen)


def those_of_the_border(call: Call, following: ReviewRound) -> set[UUID]:
    """The applications in the border zone of the planned awards, by their places after the present round."""
    panel = panel_of(session_of(call), call)
    places = {each.contender.application: each.place for each in panel.ranked}
    return {panel.rows[number].id for number in in_border(places, call.max_awards or 0, following.border)}


def standing(call: Call) -> list[Review]:
    """The reviews that count or are being written, of the applications that are judged."""
    wanted = (
        select(Review).join(Review.assignment).join(Assignment.application)
        .where(
            Application.call_id == call.id, Assignment.state == law.AssignmentState.ACCEPTED,
            Review.state != law.ReviewState.VOID,
        )
        .order_by(Application.number, Review.id)
    )  # fmt: skip
    return list(session_of(call).scalars(wanted).unique())


def tell(call: Call, moved: Collection[Review], at: datetime) -> None:
    """One mail to each reviewer whose reviews came along, whatever their number."""
    reviewers = {one.assignment.reviewer_id: one.assignment.reviewer for one in moved}
    following, due = call.review_round, call.review_round.due_on
    telling = Telling(
        kind="review_round", subject=say("The next round of review for %(call)s", call=call.name),
        paragraphs=(
            say("“%(round)s” has begun. What you wrote is kept; look at it again where you are asked to.",
                round=following.label),
            *([say("Please submit your review by %(day)s.", day=due)] if due else []),
        ),
        link="/reviews", call_id=call.id,
    )  # fmt: skip
    post_all(session_of(call), reviewers.values(), telling, at)
