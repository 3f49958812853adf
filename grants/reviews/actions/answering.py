"""Answering: the reviewer who was asked accepts, declines, or declares a conflict."""

from datetime import datetime

from grants.calls.queries import officers
from grants.db import session_of
from grants.mail.outbox import Telling, post_all
from grants.people.model import Person
from grants.people.tellings import named
from grants.reviews.actions.assigning import tell_taken_off, void_review
from grants.reviews.model import Assignment, Review
from grants.reviews.queries import ground_of
from grants.rules import reviews as law
from grants.rules.refusal import Refused
from grants.rules.relations import is_in_conflict
from grants.words import Sentence, say


def accept(assignment: Assignment, by: Person, at: datetime) -> Review:
    """Say that one has no conflict and will review: the application opens, and the review with it."""
    assignment.allow(law.ACCEPT, by, at)
    found = ground_of(session_of(assignment), by, assignment.application)
    if found is not None:
        raise Refused(say("Declare a conflict instead: %(reason)s", reason=found.reason))
    assignment.take(law.ACCEPT, by, at)
    if assignment.review is not None:
        assignment.review.take(law.RESTART, by, at)
        assignment.review.at_round = assignment.application.call.at_round
        return assignment.review
    here = assignment.application.call.at_round
    review = Review(
        assignment=assignment, at_round=here, changed_at=at, kept_at=at, for_panel="", for_applicants="", scratchpad="",
    )  # fmt: skip
    session_of(assignment).add(review)
    review.begin(by, at)
    return review


def decline(assignment: Assignment, why: tuple[str, str], by: Person, at: datetime) -> None:
    """Say that one will not review this, why, and whom to ask instead; the officers are told."""
    reason, suggestion = why
    assignment.take(law.DECLINE, by, at, reason=reason)
    assignment.reason, assignment.suggestion = reason, suggestion
    tell_officers(
        assignment, at, "review_declined",
        say("A reviewer has declined %(ref)s", ref=assignment.application.ref),
        say("%(person)s will not review %(ref)s. Reason given: %(reason)s. To be asked instead: %(instead)s",
            person=named(by), ref=assignment.application.ref, reason=reason or "–", instead=suggestion or "–"),
    )  # fmt: skip


def withdraw_for_conflict(assignment: Assignment, reason: str, by: Person, at: datetime) -> None:
    """End an assignment for a conflict that officers or the chair found: access ends at once, the review is void.

    As with a declared one, `applications.actions.record_conflict` is the other half of this deed.
    """
    assignment.take(law.FIND_CONFLICT, by, at, reason=reason)
    assignment.reason = reason
    void_review(assignment, reason, by, at)
    tell_taken_off(assignment, at)


def declare_conflict(assignment: Assignment, reason: str, by: Person, at: datetime) -> None:
    """End the assignment for a conflict and void what was written, without deleting it.

    The conflict itself belongs to the application: `applications.actions.record_conflict` is the other half of
    this deed, in the same transaction.
    """
    first = assignment.state is not law.AssignmentState.CONFLICTED
    assignment.take(law.DECLARE, by, at, reason=reason)
    assignment.reason = reason
    void_review(assignment, reason, by, at)
    if first:
        tell_officers(
            assignment, at, "conflict_declared",
            say("A reviewer of %(ref)s has a conflict", ref=assignment.application.ref),
            say("%(person)s has declared a conflict with %(ref)s and no longer sees it. Reason given: %(reason)s",
                person=named(by), ref=assignment.application.ref, reason=reason or "–"),
        )  # fmt: skip


def tell_officers(assignment: Assignment, at: datetime, kind: str, subject: Sentence, told: Sentence) -> None:
    """Tell the officers of both sides, but for those who may not handle this application."""
    application, session = assignment.application, session_of(assignment)
    telling = Telling(
        kind=kind, subject=subject, paragraphs=(told, say("Ask somebody else if the application needs it.")),
        link=f"/office/applications/{application.id}", call_id=application.call_id, application_id=application.id,
    )  # fmt: skip
    handling = [
        one for one in officers(session, application.call.programme_id, at) if not is_in_conflict(one, application)
    ]
    post_all(session, handling, telling, at)
