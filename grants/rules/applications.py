"""An application's life: written by two equals, confirmed by both, submitted, judged elsewhere, told at release."""

from enum import StrEnum
from typing import Any

from grants.rules.consent import both_confirmed, every_side_has_a_pi, everyone_signed_off, may_still_be_confirmed
from grants.rules.formal import support_is_on, was_submitted, was_thrown_away_lately
from grants.rules.guards import (
    advice_is_not_frozen,
    call_has_closed,
    call_is_open,
    is_closed_for_it,
    no_review_has_begun,
    nothing_is_on_its_way_out,
    nothing_missing,
    panel_decides_now,
)
from grants.rules.relations import (
    is_chair_without_conflict,
    is_lead_pi,
    is_member,
    is_officer_of_other_side,
    is_officer_without_conflict,
    is_pi,
    is_signed_in,
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
    RETURNED = "returned"
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
    ApplicationState.RETURNED: say("Returned for correction, last submission counts"),
    ApplicationState.WITHDRAWN: say("Withdrawn"),
    ApplicationState.INELIGIBLE: say("Not eligible"),
    ApplicationState.APPROVED: say("Funded"),
    ApplicationState.CONDITIONAL: say("Funded with conditions"),
    ApplicationState.RESERVE: say("On the reserve list"),
    ApplicationState.DECLINED: say("Not funded"),
}

S = ApplicationState
OPEN_TO_WRITING = states(S.DRAFT, S.REOPENED, S.RETURNED)
HANDED_IN = states(S.SUBMITTED, S.REOPENED, S.RETURNED)
STANDS_AT_THE_END = states(S.REOPENED, S.RETURNED)  # what was not sent again stands as it was submitted last
RELEASED = states(S.INELIGIBLE, S.APPROVED, S.CONDITIONAL, S.RESERVE, S.DECLINED)
JUDGED = HANDED_IN | RELEASED
FUNDED = states(S.APPROVED, S.CONDITIONAL)


def assigns(by: Any, application: Any) -> bool:
    """Officers and the chair settle who judges an application, unless in conflict with it."""
    return is_officer_without_conflict(by, application) or is_chair_without_conflict(by, application)


