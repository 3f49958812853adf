"""Every night what has outlived its time goes, as `rules/retention.py` says; that it went is noted."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from grants.applications.actions.forgetting import delete_draft
from grants.applications.model import Application
from grants.calls.keeping import note_deletion
from grants.calls.model import Deletion
from grants.files.model import Attachment
from grants.files.store import Store
from grants.jobs.engine import Work, job
from grants.jobs.retention import goes_now, known_files, mail_by_call, old_drafts, old_mail, stray_attachments
from grants.mail.model import Message
from grants.rules.relations import THE_CLOCK
from grants.rules.retention import Kind, cutoff


@job("retain", every=timedelta(days=1))
def run(work: Work) -> None:
    """Mail, then drafts one by one, then uploads that nothing names, then bytes that no row names."""
    at = work.at
    with work.record.transaction() as session:
        delete_mail(session, at)
        due = [draft.id for draft in old_drafts(session, at)]
    for draft_id in due:
        with work.record.transaction() as session:
            delete_if_due(session, draft_id, at)
    with work.record.transaction() as session:
        session.execute(delete(Attachment).where(Attachment.id.in_(stray_attachments(session, at))))
    sweep(work, at)


def delete_mail(session: Session, at: datetime) -> None:
    """Delete old mail; the history of each call says how many messages there were."""
    counts = mail_by_call(session, at)
    for call_id, count in counts.items():
        note_deletion(session, Deletion(call_id=call_id, count=count, at=at), "mail", THE_CLOCK)
    session.execute(delete(Message).where(old_mail(at)))


def delete_if_due(session: Session, draft_id: UUID, at: datetime) -> None:
    """Delete one draft, looked at again under its lock."""
    draft = session.get_one(Application, draft_id, with_for_update={"of": Application})
    if draft in list(old_drafts(session, at)) and goes_now(session, draft, at):
        delete_draft(draft, at)


def sweep(work: Work, at: datetime) -> None:
    """Remove bytes that no row names, once they are older than any upload under way."""
    with work.record.reading() as session:
        known = known_files(session)
    Store(work.settings.data_folder / "files").sweep(known, cutoff(Kind.FILE, at))
