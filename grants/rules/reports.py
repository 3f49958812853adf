"""A report's life: due by rule, written by the team, submitted by an investigator, accepted by both sides."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from grants.rules.relations import is_officer_without_conflict, is_pi, may_write, sides_of
from grants.rules.workflow import Step, Workflow, states
from grants.words import Sentence, say


class ReportState(StrEnum):
    """What people have decided about a report; due and overdue are told by the clock."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"

    @property
    def label(self) -> Sentence:
        """The state's name for people."""
        return STATE_LABELS[self]


STATE_LABELS = {
    ReportState.DRAFT: say("To be written"),
    ReportState.SUBMITTED: say("Submitted"),
    ReportState.RETURNED: say("Returned with remarks"),
    ReportState.ACCEPTED: say("Accepted"),
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
    STUDENT = "student"
    FOLLOW_ON = "follow_on"
    AGREEMENT = "agreement"
    MEDIA = "media"
    PRIZE = "prize"
    OTHER = "other"

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
    OutcomeKind.STUDENT: say("Student trained"),
    OutcomeKind.FOLLOW_ON: say("Follow-on grant"),
    OutcomeKind.AGREEMENT: say("Agreement"),
    OutcomeKind.MEDIA: say("Media report"),
    OutcomeKind.PRIZE: say("Prize"),
    OutcomeKind.OTHER: say("Other"),
}


def is_pi_of_report(by: Any, report: Any) -> bool:
    """A principal investigator of the awarded application."""
    return is_pi(by, report.award.application)


def writes_report(by: Any, report: Any) -> bool:
    """Both investigators, and members with the right to edit."""
    return may_write(by, report.award.application)


def judges_report(by: Any, report: Any) -> bool:
    """An officer of the award's call who is not in conflict."""
    return is_officer_without_conflict(by, report.award.application)


def own_side_not_yet(by: Any, report: Any, _at: datetime) -> Sentence | None:
    """Guard: a side accepts a report once."""
    mine = sides_of(by, report.award.application.call)
    done = {approval.side for approval in report.current_approvals}
    return say("Your side has already accepted this report.") if mine <= done else None


def nothing_missing(_by: Any, report: Any, _at: datetime) -> Sentence | None:
    """Guard: a report is submitted whole."""
    if report.gap_count == 0:
        return None
    return say("%(count)s things are still missing. Each is listed with a link.", count=report.gap_count)


T = ReportState
WRITE = Step("write_report", states(T.DRAFT, T.RETURNED), None, writes_report, say("Save"))
SUBMIT = Step(
    "submit_report", states(T.DRAFT, T.RETURNED), T.SUBMITTED, is_pi_of_report, say("Submit report"), (nothing_missing,),
)  # fmt: skip
RETURN = Step("return_report", states(T.SUBMITTED), T.RETURNED, judges_report, say("Return with a remark"))
APPROVE = Step(
    "approve_report", states(T.SUBMITTED), None, judges_report, say("Accept for my side"), (own_side_not_yet,),
)  # fmt: skip
ACCEPT = Step("accept_report", states(T.SUBMITTED), T.ACCEPTED, judges_report, say("Accept report"))
REPORT = Workflow("report", ReportState, (WRITE, SUBMIT, RETURN, APPROVE, ACCEPT))
