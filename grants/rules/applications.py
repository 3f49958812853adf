"""An application's life: written by two equals, confirmed by both, submitted, judged elsewhere, told at release."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from grants.rules.calls import CallState, is_open, reason_not_open
from grants.rules.relations import (
    is_chair_without_conflict,
    is_lead_pi,
    is_member,
    is_officer_of_other_side,
    is_officer_without_conflict,
    is_pi,
    is_the_clock,
    judges_or_handles,
    may_write,
)
from grants.rules.workflow import Step, Workflow, states
from grants.words import Sentence, say


class ApplicationState(StrEnum):
    """What people have decided about an application."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"
    INELIGIBLE = "ineligible"
    APPROVED = "approved"
    CONDITIONAL = "conditional"
    RESERVE = "reserve"
    DECLINED = "declined"

    @property
    def label(self) -> Sentence:
        """The state's name for people."""
        return STATE_LABELS[self]


STATE_LABELS = {
    ApplicationState.DRAFT: say("Draft"),
    ApplicationState.SUBMITTED: say("Submitted"),
    ApplicationState.REOPENED: say("Reopened, last submission counts"),
    ApplicationState.WITHDRAWN: say("Withdrawn"),
    ApplicationState.INELIGIBLE: say("Not eligible"),
    ApplicationState.APPROVED: say("Funded"),
    ApplicationState.CONDITIONAL: say("Funded with conditions"),
    ApplicationState.RESERVE: say("On the reserve list"),
    ApplicationState.DECLINED: say("Not funded"),
}

S = ApplicationState
OPEN_TO_WRITING = states(S.DRAFT, S.REOPENED)
HANDED_IN = states(S.SUBMITTED, S.REOPENED)
RELEASED = states(S.INELIGIBLE, S.APPROVED, S.CONDITIONAL, S.RESERVE, S.DECLINED)
JUDGED = HANDED_IN | RELEASED
FUNDED = states(S.APPROVED, S.CONDITIONAL)


def call_is_open(_by: Any, application: Any, at: datetime) -> Sentence | None:
    """Guard: written and submitted only while the call is open, or while a late grant for it runs."""
    if is_open(application.call, at):
        return None
    return reason_not_open(application.call, at)


def call_has_closed(_by: Any, application: Any, at: datetime) -> Sentence | None:
    """Guard: the officers and the panel begin when the call has closed."""
    if is_open(application.call, at):
        return say("The call is still open; applicants may reopen what they sent.")
    return None


def nothing_is_on_its_way_out(_by: Any, application: Any, _at: datetime) -> Sentence | None:
    """Guard: from the proposal of the release on, nothing changes that the decisions rest on."""
    if application.call.state in {CallState.PUBLISHED, CallState.CLOSED}:
        return None
    return say("The release of the decisions has been proposed: nothing they rest on changes now.")


def advice_is_not_frozen(_by: Any, application: Any, _at: datetime) -> Sentence | None:
    """Guard: a frozen ranking stays; what its chair was in conflict with may still be advised by another."""
    ranking, place = application.call.ranking, application.place
    if ranking is None or not ranking.is_locked or place is None or place.recommendation is None:
        return None
    return say("The ranking is frozen; its recommendations no longer change.")


def both_confirmed(_by: Any, application: Any, _at: datetime) -> Sentence | None:
    """Guard: every side's principal investigator stands behind this very version."""
    missing = [part for part in application.parts if part.confirmed_version != application.content_version]
    if not missing:
        return None
    return say(
        "The principal investigator of %(side)s has not confirmed this version.",
        side=application.call.side(missing[0].side).label,
    )


def nothing_missing(_by: Any, application: Any, _at: datetime) -> Sentence | None:
    """Guard: every required answer is there; the form lists each gap with a link."""
    if application.gap_count == 0:
        return None
    return say("%(count)s things are still missing. Each is listed with a link.", count=application.gap_count)


def every_side_has_a_pi(_by: Any, application: Any, _at: datetime) -> Sentence | None:
    """Guard: nobody can be alone in a joint application."""
    empty = [part for part in application.parts if part.pi_id is None]
    if not empty:
        return None
    return say(
        "%(side)s has no principal investigator yet: invite one by mail.",
        side=application.call.side(empty[0].side).label,
    )


