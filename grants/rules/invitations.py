"""An invitation's life: a personal link, bound to one address, that works until its date."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from grants.rules.relations import is_officer_without_conflict, is_pi
from grants.rules.workflow import Step, Workflow, states
from grants.words import Sentence, say


class InvitationState(StrEnum):
    """What became of an invitation; that it ran out is told by its date."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REVOKED = "revoked"

    @property
    def label(self) -> Sentence:
        """The state's name for people."""
        return INVITATION_LABELS[self]


INVITATION_LABELS = {
    InvitationState.PENDING: say("Waiting for an answer"),
    InvitationState.ACCEPTED: say("Accepted"),
    InvitationState.REVOKED: say("Taken back"),
}


def still_valid(_by: Any, invitation: Any, at: datetime) -> Sentence | None:
    """Guard: an invitation works until its date."""
    if at <= invitation.until:
        return None
    return say("This invitation has run out. Ask for a new one.")


def addressed_to_me(by: Any, invitation: Any) -> bool:
    """An invitation is bound to the address it was sent to."""
    return by.id is not None and by.email == invitation.email


def pi_or_officer(by: Any, invitation: Any) -> bool:
    """Who may resend or take back an invitation."""
    application = invitation.application
    return is_pi(by, application) or is_officer_without_conflict(by, application)


ACCEPT_INVITATION = Step(
    "accept", states(InvitationState.PENDING), InvitationState.ACCEPTED, addressed_to_me, say("Accept invitation"),
    (still_valid,),
)  # fmt: skip
RESEND_INVITATION = Step("resend", states(InvitationState.PENDING), None, pi_or_officer, say("Send again"))
REVOKE_INVITATION = Step(
    "revoke", states(InvitationState.PENDING), InvitationState.REVOKED, pi_or_officer, say("Take back"), danger=True,
)  # fmt: skip
INVITATION = Workflow("invitation", InvitationState, (ACCEPT_INVITATION, RESEND_INVITATION, REVOKE_INVITATION))
