"""What offices do with an application that came in: eligibility, notes, conflicts."""

from datetime import datetime
from typing import Any

from grants.applications.model import Application, Conflict, ConflictKind, Finding, Note
from grants.applications.queries import examined
from grants.db import session_of
from grants.people.model import Person
from grants.rules import applications as law
from grants.rules.eligibility import Result
from grants.rules.refusal import Refused
from grants.rules.relations import sides_of
from grants.rules.shapes import has_part
from grants.words import language, say


def check_eligibility(
    application: Application, side: str, verdict: tuple[Result, str], by: Person, at: datetime
) -> Finding:
    """Record one side's verdict on its own people, beside what the rules computed at that moment."""
    result, reason = verdict
    if side not in sides_of(by, application.call) or not has_part(application, side):
        raise Refused(say("Each university checks its own people."), "side")
    if result in {Result.FAIL, Result.WAIVED} and not reason.strip():
        raise Refused(say("Give the reason: it is on record, and the applicants may ask."), "reason")
    application.take(law.CHECK, by, at, side=side, result=result.value)
    finding = Finding(
        application=application, side=side, result=result, reason=reason, by_id=by.id, at=at,
        computed=[
            {"code": one.code, "result": one.result.value, "explanation": language("en").say(one.explanation)}
            for one in examined(application)
        ],
    )  # fmt: skip
    session_of(application).add(finding)
    return finding


def note(application: Application, text: str, by: Person, at: datetime) -> Note:
    """Write a note for the officers of both sides; applicants and panel never see it."""
    application.take(law.NOTE, by, at)
    written = Note(application_id=application.id, text=text, by_id=by.id, at=at, by=by)
    application.notes.append(written)
    return written


def record_conflict(
    application: Application, person: Person, why: tuple[ConflictKind, str], by: Any, at: datetime
) -> Conflict:
    """Put a conflict on record: from now on this person sees the application nowhere."""
    kind, reason = why
    application.take(law.DECLARE, by, at, person=str(person.id), kind=kind.value)
    conflict = next((one for one in application.conflicts if one.person_id == person.id), None)
    if conflict is None:
        conflict = Conflict(person_id=person.id, person=person, kind=kind, at=at, by_id=by.id)
        application.conflicts.append(conflict)
    conflict.stands, conflict.kind, conflict.reason, conflict.at = True, kind, reason, at
    return conflict
