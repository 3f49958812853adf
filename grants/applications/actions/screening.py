"""What offices do with an application that came in: evidence and eligibility, notes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from grants.applications.model import Application, Finding, Note, Ruling
from grants.applications.queries import examined_for
from grants.db import session_of
from grants.history.notes import note as write_down
from grants.people.model import Person
from grants.rules import applications as law
from grants.rules import screening
from grants.rules.eligibility import Examined, Result
from grants.rules.refusal import Refused
from grants.rules.relations import sides_of
from grants.rules.shapes import has_part
from grants.words import language, say


@dataclass(frozen=True)
class Ruled:
    """What a side decides on one rule: the result, why, and what was seen."""

    side: str
    rule: str
    result: Result
    reason: str = ""
    evidence: str = ""


def decide_evidence(application: Application, said: Ruled, by: Person, at: datetime) -> Ruling:
    """Record what one side's officers decide on a rule about their own people, when they have seen evidence."""
    application.allow(law.RULE, by, at)
    allow_side(application, said.side, by)
    screening.check_ruling(application.call.rules, said)
    application.take(law.RULE, by, at, side=said.side, rule=said.rule, result=said.result.value)
    ruling = Ruling(
        ordinal=len(application.rulings) + 1, side=said.side, rule=said.rule, result=said.result,
        reason=said.reason.strip(), evidence=said.evidence.strip(), by=by, by_id=by.id, at=at,
    )  # fmt: skip
    application.rulings.append(ruling)
    return ruling


def check_eligibility(
    application: Application, side: str, verdict: tuple[Result, str], by: Person, at: datetime
) -> Finding:
    """Record one side's verdict on its own people, beside what the rules found and its officers decided by then."""
    result, reason = verdict
    application.allow(law.CHECK, by, at)
    allow_side(application, side, by)
    examined = examined_for(application, by)
    screening.check_verdict(verdict, side, examined)
    application.take(law.CHECK, by, at, side=side, result=result.value)
    finding = Finding(
        application=application, side=side, result=result, reason=reason, by_id=by.id, at=at,
        computed=[as_kept(one) for one in examined],
    )  # fmt: skip
    session_of(application).add(finding)
    return finding


def allow_side(application: Application, side: str, by: Person) -> None:
    """Refuse unless the officer acts for that side."""
    if side not in sides_of(by, application.call) or not has_part(application, side):
        raise Refused(say("Each university checks its own people."), "side")


def as_kept(one: Examined) -> dict[str, Any]:
    """What a rule found, as it is kept beside a verdict: each line whole, and as the other side may read it."""
    english = language("en")
    return {
        "code": one.code, "result": one.result.value,
        "ruled": {side: result.value for side, result in one.ruled.items()},
        "explanation": english.say(one.finding.told_to(lambda _line: False)),
        "lines": [
            {"side": line.side, "result": line.result.value, "whole": english.say(line.whole)}
            for line in one.finding.lines
        ],
    }  # fmt: skip


def note(application: Application, text: str, by: Person, at: datetime, side: str = "") -> Note:
    """Write a note for every office, or with a side for that side's officers alone: then nobody else hears of it."""
    if side and side not in sides_of(by, application.call):
        raise Refused(say("A note of one side is written by its own officers."), "side")
    written = Note(application_id=application.id, side=side, text=text, by_id=by.id, at=at, by=by)
    application.allow(law.NOTE, by, at)
    session_of(application).add(written)
    if side:
        write_down(session_of(application), written, law.NOTE.name, by, at)
    else:
        application.take(law.NOTE, by, at)
    return written
