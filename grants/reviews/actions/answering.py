"""Answering: the reviewer who was asked accepts, declines, or declares a conflict."""

from datetime import datetime

from grants.calls.queries import appointed
from grants.db import session_of
from grants.mail.outbox import Telling, post_all
from grants.people.model import Person
from grants.people.tellings import named
from grants.reviews.actions.assigning import tell_taken_off, void_review
from grants.reviews.model import Assignment, Review
from grants.reviews.queries import ground_told
from grants.rules import reviews as law
from grants.rules.refusal import Refused
from grants.rules.relations import is_in_conflict
from grants.rules.roles import Role
from grants.words import Sentence, say

CASE = {Role.OFFICER: "/office/applications/%s", Role.CHAIR: "/reviews/panels/applications/%s"}


def accept(assignment: Assignment, by: Person, at: datetime) -> Review:
    """Say that one has no conflict and will review: the application opens, and the review with it."""
    assignment.allow(law.ACCEPT, by, at)
    found = ground_told(session_of(assignment), by, assignment.application)
    if found is not None:
        raise Refused(say("Declare a conflict instead: %(reason)s", reason=found))
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
    tell_handling(
        assignment, at, Role.OFFICER,
        ("review_declined", say("A reviewer has declined %(ref)s", ref=assignment.application.ref)),
        say("%(person)s will not review %(ref)s. Reason given: %(reason)s. To be asked instead: %(instead)s",
            person=named(by), ref=assignment.application.ref, reason=reason or "–", instead=suggestion or "–"),
    )  # fmt: skip


def withdraw_for_conflict(assignment: Assignment, reason: str, by: Person, at: datetime) -> None:
    """End an assignment for a conflict that officers or the chair found: access ends at once, the review is void.

    As with a declared one, `applications.actions.record_conflict` is the other half of this deed.
    """
    assignment.take(law.FIND_CONFLICT, by, at, reason=reason)
    follows = what_follows(assignment)
    assignment.reason = reason
    void_review(assignment, reason, by, at)
    tell_taken_off(assignment, at)
    tell_of_conflict(
        assignment, at,
        say("%(person)s was found to be in conflict with %(ref)s and no longer sees it. Reason given: %(reason)s",
            person=named(assignment.reviewer), ref=assignment.application.ref, reason=reason or "–"), *follows,
    )  # fmt: skip


def declare_conflict(assignment: Assignment, reason: str, by: Person, at: datetime) -> None:
    """End the assignment for a conflict and void what was written, without deleting it.

    The conflict itself belongs to the application: `applications.actions.record_conflict` is the other half of
    this deed, in the same transaction.
    """
    first, follows = assignment.state is not law.AssignmentState.CONFLICTED, what_follows(assignment)
    assignment.take(law.DECLARE, by, at, reason=reason)
    assignment.reason = reason
    void_review(assignment, reason, by, at)
    if first:
        tell_of_conflict(
            assignment, at,
            say("%(person)s has declared a conflict with %(ref)s and no longer sees it. Reason given: %(reason)s",
                person=named(by), ref=assignment.application.ref, reason=reason or "–"), *follows,
        )  # fmt: skip


def what_follows(assignment: Assignment) -> tuple[Sentence, ...]:
    """What a conflict found now means for figures that are there already."""
    if assignment.review is None or not assignment.review.is_in:
        return ()
    counted = say("The review that was in counts no more; the mean and the places are counted anew.")
    ranking = getattr(assignment.application.call, "ranking", None)
    if ranking is None or not ranking.is_locked:
        return (counted,)
    return counted, say("The ranking was frozen with it. Two officers of two sides can open it again.")


def tell_of_conflict(assignment: Assignment, at: datetime, *told: Sentence) -> None:
    """Tell officers and chair of a conflict, and what it means."""
    about = "conflict_declared", say("A reviewer of %(ref)s has a conflict", ref=assignment.application.ref)
    for role in (Role.OFFICER, Role.CHAIR):
        tell_handling(assignment, at, role, about, *told)


def tell_handling(
    assignment: Assignment, at: datetime, role: Role, about: tuple[str, Sentence], *told: Sentence,
) -> None:  # fmt: skip
    """Tell those who serve the call in a role, but for those who may not handle this application."""
    application, session, (kind, subject) = assignment.application, session_of(assignment), about
    telling = Telling(
        kind=kind, subject=subject,
        paragraphs=(*told, say("Ask somebody else if the application needs it.")),
        link=CASE[role] % application.id, call_id=application.call_id, application_id=application.id,
    )  # fmt: skip
    serving = [one.person for one in appointed(session, application.call, at) if one.role == role]
    handling = [one for one in serving if one.disabled_at is None and not is_in_conflict(one, application)]
    post_all(session, handling, telling, at)
