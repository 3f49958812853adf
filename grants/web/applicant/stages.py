"""The life-line of an application: what is done, what is now, what comes next and when."""

from datetime import datetime
from typing import Any

from grants.applications.model import Application
from grants.rules.applications import HANDED_IN, OPEN_TO_WRITING, RELEASED, ApplicationState
from grants.rules.calls import is_open_for
from grants.rules.deadlines import of_application
from grants.rules.eligibility import Result
from grants.web.reader import reader, visitor
from grants.words import Sentence, say


def stages_of(application: Application, at: datetime) -> list[dict[str, Any]]:
    """Written, submitted, reviewed, decided: with the dates the call states."""
    call, lang, zone = application.call, reader(), visitor().zone
    here = stage_now(application, at)
    rows: list[tuple[Sentence, Any]] = [
        (say("Write together"), say("until %(when)s", when=lang.moment(of_application(application).at, zone))),
        (say("Submitted"), lang.moment(application.submitted_at, zone) if application.submitted_at else None),
        (say("Eligibility and review"), say("until %(day)s", day=call.decides_by) if call.decides_by else None),
        (say("Outcome"), say("about %(day)s", day=call.announces_on) if call.announces_on else None),
    ]
    return [
        {"name": name, "when": when, "state": "done" if index < here else "now" if index == here else "next"}
        for index, (name, when) in enumerate(rows)
    ]


def stage_now(application: Application, at: datetime) -> int:
    """Which stage the application is in."""
    if application.state in RELEASED or application.state is ApplicationState.WITHDRAWN:
        return 3
    if application.state in HANDED_IN and not is_open_for(application, at):
        return 2
    return 0 if application.state in OPEN_TO_WRITING else 1


def public_state(application: Application, at: datetime) -> tuple[Sentence, str]:
    """What the team may know of the state: being considered, until the release."""
    if application.state in HANDED_IN and not is_open_for(application, at):
        return say("Being considered"), "wait"
    if application.state is ApplicationState.DRAFT and not is_open_for(application, at):
        return say("Not submitted in time"), "neutral"
    return application.state.label, TONES.get(application.state, "neutral")


TONES = {
    ApplicationState.DRAFT: "wait",
    ApplicationState.REOPENED: "wait",
    ApplicationState.RETURNED: "warn",
    ApplicationState.SUBMITTED: "good",
    ApplicationState.APPROVED: "good",
    ApplicationState.CONDITIONAL: "good",
    ApplicationState.RESERVE: "wait",
}

RESULT_TONES = {Result.PASS: "good", Result.WAIVED: "good", Result.NEEDS_EVIDENCE: "warn", Result.FAIL: "bad"}
