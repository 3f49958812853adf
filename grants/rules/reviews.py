"""A reviewer's work: asked, free of conflict, scoring, in, locked."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from grants.rules.calls import CallState
from grants.rules.phases import asked_in, is_in_round, shows_others, told_in
from grants.rules.refusal import Refused
from grants.rules.relations import (
    is_chair_without_conflict,
    is_in_conflict,
    is_officer_of_call,
    is_officer_without_conflict,
    is_reviewer_in_call,
)
from grants.rules.workflow import Step, Workflow, states
from grants.words import Sentence, say


class AssignmentState(StrEnum):
    """What became of asking a reviewer."""

    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    CONFLICTED = "conflicted"
    REMOVED = "removed"

    @property
    def label(self) -> Sentence:
        """The state's name for people."""
        return ASSIGNMENT_LABELS[self]


ASSIGNMENT_LABELS = {
    AssignmentState.INVITED: say("Asked"),
    AssignmentState.ACCEPTED: say("Accepted"),
    AssignmentState.DECLINED: say("Declined"),
    AssignmentState.CONFLICTED: say("In conflict"),
    AssignmentState.REMOVED: say("Taken off"),
}


class ReviewState(StrEnum):
    """What a reviewer has decided about a review."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    VOID = "void"

    @property
    def label(self) -> Sentence:
        """The state's name for people."""
        return REVIEW_LABELS[self]


REVIEW_LABELS = {
    ReviewState.DRAFT: say("In progress"),
    ReviewState.SUBMITTED: say("Submitted"),
    ReviewState.VOID: say("Void"),
}

EXPERTISE = {
    1: say("Outside my field"),
    2: say("I follow the field"),
    3: say("Close to my field"),
    4: say("My own field"),
}

A, R = AssignmentState, ReviewState


def is_whose(by: Any, assignment: Any) -> bool:
    """The reviewer whose assignment it is, still in the pool."""
    return (
        by.id is not None and assignment.reviewer_id == by.id and is_reviewer_in_call(by, assignment.application.call)
    )


def is_asked(by: Any, assignment: Any) -> bool:
    """The reviewer who was asked, still in the pool and not in conflict."""
    return is_whose(by, assignment) and not is_in_conflict(by, assignment.application)


def is_own_review(by: Any, review: Any) -> bool:
    """The reviewer whose review it is, with an accepted assignment and no conflict."""
    return is_asked(by, review.assignment) and review.assignment.state is A.ACCEPTED


def sees_others(by: Any, review: Any) -> bool:
    """Whether what the others gave is open to the author of this review, as the present round has it."""
    own_is_in = review.state is R.SUBMITTED
    return is_own_review(by, review) and shows_others(review.application, own_is_in=own_is_in)


def handles_assignments(by: Any, assignment: Any) -> bool:
    """Officers and chair, unless in conflict with the application."""
    application = assignment.application
    return is_officer_without_conflict(by, application) or is_chair_without_conflict(by, application)


def runs_the_rounds(by: Any, review: Any) -> bool:
    """Officers move a whole call to its next round, whatever single applications they may see."""
    return is_officer_of_call(by, review.application.call)


def mark_for(criterion: Any, mark: int | None) -> int | None:
    """A mark of the criterion's own scale; a blank is no mark."""
    if mark is None or criterion.low <= mark <= criterion.high:
        return mark
    raise Refused(
        say("Choose a mark from %(low)s to %(high)s.", low=criterion.low, high=criterion.high), field_of(criterion),
    )  # fmt: skip


def field_of(criterion: Any) -> str:
    """The name of a criterion's field on the form."""
    return f"mark-{criterion.code}"


def panel_not_locked(_by: Any, thing: Any, _at: datetime) -> Sentence | None:
    """Guard: reviews change until the chair freezes the ranking or the decisions go out."""
    call = thing.application.call
    ranking = getattr(call, "ranking", None)
    if call.state in {CallState.PUBLISHED, CallState.CLOSED} and not (ranking and ranking.is_locked):
        return None
    return say("The ranking is frozen; reviews no longer change.")


def discussion_is_open(_by: Any, application: Any, _at: datetime) -> Sentence | None:
    """Guard: the panel discusses an application until the ranking is frozen or the decisions go out."""
    ranking = getattr(application.call, "ranking", None)
    if not application.call.review_round.discussed:
        return say("In the present round nothing is discussed in writing.")
    if application.call.state in {CallState.PUBLISHED, CallState.CLOSED} and not (ranking and ranking.is_locked):
        return None
    return say("The discussion is closed. What was said stays on record.")