LIVE = OPEN_TO_WRITING | HANDED_IN
COPY = Step(
    "copy", states(S.DRAFT), None, is_lead_pi, say("Copy"), (call_is_open,), told=say("Copied answers from %(ref)s"),
)  # fmt: skip
WRITE = Step("write", OPEN_TO_WRITING, None, may_write, say("Save"), (call_is_open,), told=say("Wrote"))
INVITE = Step(
    "invite", OPEN_TO_WRITING, None, is_pi, say("Invite"), (call_is_open,), told=say("Invited %(name)s (%(email)s)"),
)  # fmt: skip
JOIN = Step(
    "join", OPEN_TO_WRITING, None, is_signed_in, say("Join"), (call_is_open,), told=say("Joined the team"),
)  # fmt: skip
STEP_IN = Step(
    "step_in", LIVE, None, is_signed_in, say("Step in"), (nothing_is_on_its_way_out,),
    told=say("Took the place of the principal investigator"),
)  # fmt: skip
CHANGE_MEMBER = Step(
    "change_member", OPEN_TO_WRITING, None, is_pi, say("Change"), (call_is_open,),
    told=say("Changed the place of %(name)s on the team"),
)  # fmt: skip
REMOVE_MEMBER = Step(
    "remove_member", OPEN_TO_WRITING, None, is_pi, say("Remove"), (call_is_open,), danger=True,
    told=say("Took %(name)s off the team"),
)  # fmt: skip
LEAVE = Step(
    "leave", frozenset(ApplicationState), None, lambda by, a: is_member(by, a) and not is_pi(by, a),
    say("Leave the team"), danger=True, told=say("Left the team"),
)  # fmt: skip
ASK_TO_SIGN = Step(
    "ask_to_sign", OPEN_TO_WRITING, None, is_pi, say("Ask"), (may_still_be_confirmed,),
    told=say("Asked %(name)s to sign for “%(what)s”"),
)  # fmt: skip
CONFIRM = Step(
    "confirm", OPEN_TO_WRITING, None, is_pi, say("Confirm this version"),
    (may_still_be_confirmed, every_side_has_a_pi, nothing_missing), told=say("Confirmed this version"),
)  # fmt: skip
SUBMIT = Step(
    "submit", OPEN_TO_WRITING, S.SUBMITTED, is_pi, say("Submit application"),
    (may_still_be_confirmed, every_side_has_a_pi, nothing_missing, both_confirmed, everyone_signed_off),
    told=say("Submitted"),
)  # fmt: skip
LET_IN = Step(
    "let_in_late", LIVE, None, is_officer_without_conflict, say("Let in late"),
    (nothing_is_on_its_way_out, no_review_has_begun), told=say("Let in late until %(until)s"),
)  # fmt: skip
RETURN = Step(
    "return_for_correction", states(S.SUBMITTED), S.RETURNED, is_officer_without_conflict, say("Return for correction"),
    (is_closed_for_it, nothing_is_on_its_way_out, no_review_has_begun),
    told=say("Returned for correction until %(until)s"),
)  # fmt: skip
REOPEN = Step(
    "reopen", states(S.SUBMITTED), S.REOPENED, is_pi, say("Reopen for editing"), (call_is_open,), told=say("Reopened"),
)  # fmt: skip
STAND = Step(
    "stand_as_submitted", STANDS_AT_THE_END, S.SUBMITTED, is_the_clock, say("Stand as submitted"),
    told=say("Stands as submitted last"),
)  # fmt: skip
DELETE_DRAFT = Step(
    "delete", states(S.DRAFT), S.WITHDRAWN, is_lead_pi, say("Delete draft"), danger=True, told=say("Deleted the draft"),
)  # fmt: skip
TAKE_BACK_DRAFT = Step(
    "take_draft_back", states(S.WITHDRAWN), S.DRAFT, is_lead_pi, say("Take the draft back"), (was_thrown_away_lately,),
    told=say("Took the deleted draft back"),
)  # fmt: skip
WITHDRAW = Step(
    "withdraw", HANDED_IN, S.WITHDRAWN, is_pi, say("Withdraw application"), danger=True, told=say("Withdrew"),
)  # fmt: skip
OPEN_SUPPORT = Step(
    "open_support", OPEN_TO_WRITING, None, is_pi, say("Let the office look"),
    told=say("Let the programme office look into the draft until %(until)s"),
)  # fmt: skip
END_SUPPORT = Step(
    "end_support", OPEN_TO_WRITING, None, is_pi, say("End it now"), (support_is_on,),
    told=say("Closed the draft to the programme office"),
)  # fmt: skip
LOOK = Step(
    "look_for_support", OPEN_TO_WRITING, None, is_officer_without_conflict, say("Look into the draft"),
    (support_is_on,), told=say("Looked into the draft: %(what)s"),
)  # fmt: skip
PROPOSE_CHANGE = Step(
    "propose_change", LIVE | states(S.WITHDRAWN), None, is_officer_without_conflict, say("Propose"),
    (nothing_is_on_its_way_out,), told=say("Proposed: %(what)s"),
)  # fmt: skip
PROPOSE_LEAD = Step(
    "propose_lead", OPEN_TO_WRITING, None, is_pi, say("Propose"), (call_is_open,),
    told=say("Proposed that %(side)s takes the lead"),
)  # fmt: skip
REINSTATE = Step(
    "reinstate", states(S.WITHDRAWN), S.SUBMITTED, is_officer_without_conflict, say("Reinstate"),
    (was_submitted, nothing_is_on_its_way_out), told=say("Reinstated by two officers"),
)  # fmt: skip
REMOVE_PI = Step(
    "remove_pi", LIVE, None, is_officer_without_conflict, say("Replace the investigator"),
    (nothing_is_on_its_way_out,), told=say("%(name)s is no longer principal investigator of %(side)s"),
)  # fmt: skip
TRANSFER_LEAD = Step(
    "transfer_lead", LIVE, None, lambda by, a: is_pi(by, a) or is_officer_without_conflict(by, a),
    say("Transfer the lead"), (nothing_is_on_its_way_out,), told=say("%(side)s has the lead now"),
)  # fmt: skip
CHECK = Step(
    "check_eligibility", states(S.SUBMITTED), None, is_officer_without_conflict, say("Record eligibility"),
    (call_has_closed, nothing_is_on_its_way_out),
)  # fmt: skip
RULE = Step(
    "decide_evidence", states(S.SUBMITTED), None, is_officer_without_conflict, say("Decide on evidence"),
    (call_has_closed, nothing_is_on_its_way_out), told=say("%(side)s decided on evidence"),
)  # fmt: skip
TICK = Step(
    "tick", JUDGED - OPEN_TO_WRITING, None, is_officer_without_conflict, say("Tick"),
    told=say("Checklist of %(side)s: %(item)s"),
)  # fmt: skip
UNTICK = Step(
    "untick", JUDGED - OPEN_TO_WRITING, None, is_officer_without_conflict, say("Take the tick away"),
    told=say("Checklist of %(side)s, not in order after all: %(item)s"),
)  # fmt: skip
TAG = Step("tag", frozenset(ApplicationState), None, is_officer_without_conflict, say("Tag"),
           told=say("Tagged: %(tag)s"))  # fmt: skip
