"""An invitation's life: a personal link, bound to one address, that works until its date."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from grants.rules.relations import is_officer_without_conflict, is_pi
from grants.rules.workflow import Step, Workflow, states
from grants.words import Sentence, say

PAUSE = timedelta(hours=1)
LASTS = timedelta(days=30)


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


def holds_it_under_another_address(by: Any, invitation: Any) -> bool:
    """Somebody signed in with another address than the one it was sent to."""
    return by.id is not None and not addressed_to_me(by, invitation)


def sent_a_while_ago(_by: Any, invitation: Any, at: datetime) -> Sentence | None:
    """Guard: the same invitation goes out at most once an hour."""
    if at - invitation.sent_at >= PAUSE:
        return None
    return say("This invitation was sent less than an hour ago.")


def nobody_asked_lately(_by: Any, invitation: Any, at: datetime) -> Sentence | None:
    """Guard: one request a day, whoever holds the link."""
    if invitation.wanted_at is None or at - invitation.wanted_at >= timedelta(days=1):
        return None
    return say("Whoever invited has been asked today already. Wait for their answer.")


def somebody_wants_it(_by: Any, invitation: Any, _at: datetime) -> Sentence | None:
    """Guard: there is a request to answer."""
    if invitation.wanted_by_id is not None:
        return None
    return say("Nobody asks for this invitation.")


PENDING = states(InvitationState.PENDING)
ACCEPT_INVITATION = Step(
    "accept", PENDING, InvitationState.ACCEPTED, addressed_to_me, say("Accept invitation"), (still_valid,),
    told=say("Accepted the invitation"),
)  # fmt: skip
RESEND_INVITATION = Step(
    "resend", PENDING, None, pi_or_officer, say("Send again"), (sent_a_while_ago,),
    told=say("Sent the invitation to %(email)s again"),
)  # fmt: skip
REVOKE_INVITATION = Step(
    "revoke", PENDING, InvitationState.REVOKED, pi_or_officer, say("Take back"), danger=True,
    told=say("Took the invitation to %(email)s back"),
)  # fmt: skip
ASK_FOR_OWN = Step(
    "ask_for_own", PENDING, None, holds_it_under_another_address, say("Ask for an invitation of my own"),
    (still_valid, nobody_asked_lately), told=say("Asked for an invitation to another address"),
)  # fmt: skip
READDRESS = Step(
    "readdress", PENDING, InvitationState.REVOKED, pi_or_officer, say("Invite this address instead"),
    (somebody_wants_it,), told=say("Sent the invitation to another address instead"),
)  # fmt: skip
TURN_AWAY = Step(
    "turn_away", PENDING, None, pi_or_officer, say("Refuse"), (somebody_wants_it,), danger=True,
    told=say("Refused to send the invitation to another address"),
)  # fmt: skip
INVITATION = Workflow(
    "invitation", InvitationState,
    (ACCEPT_INVITATION, RESEND_INVITATION, REVOKE_INVITATION, ASK_FOR_OWN, READDRESS, TURN_AWAY),
)  # fmt: skip