def unscored(review: Any) -> list[Any]:
    """The criteria that have no mark yet."""
    scored = {score.criterion_id for score in review.scores if score.mark is not None}
    return [criterion for criterion in asked_in(review.application.call) if criterion.id not in scored]


def every_criterion_scored(_by: Any, review: Any, _at: datetime) -> Sentence | None:
    """Guard: a review is submitted whole."""
    missing = unscored(review)
    if not missing:
        return None
    return say("“%(criterion)s” has no mark yet.", criterion=missing[0].label)


def says_something_to_applicants(_by: Any, review: Any, _at: datetime) -> Sentence | None:
    """Guard: applicants were promised feedback; where they are told the outcome only, nobody writes to them."""
    if review.for_applicants.strip() or told_in(review.application.call) == "nothing":
        return None
    return say("Write a few sentences for the applicants: they will read them after the decision.")


def link_is_over(assignment: Any, at: datetime) -> Sentence | None:
    """Why a mailed link no longer answers: it works until the day the reviews are due is over where the reviewer is."""
    due = assignment.application.call.review_round.due_on
    if due is None or at.astimezone(ZoneInfo(assignment.reviewer.zone)).date() <= due:
        return None
    return say("This link worked until %(day)s. Sign in to see where it stands.", day=due)


ACCEPT = Step(
    "accept", states(A.INVITED), A.ACCEPTED, is_asked, say("I have no conflict: open the application"),
    (panel_not_locked,),
)  # fmt: skip
DECLINE = Step("decline", states(A.INVITED), A.DECLINED, is_asked, say("Decline"), danger=True)
DECLARE = Step(
    "declare_conflict", states(A.INVITED, A.ACCEPTED, A.CONFLICTED), A.CONFLICTED, is_whose,
    say("Declare a conflict"), danger=True,
)  # fmt: skip
REMOVE = Step(
    "remove", states(A.INVITED, A.ACCEPTED, A.DECLINED), A.REMOVED, handles_assignments, say("Take off"), danger=True,
)  # fmt: skip
FIND_CONFLICT = Step(
    "find_conflict", states(A.INVITED, A.ACCEPTED), A.CONFLICTED, handles_assignments, say("In conflict"), danger=True,
)  # fmt: skip
REMIND = Step("remind", states(A.INVITED, A.ACCEPTED), None, handles_assignments, say("Remind"))
ASK_AGAIN = Step(
    "ask_again", states(A.DECLINED, A.REMOVED, A.CONFLICTED), A.INVITED, handles_assignments, say("Ask again"),
    (panel_not_locked,),
)  # fmt: skip
ASSIGNMENT = Workflow(
    "assignment", AssignmentState, (ACCEPT, DECLINE, DECLARE, REMOVE, FIND_CONFLICT, REMIND, ASK_AGAIN),
)  # fmt: skip

SCORE = Step("score", states(R.DRAFT), None, is_own_review, say("Save"), (panel_not_locked, is_in_round))
SUBMIT = Step(
    "submit_review", states(R.DRAFT), R.SUBMITTED, is_own_review, say("Submit review"),
    (panel_not_locked, is_in_round, every_criterion_scored, says_something_to_applicants),
)  # fmt: skip
REOPEN = Step(
    "reopen_review", states(R.SUBMITTED), R.DRAFT, is_own_review, say("Take back and edit"),
    (panel_not_locked, is_in_round),
)  # fmt: skip
LOOK_AGAIN = Step(
    "look_again", states(R.DRAFT, R.SUBMITTED), None, runs_the_rounds, say("Taken into the next round"),
)  # fmt: skip
WRITE_AGAIN = Step(
    "write_again", states(R.SUBMITTED), R.DRAFT, runs_the_rounds, say("Taken into the next round, to be completed"),
)  # fmt: skip
RESCORE = Step(
    "rescore_review", states(R.SUBMITTED), None, is_own_review, say("Change marks after the discussion"),
    (panel_not_locked, is_in_round),
)  # fmt: skip
VOID = Step(
    "void_review", states(R.DRAFT, R.SUBMITTED), R.VOID,
    lambda by, review: by.id == review.assignment.reviewer_id or handles_assignments(by, review.assignment),
    say("Void review"), danger=True,
)  # fmt: skip
RESTART = Step("restart_review", states(R.VOID), R.DRAFT, is_own_review, say("Take up again"), (panel_not_locked,))
REVIEW = Workflow(
    "review", ReviewState, (SCORE, SUBMIT, REOPEN, LOOK_AGAIN, WRITE_AGAIN, RESCORE, VOID, RESTART),
)  # fmt: skip
