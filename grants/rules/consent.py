"""Consent: what every side must have said before an application counts, and until when it may be said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from grants.rules.deadlines import of_application, shuts
from grants.rules.relations import is_pi, side_of_pi
from grants.rules.rounds import TAKES, reason_not_open_for
from grants.rules.workflow import Step, Workflow, states
from grants.words import Moment, Sentence, say


def both_confirmed(_by: Any, application: Any, _at: datetime) -> Sentence | None:
    """Guard: every side's principal investigator stands behind this very version."""
    missing = [part for part in application.parts if part.confirmed_version != application.content_version]
    if not missing:
        return None
    return say(
        "The principal investigator of %(side)s has not confirmed this version.",
        side=application.call.side(missing[0].side).label,
    )


def every_side_has_a_pi(_by: Any, application: Any, _at: datetime) -> Sentence | None:
    """Guard: nobody can be alone in a joint application."""
    empty = [part for part in application.parts if part.pi_id is None]
    if not empty:
        return None
    return say(
        "%(side)s has no principal investigator yet: invite one by mail.",
        side=application.call.side(empty[0].side).label,
    )


def everyone_signed_off(_by: Any, application: Any, _at: datetime) -> Sentence | None:
    """Guard: the sign-offs that the call asks for are in."""
    if not application.unsigned:
        return None
    return say("Still missing: %(what)s. It is asked for by a link that needs no account.",
               what=application.unsigned[0])  # fmt: skip


def grace_until(application: Any) -> datetime:
    """Until when the others may still confirm what one investigator had confirmed in time."""
    return shuts(of_application(application)) + timedelta(hours=application.call.counterpart_grace_hours)


def is_in_counterpart_grace(application: Any, at: datetime) -> bool:
    """Its deadline is over, the call gives the others some hours, and one investigator had confirmed this version."""
    if not application.call.counterpart_grace_hours or application.submitted_at or application.call.state not in TAKES:
        return False
    one_confirmed = any(part.confirmed_version == application.content_version for part in application.parts)
    return one_confirmed and shuts(of_application(application)) < at <= grace_until(application)


def may_still_be_confirmed(_by: Any, application: Any, at: datetime) -> Sentence | None:
    """Guard: confirmed and submitted while the call is open, or in the hours it gives the other side afterwards."""
    if is_in_counterpart_grace(application, at):
        return None
    return reason_not_open_for(application, at)


class EndorsementState(StrEnum):
    """What was answered to the request to sign for an application."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    REVOKED = "revoked"

    @property
    def label(self) -> Sentence:
        """The state's name for people."""
        return ENDORSEMENT_LABELS[self]


E = EndorsementState
ENDORSEMENT_LABELS = {
    E.ASKED: say("Asked, no answer yet"),
    E.APPROVED: say("Signed"),
    E.REFUSED: say("Refused"),
    E.REVOKED: say("Taken back"),
}


@dataclass(frozen=True)
class Signatory:
    """Somebody who holds the sealed link of one sign-off: no account, one right."""

    endorsement_id: UUID
    name: str
    language: str = "en"
    id: None = None
    appointments: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Asked:
    """A sign-off that a call asks for: what it is called, on which sides, by which day."""

    code: str
    label: Mapping[str, str]
    sides: frozenset[str]
    due_on: date | None


def asked_by(call: Any) -> list[Asked]:
    """The sign-offs a call asks for, in its order; one without sides is asked of every side."""
    everywhere = [side.code for side in call.sides]
    return [
        Asked(one["code"], one["label"], frozenset(one.get("sides") or everywhere), day(one.get("by")))
        for one in call.endorsements
    ]


def day(written: Any) -> date | None:
    """A day as the call keeps it."""
    return date.fromisoformat(str(written)) if written else None


def holds_its_link(by: Any, endorsement: Any) -> bool:
    """Who was asked to sign, known by the link alone."""
    return isinstance(by, Signatory) and by.endorsement_id == endorsement.id


def is_pi_of_its_side(by: Any, endorsement: Any) -> bool:
    """The investigator whose side the sign-off is for."""
    application = endorsement.application
    return is_pi(by, application) and side_of_pi(by, application) == endorsement.side


def still_on_its_way(_by: Any, endorsement: Any, at: datetime) -> Sentence | None:
    """Guard: answered while the application is written, and in the hours given to the other side."""
    application = endorsement.application
    if application.state.value not in {"draft", "reopened", "returned"}:
        return say("The application is no longer being written: “%(state)s”.", state=application.state.label)
    return may_still_be_confirmed(None, application, at)


def sent_a_while_ago(_by: Any, endorsement: Any, at: datetime) -> Sentence | None:
    """Guard: the same request goes out at most once an hour."""
    if at - endorsement.sent_at >= timedelta(hours=1):
        return None
    return say("This request was sent less than an hour ago: %(when)s.", when=Moment(endorsement.sent_at, "UTC"))


ANSWERABLE = states(E.ASKED, E.APPROVED, E.REFUSED)
APPROVE = Step(
    "approve", ANSWERABLE, E.APPROVED, holds_its_link, say("Sign"), (still_on_its_way,),
    told=say("%(name)s signed for “%(what)s”"),
)  # fmt: skip
REFUSE = Step(
    "refuse", ANSWERABLE, E.REFUSED, holds_its_link, say("Refuse"), (still_on_its_way,), danger=True,
    told=say("%(name)s refused to sign for “%(what)s”"),
)  # fmt: skip
ASK_AGAIN = Step(
    "ask_again", ANSWERABLE, None, is_pi_of_its_side, say("Send again"), (still_on_its_way, sent_a_while_ago),
    told=say("Asked %(name)s again to sign for “%(what)s”"),
)  # fmt: skip
TAKE_BACK = Step(
    "take_back", ANSWERABLE, E.REVOKED, is_pi_of_its_side, say("Take back"), (still_on_its_way,), danger=True,
    told=say("Took back the request to %(name)s to sign for “%(what)s”"),
)  # fmt: skip
ENDORSEMENT = Workflow("endorsement", EndorsementState, (APPROVE, REFUSE, ASK_AGAIN, TAKE_BACK))
