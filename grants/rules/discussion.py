"""The panel's written discussion: who may speak, until when. There is one thread, no menu of readers."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from grants.rules import relations as are
from grants.rules.refusal import Refused
from grants.rules.reviews import discussion_is_open
from grants.words import say


class Voice(StrEnum):
    """As what somebody speaks in a discussion."""

    REVIEWER = "reviewer"
    CHAIR = "chair"
    OFFICER = "officer"


def voice_of(by: Any, application: Any) -> Voice | None:
    """As what this person may speak about an application: never in conflict, never before one's own review is in."""
    if are.is_assigned_reviewer(by, application):
        return Voice.REVIEWER if are.has_submitted_own_review(by, application) else None
    if are.is_chair_without_conflict(by, application):
        return Voice.CHAIR
    return Voice.OFFICER if are.is_officer_without_conflict(by, application) else None


def knows_names(by: Any, application: Any) -> bool:
    """Whether the reviewers' names are open to this reader: chair, officers and auditor, unless they review it too."""
    if are.is_assigned_reviewer(by, application):
        return False
    handles = are.is_chair_without_conflict(by, application) or are.is_officer_without_conflict(by, application)
    return handles or are.is_auditor_of_application(by, application)


def allow_speaking(by: Any, application: Any, at: datetime) -> Voice:
    """Refuse unless this person may speak about the application now; as what they do."""
    voice = voice_of(by, application)
    if voice is None:
        raise Refused(say("This is not for you to do."))
    shut = discussion_is_open(by, application, at)
    if shut is not None:
        raise Refused(shut)
    return voice
