"""Telling a team that its draft, which was never submitted, will be deleted."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from grants.applications.queries import people_of
from grants.jobs.reminders import Case, scope
from grants.jobs.retention import old_drafts
from grants.mail.outbox import Telling
from grants.rules.reminders import DRAFT_GOES
from grants.rules.retention import WARNED, goes_on, rests_since, wants_warning
from grants.words import say


def drafts(session: Session, at: datetime) -> Iterator[Case]:
    """Everyone on the team of a draft that goes within a month."""
    for draft in old_drafts(session, at):
        if not wants_warning(draft):
            continue
        day = max(goes_on(draft), (at + WARNED).date())
        telling = Telling(
            "draft_goes", say("%(ref)s: this draft will be deleted on %(day)s", ref=draft.ref, day=day),
            (say("“%(title)s” has not been submitted.", title=draft.title or draft.ref),
             say("Unsubmitted drafts are deleted six months after the call has closed. Copy what you want to keep.")),
            link=f"/my/applications/{draft.id}", **scope(draft),
        )  # fmt: skip
        for person in people_of(draft):
            yield Case(DRAFT_GOES, draft.id, person, person.zone, goes_on(draft), rests_since(draft), telling)


SOURCES = (drafts,)
