"""What needs the applicant: at most seven lines, each with a date and one verb."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from grants.applications.model import Application
from grants.applications.queries import invitations_to
from grants.rules.applications import OPEN_TO_WRITING
from grants.rules.calls import closes_at, is_open
from grants.rules.relations import is_pi, side_of_pi
from grants.web.need import MOST, Need
from grants.web.reader import reader
from grants.words import say

def needs_of(session: Session, by: Any, applications: Iterable[Application], at: datetime) -> list[Need]:
    """Everything that waits for this applicant, soonest first."""
    found = [*invitations(session, by), *unfinished(by, applications, at)]
    return sorted(found, key=Need.urgency)[:MOST]


def invitations(session: Session, by: Any) -> Iterable[Need]:
    """Invitations that wait for an answer."""
    for invitation in invitations_to(session, by):
        yield Need(
            say("%(person)s invites you to “%(title)s”", person=invitation.invited_by.name_in(reader().code),
                title=invitation.application.title or invitation.application.ref),
            invitation.until, say("Answer"), url_for("applicant.invitation", id=invitation.id),
        )  # fmt: skip


def unfinished(by: Any, applications: Iterable[Application], at: datetime) -> Iterable[Need]:
    """Drafts in open calls: to be confirmed, or to be written."""
    for application in applications:
        if application.state not in OPEN_TO_WRITING or not is_open(application.call, at):
            continue
        title = application.title or application.ref
        until = closes_at(application.call)
        if is_pi(by, application) and others_confirmed(by, application):
            yield Need(say("“%(title)s” waits for your confirmation", title=title), until, say("Read and confirm"),
                       url_for("applicant.submit", id=application.id), "warn")  # fmt: skip
        else:
            yield Need(say("“%(title)s” is not submitted yet", title=title), until, say("Go on writing"),
                       url_for("applicant.application", id=application.id))  # fmt: skip


def others_confirmed(by: Any, application: Application) -> bool:
    """Whether every other side has confirmed this version and only this person has not."""
    mine = side_of_pi(by, application)
    confirmed = {part.side for part in application.parts if part.confirmed_version == application.content_version}
    return confirmed == {part.side for part in application.parts} - {mine}
