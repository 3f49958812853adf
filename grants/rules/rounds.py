"""Where a round stands: what officers have decided about a call, and what the clock says of it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from grants.rules.deadlines import extensions, last_of_call, of_application, of_call, of_part, on_clocks, shuts
from grants.rules.workflow import states
from grants.words import Sentence, say


class CallState(StrEnum):
    """What the officers have decided about a call."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    PUBLISHED = "published"
    CLOSED = "closed"
    RELEASE_PROPOSED = "release_proposed"
    RELEASED = "released"
    ARCHIVED = "archived"

    @property
    def label(self) -> Sentence:
        """The state's name for people."""
        return STATE_LABELS[self]


STATE_LABELS = {
    CallState.DRAFT: say("Draft"),
    CallState.PROPOSED: say("Waiting for the other side"),
    CallState.PUBLISHED: say("Published"),
    CallState.CLOSED: say("Closed, under review"),
    CallState.RELEASE_PROPOSED: say("Release waiting for the other side"),
    CallState.RELEASED: say("Decisions released"),
    CallState.ARCHIVED: say("Archived"),
}


class Phase(StrEnum):
    """Where a call stands, told by its state and the clock."""

    DRAFT = "draft"
    UPCOMING = "upcoming"
    OPEN = "open"
    CLOSED = "closed"
    RELEASED = "released"
    ARCHIVED = "archived"

    @property
    def label(self) -> Sentence:
        """The phase's name for people."""
        return PHASE_LABELS[self]


PHASE_LABELS = {
    Phase.DRAFT: say("Not published"),
    Phase.UPCOMING: say("Opens soon"),
    Phase.OPEN: say("Open for applications"),
    Phase.CLOSED: say("Closed, being considered"),
    Phase.RELEASED: say("Decided"),
    Phase.ARCHIVED: say("Archived"),
}

BEFORE_PUBLICATION = states(CallState.DRAFT, CallState.PROPOSED)
CLOSED_TO_PANEL = BEFORE_PUBLICATION | {CallState.ARCHIVED}
PUBLIC = frozenset(CallState) - BEFORE_PUBLICATION - states(CallState.ARCHIVED)


TAKES = states(CallState.PUBLISHED, CallState.CLOSED)  # closed, a call still takes what two officers let in late


def closes_at(call: Any) -> datetime:
    """The instant applications close, as the call says for all; universities and late persons aside."""
    closing: datetime = of_call(call).at
    return closing


def grace(call: Any) -> float:
    """Seconds after the deadline within which a form that was under way is still taken."""
    return float(of_call(call).grace_seconds)


def phase(call: Any, at: datetime) -> Phase:
    """Where the call stands now."""
    if call.state in BEFORE_PUBLICATION:
        return Phase.DRAFT
    if call.state in {CallState.RELEASED, CallState.ARCHIVED}:
        return Phase(call.state.value)
    if at < call.opens_at:
        return Phase.UPCOMING
    return Phase.OPEN if is_open(call, at) else Phase.CLOSED


def is_open(call: Any, at: datetime) -> bool:
    """Whether the call takes applications of anybody now; the server's clock at arrival counts."""
    return call.state is CallState.PUBLISHED and call.opens_at <= at <= shuts(last_of_call(call))


def is_open_for(application: Any, at: datetime) -> bool:
    """Whether this application can be written and submitted now: by the latest deadline that concerns it."""
    call = application.call
    return call.state in TAKES and call.opens_at <= at <= shuts(of_application(application))


def is_part_open(part: Any, at: datetime) -> bool:
    """Whether one side's own part can be written now: by the clock of its own side."""
    return is_open_for(part.application, at) and at <= shuts(of_part(part))


def is_waited_for(application: Any, at: datetime) -> bool:
    """Whether nobody judges this application yet: others still write, or it was let in late itself."""
    return is_open(application.call, at) or is_open_for(application, at)


def let_in(call: Any, at: datetime) -> set[Any]:
    """The applications that are let in late just now, by their keys."""
    return {one.application_id for one in call.deadlines if one.application_id is not None and at <= shuts(one)}


def reason_not_open(call: Any, at: datetime) -> Sentence | None:
    """Why nothing can be written in this call now, in each side's own time."""
    if is_open(call, at):
        return None
    return reason_shut(call, of_call(call), at)


def reason_not_open_for(application: Any, at: datetime) -> Sentence | None:
    """Why nothing can be written in this application now, in each side's own time."""
    if is_open_for(application, at):
        return None
    return reason_shut(application.call, of_application(application), at)


def reason_part_shut(part: Any, at: datetime) -> Sentence | None:
    """Why one side's own part can no longer be written."""
    if is_part_open(part, at):
        return None
    return reason_not_open_for(part.application, at) or reason_shut(part.application.call, of_part(part), at)


def reason_shut(call: Any, deadline: Any, at: datetime) -> Sentence:
    """That it has not begun yet, or is over, on each side's clock."""
    zones = [call.zone, *(side.zone for side in call.sides)]
    if call.state in BEFORE_PUBLICATION or at < call.opens_at:
        return say("This call opens on %(when)s.", when=on_clocks(call.opens_at, zones))
    return say("The call closed on %(when)s.", when=on_clocks(deadline.at, zones[1:]))


def open_to(by: Any, call: Any) -> list[Any]:
    """The deadlines that let this person begin: of the call, of a side, of the own university."""
    home = getattr(by, "institution_id", None)
    mine = (one for one in extensions(call) if one.application_id is None and one.institution_id in {None, home})
    return [of_call(call), *mine]
