"""Putting a deadline off, and letting one application in late: one officer proposes, one of another side agrees."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from grants.applications.extensions import concerned, told_later, told_of_proposal
from grants.applications.model import Application
from grants.calls.model import Call, Deadline, Extension
from grants.db import session_of
from grants.rules.applications import HANDED_IN, LET_IN, OPEN_TO_WRITING, RETURN
from grants.rules.calls import EXTEND, PROPOSE_EXTENSION
from grants.rules.deadlines import instant, wall_time
from grants.rules.extensions import AGREE, DROP, END, ExtensionState, is_later, is_theirs, side_of
from grants.rules.refusal import Refused
from grants.rules.relations import THE_CLOCK, acting_side
from grants.words import say


@dataclass(frozen=True)
class Later:
    """A later deadline as an officer writes it: a wall time at a place, why, and for whom (else for all).

    One that `returns` gives one submitted application back; the reason says what to correct.
    """

    wall: str
    zone: str
    reason: Mapping[str, str]
    fold: int | None = None
    side: str = ""
    institution_id: UUID | None = None
    application: Application | None = None
    returns: bool = False


def propose_extension(call: Call, later: Later, by: Any, at: datetime) -> Extension:
    """Propose a later deadline for all, a side, a university, or one application; the other officers are told."""
    call.allow(PROPOSE_EXTENSION, by, at)
    check_whom(call, later)
    if not later.reason.get(call.binding_language, "").strip():
        raise Refused(say("Give the reason: everybody concerned reads it, and it stays on record."), "reason")
    if later.returns and later.application is not None:
        later.application.allow(RETURN, by, at)
    extension = drawn_up(call, later, by, at)
    if not is_theirs(by, extension):
        raise Refused(say("This is not for you to do."))
    reason = is_later(by, extension, at)
    if reason is not None:
        raise Refused(reason, "closes")
    session_of(call).add(extension)
    extension.begin(by, at, **terms(extension))
    if later.application is None:
        call.take(PROPOSE_EXTENSION, by, at, **terms(extension))
    told_of_proposal(extension, by, at)
    return extension


def check_whom(call: Call, later: Later) -> None:
    """Refuse what names nobody of this call, or somebody for whom a proposal waits already."""
    if later.side and later.side not in {side.code for side in call.sides}:
        raise Refused(say("Choose a side of this call."), "whom")
    if later.institution_id is not None and not side_of(call, later.institution_id):
        raise Refused(say("Choose a university that belongs to the programme."), "whom")
    late = later.application
    if late is not None and (late.call_id != call.id or late.state not in OPEN_TO_WRITING | HANDED_IN):
        raise Refused(say("Choose an application of this call that is still alive."), "whom")
    if later.returns and late is None:
        raise Refused(say("Only one application is returned for correction, never several at once."), "whom")
    same = (later.side, later.institution_id, late.id if late is not None else None)
    waiting = [one for one in call.extensions if one.state is ExtensionState.PROPOSED]
    if any((one.side, one.institution_id, one.application_id) == same for one in waiting):
        raise Refused(say("A later deadline is proposed for them already: agree to it or drop it first."), "whom")


def drawn_up(call: Call, later: Later, by: Any, at: datetime) -> Extension:
    """The proposal, frozen to the instant it means."""
    return Extension(
        call=call, side=later.side, institution_id=later.institution_id, application=later.application,
        application_id=later.application.id if later.application is not None else None, wall=later.wall,
        zone=later.zone, fold=later.fold, at=instant(wall_time(later.wall, "closes"), later.zone, later.fold),
        reason=dict(later.reason), returns=later.returns, proposed_at=at, proposed_by_id=by.id,
        proposed_by_side=acting_side(by, call),
    )  # fmt: skip


def terms(extension: Extension) -> dict[str, Any]:
    """What is put on record with every deed on a later deadline."""
    named = {
        "side": extension.side,
        "institution": str(extension.institution_id or ""),
        "application": extension.application.ref if extension.application is not None else "",
    }
    reason = extension.reason.get(extension.call.binding_language, "")
    kept = {name: value for name, value in named.items() if value}
    return {"until": extension.at.isoformat(), "wall": f"{extension.wall} {extension.zone}", "reason": reason, **kept}


def agree_extension(extension: Extension, by: Any, at: datetime) -> Deadline:
    """Agree as the second officer: the later deadline counts from now on, and everybody concerned is told."""
    extension.take(AGREE, by, at)
    if extension.returns:  # before there is time again, for what can be reopened need not be returned
        extension.application.take(RETURN, by, at, **terms(extension))
    call, before = extension.call, extension.call.closing
    deadline = Deadline(
        side=extension.side, institution_id=extension.institution_id, application_id=extension.application_id,
        extension_id=extension.id, wall=extension.wall, zone=extension.zone, fold=extension.fold, at=extension.at,
        grace_seconds=before.grace_seconds, reason=dict(extension.reason), announced_at=at,
    )  # fmt: skip
    call.deadlines.append(deadline)
    if extension.application_id is None:
        call.take(EXTEND, by, at, **terms(extension))
    elif not extension.returns:  # the history of the call is read by officers who may be in conflict with it
        extension.application.take(LET_IN, by, at, **terms(extension))
    told_later(extension, concerned(extension), at)
    return deadline


def drop_extension(extension: Extension, by: Any, at: datetime) -> None:
    """Do not agree, or take back what one proposed oneself; the deadline stays as it is."""
    extension.take(DROP, by, at)


def end_late_grant(extension: Extension, at: datetime) -> Application:
    """End the time for which one application was let in; the clock does."""
    extension.take(END, THE_CLOCK, at)
    late: Application = extension.application
    return late