UNTAG = Step("untag", frozenset(ApplicationState), None, is_officer_without_conflict, say("Take the tag off"),
             told=say("Tag taken off: %(tag)s"))  # fmt: skip
TELL_TEAM = Step("write_to_team", frozenset(ApplicationState), None, is_officer_without_conflict, say("Write"),
                 told=say("The office wrote to the team: %(subject)s"))  # fmt: skip
NOTE = Step("note", frozenset(ApplicationState), None, is_officer_without_conflict, say("Add note"))
ASSIGN = Step(
    "assign_reviewer", states(S.SUBMITTED), None,
    assigns, say("Assign reviewer"), (call_has_closed,),
)  # fmt: skip
DECLARE = Step("record_conflict", JUDGED, None, lambda by, a: judges_or_handles(by, a.call), say("Record conflict"))
FIND_CONFLICT = Step("find_conflict", JUDGED, None, assigns, say("In conflict"), danger=True,
                     told=say("Put a conflict on record"))  # fmt: skip
CLEAR = Step("clear_conflict", JUDGED, None, assigns, say("Looked at, not a conflict"),
             told=say("Looked at a possible conflict: it is none"))  # fmt: skip
PROPOSE_LIFTING = Step("propose_lifting", JUDGED, None, is_officer_without_conflict, say("Propose to lift it"),
                       told=say("Proposed to lift a conflict"))  # fmt: skip
LIFT = Step("lift_conflict", JUDGED, None, is_officer_without_conflict, say("Agree: it is no conflict"),
            told=say("Lifted a conflict, by two officers"))  # fmt: skip
RECOMMEND = Step(
    "recommend", states(S.SUBMITTED), None, is_chair_without_conflict, say("Record recommendation"),
    (call_has_closed, nothing_is_on_its_way_out, advice_is_not_frozen, panel_decides_now),
)  # fmt: skip
DECIDE = Step(
    "decide_side", states(S.SUBMITTED), None, is_officer_without_conflict, say("Record this side's decision"),
    (call_has_closed, nothing_is_on_its_way_out),
)  # fmt: skip


def _release(name: str, target: ApplicationState) -> Step:
    return Step(
        name, states(S.SUBMITTED), target, lambda by, a: is_officer_of_other_side(by, a.call), say("Release"),
        (every_side_has_a_pi,) if target in FUNDED else (),
    )  # fmt: skip


RELEASES = {
    S.APPROVED: _release("release_approved", S.APPROVED),
    S.CONDITIONAL: _release("release_conditional", S.CONDITIONAL),
    S.RESERVE: _release("release_reserve", S.RESERVE),
    S.DECLINED: _release("release_declined", S.DECLINED),
    S.INELIGIBLE: _release("release_ineligible", S.INELIGIBLE),
}

PROMOTE = Step("promote", states(S.RESERVE), S.APPROVED, is_officer_without_conflict, say("Promote"))
TEAMS = (
    COPY, WRITE, INVITE, JOIN, STEP_IN, CHANGE_MEMBER, REMOVE_MEMBER, LEAVE, ASK_TO_SIGN, CONFIRM, SUBMIT, LET_IN,
    RETURN, REOPEN, STAND, DELETE_DRAFT, TAKE_BACK_DRAFT, WITHDRAW, OPEN_SUPPORT, END_SUPPORT, LOOK, PROPOSE_LEAD,
    REINSTATE, REMOVE_PI, TRANSFER_LEAD,
)  # fmt: skip
APPLICATION = Workflow(
    "application", ApplicationState,
    (*TEAMS, PROPOSE_CHANGE, CHECK, RULE, TICK, UNTICK, TAG, UNTAG, TELL_TEAM, NOTE, ASSIGN, DECLARE, FIND_CONFLICT,
     CLEAR, PROPOSE_LIFTING, LIFT, RECOMMEND, DECIDE, *RELEASES.values(), PROMOTE),
)  # fmt: skip
TEAM_STEPS = frozenset({"begin", *(step.name for step in (*TEAMS, *RELEASES.values(), PROMOTE))})
