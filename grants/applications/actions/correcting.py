"""Correcting a text of an open call: whoever writes or has handed in an application is told what changed and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from grants.applications.extensions import tell_teams
from grants.applications.model import Application
from grants.calls.gaps import TITLES
from grants.calls.model import Call
from grants.calls.queries import officers
from grants.db import session_of
from grants.mail.outbox import Telling, post_all
from grants.rules.applications import HANDED_IN, OPEN_TO_WRITING
from grants.rules.calls import CORRECT
from grants.rules.refusal import Refused
from grants.rules.sentences import listed
from grants.words import NAMES, say

TEXTS = ("name", "summary", "who_may_apply", "what_is_funded", "how_judged", "contact")


@dataclass(frozen=True)
class Correction:
    """The texts of an open call as they should read, and what applicants are told of it."""

    texts: Mapping[str, Mapping[str, str]]
    notice: Mapping[str, str]


def correct_text(call: Call, correction: Correction, by: Any, at: datetime) -> list[str]:
    """Put right what an open call says; nobody's deadline, form, criteria or money changes, and everybody is told."""
    call.allow(CORRECT, by, at)
    was = {name: getattr(call, name) for name in TEXTS if correction.texts[name] != getattr(call, name)}
    if not was:
        raise Refused(say("Nothing was changed."))
    check(call, correction)
    told = dict(correction.notice)
    call.take(CORRECT, by, at, changed=list(was), was=was, notice=told, reason=told[call.binding_language])
    for name in was:
        setattr(call, name, dict(correction.texts[name]))
    tell_correction(call, list(was), told, at)
    return list(was)


def check(call: Call, correction: Correction) -> None:
    """Every text in every language of the call, and a notice at least in the binding one."""
    for name in TEXTS:
        for language in call.languages:
            if not correction.texts[name].get(language):
                reason = say("“%(title)s” has no text in %(language)s.", title=TITLES[name], language=NAMES[language])
                raise Refused(reason, f"{name}_{language}")
    if not correction.notice.get(call.binding_language, "").strip():
        raise Refused(
            say("Say what changed and why: every applicant is told."), f"notice_{call.binding_language}",
        )  # fmt: skip


def tell_correction(call: Call, names: list[str], notice: Mapping[str, str], at: datetime) -> None:
    """Tell every team with a draft or a submission, whoever is invited to one, and the officers."""
    session = session_of(call)
    subject = say("A text of the call “%(call)s” was corrected", call=call.name)
    lines = (
        say("Changed: %(what)s", what=listed([TITLES[name] for name in names])),
        say("What changed and why: %(notice)s", notice=notice),
        say("The deadline, the form and the criteria are as before."),
    )
    wanted = select(Application).where(
        Application.call_id == call.id, Application.state.in_(OPEN_TO_WRITING | HANDED_IN),
    )  # fmt: skip
    for application in session.scalars(wanted.order_by(Application.number)).unique():
        tell_teams(application, "call.corrected", subject, lines, at)
    telling = Telling("call.corrected", subject, lines, link=f"/calls/{call.id}", call_id=call.id)
    post_all(session, officers(session, call.programme_id, at), telling, at)
