"""A report's life: due by rule, written by the team, submitted by an investigator, accepted by both sides."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from grants.rules.relations import is_officer_without_conflict, may_write, side_of_pi, side_written_by, sides_of
from grants.rules.workflow import Step, Workflow, states
from grants.words import Sentence, say


class ReportState(StrEnum):
    """What people have decided about a report; due and overdue are told by the clock."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    WAIVED = "waived"

    @property
    def label(self) -> Sentence:
        """The state's name for people."""
        return STATE_LABELS[self]


STATE_LABELS = {
    ReportState.DRAFT: say("To be written"),
    ReportState.SUBMITTED: say("Submitted"),
    ReportState.RETURNED: say("Returned with remarks"),
    ReportState.ACCEPTED: say("Accepted by both sides"),
    ReportState.WAIVED: say("Waived"),
}


class OutcomeKind(StrEnum):
    """What can come of a grant."""

    PUBLICATION = "publication"
    PREPRINT = "preprint"
    DATASET = "dataset"
    SOFTWARE = "software"
    PATENT = "patent"
    CONFERENCE = "conference"
    EVENT = "event"
    EXCHANGE = "exchange"
    TRAINING = "training"
    FOLLOW_ON_BID = "follow_on_bid"
    AGREEMENT = "agreement"
    MEDIA = "media"
    PRIZE = "prize"
    EQUIPMENT = "equipment"
    MANUAL = "manual"
    TEACHING = "teaching"
    SPIN_OFF = "spin_off"

    @property
    def label(self) -> Sentence:
        """The kind in words."""
        return OUTCOME_LABELS[self]


OUTCOME_LABELS = {
    OutcomeKind.PUBLICATION: say("Publication"),
    OutcomeKind.PREPRINT: say("Preprint"),
    OutcomeKind.DATASET: say("Dataset"),
    OutcomeKind.SOFTWARE: say("Software"),
    OutcomeKind.PATENT: say("Patent"),
    OutcomeKind.CONFERENCE: say("Conference talk"),
    OutcomeKind.EVENT: say("Event"),
    OutcomeKind.EXCHANGE: say("Person exchanged"),
    OutcomeKind.TRAINING: say("Student or researcher trained"),
    OutcomeKind.FOLLOW_ON_BID: say("Follow-on grant"),
    OutcomeKind.AGREEMENT: say("Agreement"),
    OutcomeKind.MEDIA: say("Media report"),
    OutcomeKind.PRIZE: say("Prize"),
    OutcomeKind.EQUIPMENT: say("Equipment"),
    OutcomeKind.MANUAL: say("Manual or protocol"),
    OutcomeKind.TEACHING: say("Teaching"),
    OutcomeKind.SPIN_OFF: say("Spin-off"),
}


def is_pi_of_report(by: Any, report: Any) -> bool:
    """A principal investigator of the awarded application; of the side whose own report it is."""
    mine = side_of_pi(by, report.award.application)
    return mine is not None and report.side in {"", mine}


def writes_report(by: Any, report: Any) -> bool:
    """Both investigators, and members with the right to edit; those of its side where it is a side's own."""
    application = report.award.application
    return may_write(by, application) and (not report.side or report.side in side_written_by(by, application))


def judges_report(by: Any, report: Any) -> bool:
    """An officer of the award's call who is not in conflict."""
    return is_officer_without_conflict(by, report.award.application)


def sides_concerned(report: Any) -> list[Any]:
    """The sides a report is owed to: those that gave money, or the one whose own report it is."""
    return [part.side for part in report.award.parts if report.side in {"", part.side.code}]


def sides_to_accept(by: Any, report: Any) -> set[str]:
    """The sides this officer acts for to which the report is owed and which have not accepted it yet."""
    done = {approval.side for approval in report.current_approvals}
    return (sides_of(by, report.award.application.call) & {side.code for side in sides_concerned(report)}) - done


def own_side_not_yet(by: Any, report: Any, _at: datetime) -> Sentence | None:
    """Guard: each side that gave money accepts a report once."""
    return None if sides_to_accept(by, report) else say("Your side has already accepted this report.")


def every_side_accepted(_by: Any, report: Any, _at: datetime) -> Sentence | None:
    """Guard: a report is accepted when every side that gave money has accepted it."""
    done = {approval.side for approval in report.current_approvals}
    waiting = [side for side in sides_concerned(report) if side.code not in done]
    return say("%(side)s has not accepted this report yet.", side=waiting[0].label) if waiting else None


def nothing_missing(_by: Any, report: Any, _at: datetime) -> Sentence | None:
    """Guard: a report is submitted whole."""
    if report.gap_count == 0:
        return None
    return say("%(count)s things are still missing. Each is listed with a link.", count=report.gap_count)


T = ReportState
OWED = states(T.DRAFT, T.RETURNED)
DONE = states(T.ACCEPTED, T.WAIVED)
HANDED_IN = states(T.SUBMITTED, T.ACCEPTED)
WRITE = Step("write_report", OWED, None, writes_report, say("Save"))
TELL = Step(
    "tell_outcome", OWED | states(T.ACCEPTED, T.WAIVED), None, writes_report, say("Save"),
    told=say("Told what came of it"),
)  # fmt: skip
SUBMIT = Step(
    "submit_report", OWED, T.SUBMITTED, is_pi_of_report, say("Submit report"), (nothing_missing,),
)  # fmt: skip
RETURN = Step("return_report", states(T.SUBMITTED), T.RETURNED, judges_report, say("Return with a remark"))
APPROVE = Step(
    "approve_report", states(T.SUBMITTED), None, judges_report, say("Accept for my side"), (own_side_not_yet,),
)  # fmt: skip
ACCEPT = Step(
    "accept_report", states(T.SUBMITTED), T.ACCEPTED, judges_report, say("Accept report"), (every_side_accepted,),
)  # fmt: skip
EXCUSE = Step(
    "excuse_report", OWED, None, judges_report, say("Waive for my side"), (own_side_not_yet,),
    told=say("Waived for a side: %(because)s"),
)  # fmt: skip
WAIVE = Step("waive_report", OWED, T.WAIVED, judges_report, say("Waive report"), (every_side_accepted,))
REPORT = Workflow("report", ReportState, (WRITE, TELL, SUBMIT, RETURN, APPROVE, ACCEPT, EXCUSE, WAIVE))


class Standing(StrEnum):
    """Where a report stands: what people decided, and what the calendar says to what they have not."""

    COMING = "coming"
    DUE = "due"
    OVERDUE = "overdue"
    RETURNED = "returned"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    WAIVED = "waived"

    @property
    def label(self) -> Sentence:
        """The standing in words."""
        return STANDING_LABELS[self]


STANDING_LABELS = {
    Standing.COMING: say("Project running"),
    Standing.DUE: say("Due"),
    Standing.OVERDUE: say("Overdue"),
    Standing.RETURNED: say("Returned with remarks"),
    Standing.SUBMITTED: say("Submitted"),
    Standing.ACCEPTED: say("Accepted by both sides"),
    Standing.WAIVED: say("Waived"),
}


def standing(state: ReportState, due: date, opens_on: date, today: date) -> Standing:
    """Where a report stands today: it is due from the day it is asked for, overdue after its day."""
    if state not in OWED:
        return Standing(state.value)
    if today > due:
        return Standing.OVERDUE
    if state is ReportState.RETURNED:
        return Standing.RETURNED
    return Standing.DUE if today >= opens_on else Standing.COMING
