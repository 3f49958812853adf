"""A later deadline: one officer proposes it, one of another side agrees; it never comes before the one it replaces."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from grants.rules.deadlines import concerns, extensions, first_of, latest, of_application, of_call, on_clocks
from grants.rules.relations import is_officer_of_call, is_officer_without_conflict, is_second_officer, is_the_clock
from grants.rules.rounds import TAKES, CallState
from grants.rules.workflow import Step, Workflow, states
from grants.words import Sentence, say


class ExtensionState(StrEnum):
    """What became of a proposal to put a deadline off."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    DROPPED = "dropped"
    OVER = "over"

    @property
    def label(self) -> Sentence:
        """The state's name for people."""
        return EXTENSION_LABELS[self]


X = ExtensionState
EXTENSION_LABELS = {
    X.PROPOSED: say("Waiting for a second officer"),
    X.AGREED: say("Agreed"),
    X.DROPPED: say("Not agreed"),
    X.OVER: say("Over"),
}


@dataclass(frozen=True)
class Share:
    """Whom a later deadline is for, as a part of an application stands in a call."""

    side: str
    institution_id: Any
    application_id: Any = None


def deadline_before(extension: Any) -> Any:
    """The deadline that counts now for those whom a later one is proposed for."""
    call = extension.call
    if extension.application is not None:
        return of_application(extension.application)
    share = Share(extension.side or side_of(call, extension.institution_id), extension.institution_id)
    first = first_of(call, share.side) if share.side else of_call(call)
    return latest([first, *(one for one in extensions(call) if concerns(one, share))])


def side_of(call: Any, institution_id: Any) -> str:
    """The side a member university stands on; none where no university is meant."""
    if institution_id is None:
        return ""
    return next((one.side for one in call.programme.members if one.institution_id == institution_id), "")


def is_later(_by: Any, extension: Any, at: datetime) -> Sentence | None:
    """Guard: a deadline is never brought forward, and never put into the past."""
    before, zones = deadline_before(extension), [side.zone for side in extension.call.sides]
    if extension.at <= before.at:
        return say("A deadline is only ever put off: it stands at %(when)s.", when=on_clocks(before.at, zones))
    if extension.at <= at:
        return say("The new deadline is in the past: %(when)s.", when=on_clocks(extension.at, zones))
    return None


def round_takes_it(_by: Any, extension: Any, _at: datetime) -> Sentence | None:
    """Guard: a deadline is put off while the call is open or under review."""
    if extension.call.state in TAKES:
        return None
    return say("This cannot be done now: it is “%(state)s”.", state=CallState(extension.call.state).label)


def given_back(application: Any) -> Any | None:
    """The return for correction that two officers agreed on, until its time is over."""
    of_it = (one for one in application.call.extensions if one.returns and one.application_id == application.id)
    return next((one for one in of_it if one.state is X.AGREED), None)


def is_theirs(by: Any, extension: Any) -> bool:
    """An officer of the call; where one application is let in, nobody in conflict with it."""
    if extension.application_id is None:
        return is_officer_of_call(by, extension.call)
    return extension.application is not None and is_officer_without_conflict(by, extension.application)


def is_second(by: Any, extension: Any) -> bool:
    """The second of two officers, of another side than the one who proposed it."""
    return is_theirs(by, extension) and is_second_officer(by, extension.call, extension)


AGREE = Step(
    "agree_extension", states(X.PROPOSED), X.AGREED, is_second, say("Agree"), (round_takes_it, is_later),
    told=say("Agreed to the later deadline"),
)  # fmt: skip
DROP = Step(
    "drop_extension", states(X.PROPOSED), X.DROPPED, is_theirs, say("Do not agree, or take it back"), danger=True,
    told=say("The later deadline was dropped"),
)  # fmt: skip
END = Step(
    "end_late_grant", states(X.AGREED), X.OVER, is_the_clock, say("End"),
    told=say("The time for a late application ended"),
)  # fmt: skip
EXTENSION = Workflow("extension", ExtensionState, (AGREE, DROP, END))
