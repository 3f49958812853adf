"""Conflicts on record: declared, found, looked at and found to be none, lifted again by two officers."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from grants.applications.model import Application, Conflict, ConflictKind
from grants.people.model import Person
from grants.rules import applications as law
from grants.rules.refusal import Refused
from grants.rules.relations import acting_side, is_on_team, is_second_officer
from grants.words import say


def record_conflict(
    application: Application, person: Person, why: tuple[ConflictKind, str], by: Any, at: datetime
) -> Conflict:
    """Put a conflict on record: from now on this person sees the application nowhere."""
    kind, reason = why
    step = law.DECLARE if by.id == person.id else law.FIND_CONFLICT
    application.take(step, by, at, person=str(person.id), kind=kind.value)
    conflict = settled(application, person, by, at)
    conflict.stands, conflict.kind, conflict.reason = True, kind, reason
    return conflict


def clear_conflict(
    application: Application, person: Person, why: tuple[Iterable[ConflictKind], str], by: Any, at: datetime
) -> Conflict:
    """Keep that possible conflicts were looked at and are none: they are not proposed again. Never one's own."""
    kinds, reason = why
    if by.id == person.id:
        raise Refused(say("Whether you are in conflict yourself is looked at by somebody else."))
    if is_on_team(person, application):
        raise Refused(ConflictKind.APPLICANT.reason)
    looked_at = sorted({kind.value for kind in kinds})
    application.take(law.CLEAR, by, at, person=str(person.id), kinds=looked_at, remark=reason)
    known = next((one for one in application.conflicts if one.person_id == person.id), None)
    if known is not None and known.stands:
        raise Refused(say("This conflict is on record: two officers lift it together."))
    conflict = settled(application, person, by, at)
    conflict.stands, conflict.reason = False, reason
    conflict.looked_at = sorted({*conflict.looked_at, *looked_at})
    return conflict


def settled(application: Application, person: Person, by: Any, at: datetime) -> Conflict:
    """The one row that says how somebody stands to an application; whatever was proposed about it falls away."""
    conflict = next((one for one in application.conflicts if one.person_id == person.id), None)
    if conflict is None:
        conflict = Conflict(person_id=person.id, person=person, kind=ConflictKind.FOUND, stands=False, looked_at=[])
        application.conflicts.append(conflict)
    conflict.at, conflict.by_id = at, by.id
    conflict.proposed_by_id, conflict.proposed_by_side, conflict.lift_reason = None, None, ""
    return conflict


def propose_lifting(conflict: Conflict, reason: str, by: Person, at: datetime) -> None:
    """Propose that a conflict on record is none; an officer of another side agrees. Never the person in conflict."""
    if not reason.strip():
        raise Refused(say("Write why this is no conflict."), "reason")
    application = conflict.application
    application.take(law.PROPOSE_LIFTING, by, at, person=str(conflict.person_id), remark=reason)
    conflict.lift_reason, conflict.proposed_by_id = reason.strip(), by.id
    conflict.proposed_by_side = acting_side(by, application.call)


def lift(conflict: Conflict, by: Person, at: datetime) -> None:
    """Agree as the second officer: the conflict stands no more, and both names and the reason stay on record."""
    application = conflict.application
    application.allow(law.LIFT, by, at)
    if conflict.proposed_by_id is None or not conflict.stands:
        raise Refused(say("Nobody has proposed to lift this conflict."))
    if not is_second_officer(by, application.call, conflict):
        raise Refused(say("An officer of another side agrees to this."))
    application.take(law.LIFT, by, at, person=str(conflict.person_id), proposed_by=str(conflict.proposed_by_id))
    conflict.stands = False
    conflict.looked_at = sorted({*conflict.looked_at, conflict.kind.value})