WRITE = Step("write", OPEN_TO_WRITING, None, may_write, say("Save"), (call_is_open,))
INVITE = Step("invite", OPEN_TO_WRITING, None, is_pi, say("Invite"), (call_is_open,))
JOIN = Step("join", OPEN_TO_WRITING, None, lambda by, _a: by.id is not None, say("Join"), (call_is_open,))
REMOVE_MEMBER = Step("remove_member", OPEN_TO_WRITING, None, is_pi, say("Remove"), (call_is_open,), danger=True)
LEAVE = Step(
    "leave", OPEN_TO_WRITING, None, lambda by, a: is_member(by, a) and not is_pi(by, a), say("Leave the team"),
    danger=True,
)  # fmt: skip
CONFIRM = Step(
    "confirm", OPEN_TO_WRITING, None, is_pi, say("Confirm this version"),
    (call_is_open, every_side_has_a_pi, nothing_missing),
)  # fmt: skip
SUBMIT = Step(
    "submit", OPEN_TO_WRITING, S.SUBMITTED, is_pi, say("Submit application"),
    (call_is_open, every_side_has_a_pi, nothing_missing, both_confirmed),
)  # fmt: skip
REOPEN = Step("reopen", states(S.SUBMITTED), S.REOPENED, is_pi, say("Reopen for editing"), (call_is_open,))
STAND = Step("stand_as_submitted", states(S.REOPENED), S.SUBMITTED, is_the_clock, say("Stand as submitted"))
DELETE_DRAFT = Step(
    "delete", states(S.DRAFT), S.WITHDRAWN, is_lead_pi, say("Delete draft"), danger=True,
)  # fmt: skip
WITHDRAW = Step("withdraw", HANDED_IN, S.WITHDRAWN, is_pi, say("Withdraw application"), danger=True)
CHECK = Step(
    "check_eligibility", states(S.SUBMITTED), None, is_officer_without_conflict, say("Record eligibility"),
    (call_has_closed, nothing_is_on_its_way_out),
)  # fmt: skip
NOTE = Step("note", frozenset(ApplicationState), None, is_officer_without_conflict, say("Add note"))
ASSIGN = Step(
    "assign_reviewer", states(S.SUBMITTED), None,
    lambda by, a: is_officer_without_conflict(by, a) or is_chair_without_conflict(by, a),
    say("Assign reviewer"), (call_has_closed,),
)  # fmt: skip
DECLARE = Step("record_conflict", JUDGED, None, lambda by, a: judges_or_handles(by, a.call), say("Record conflict"))
RECOMMEND = Step(
    "recommend", states(S.SUBMITTED), None, is_chair_without_conflict, say("Record recommendation"),
    (call_has_closed, nothing_is_on_its_way_out, advice_is_not_frozen),
)  # fmt: skip
DECIDE = Step(
    "decide_side", states(S.SUBMITTED), None, is_officer_without_conflict, say("Record this side's decision"),
    (call_has_closed, nothing_is_on_its_way_out),
)  # fmt: skip


def _release(name: str, target: ApplicationState) -> Step:
    return Step(
        name, states(S.SUBMITTED), target, lambda by, a: is_officer_of_other_side(by, a.call), say("Release"),
    )  # fmt: skip


RELEASES = {
    S.APPROVED: _release("release_approved", S.APPROVED),
    S.CONDITIONAL: _release("release_conditional", S.CONDITIONAL),
    S.RESERVE: _release("release_reserve", S.RESERVE),
    S.DECLINED: _release("release_declined", S.DECLINED),
    S.INELIGIBLE: _release("release_ineligible", S.INELIGIBLE),
}

APPLICATION = Workflow(
    "application", ApplicationState,
    (WRITE, INVITE, JOIN, REMOVE_MEMBER, LEAVE, CONFIRM, SUBMIT, REOPEN, STAND, DELETE_DRAFT, WITHDRAW, CHECK, NOTE,
     ASSIGN, DECLARE, RECOMMEND, DECIDE, *RELEASES.values()),
)  # fmt: skip

TEAM_STEPS = frozenset(
    {"begin", "write", "invite", "join", "remove_member", "leave", "confirm", "submit", "reopen",
     "stand_as_submitted", "delete", "withdraw", *(step.name for step in RELEASES.values())},
)  # fmt: skip
