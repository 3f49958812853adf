"""What has outlived its time and may go tonight: asked by the nightly job and, before it, by whoever looks."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from grants.applications.model import Application, Snapshot
from grants.applications.queries import people_of
from grants.calls.keeping import held_calls
from grants.db import Base
from grants.files.model import Attachment
from grants.files.queries import fingerprints
from grants.jobs.model import ReminderSent
from grants.letters.model import Letter, LetterPicture
from grants.mail.model import Message
from grants.rules.reminders import DRAFT_GOES
from grants.rules.retention import NEVER_SENT, RULES, WARNED, Kind, cutoff, goes_on, is_left_over, wants_warning


def old_mail(at: datetime) -> Any:
    """In SQL: a message that went out or was given up long ago, in no call that is held."""
    line = cutoff(Kind.MAIL, at)
    over = or_(Message.sent_at < line, and_(Message.next_try_at.is_(None), Message.made_at < line))
    return and_(over, or_(Message.call_id.is_(None), Message.call_id.not_in(held_calls())))


def mail_by_call(session: Session, at: datetime) -> dict[UUID | None, int]:
    """How many messages have outlived their time, call by call."""
    counted = select(Message.call_id, func.count()).where(old_mail(at)).group_by(Message.call_id)
    return dict(session.execute(counted).all())


def old_drafts(session: Session, at: datetime) -> Iterator[Application]:
    """Drafts that were never submitted and go within the time of the warning, in no call that is held."""
    resting = select(Application).where(
        Application.submitted_at.is_(None), Application.state.in_(NEVER_SENT),
        Application.changed_at <= cutoff(Kind.DRAFT, at) + WARNED, Application.call_id.not_in(held_calls()),
    )  # fmt: skip
    for draft in session.scalars(resting.order_by(Application.call_id, Application.number)).unique():
        if is_left_over(draft) and goes_on(draft) <= (at + WARNED).date():
            yield draft


def goes_now(session: Session, draft: Application, at: datetime) -> bool:
    """Whether its day has come and everyone on its team was told so long enough ago."""
    if goes_on(draft) > at.date():
        return False
    if not wants_warning(draft):
        return True
    told = select(ReminderSent.receiver_id).where(
        ReminderSent.subject_id == draft.id, ReminderSent.rule == DRAFT_GOES.rule(DRAFT_GOES.days[0], goes_on(draft)),
        ReminderSent.at <= at - WARNED,
    )  # fmt: skip
    return {person.id for person in people_of(draft)} <= set(session.scalars(told))


def stray_attachments(session: Session, at: datetime) -> list[UUID]:
    """Uploads that gave way to others and stand in nothing that was submitted."""
    named = [key.parent for table in Base.metadata.sorted_tables for key in table.foreign_keys
             if key.column.table is Attachment.__table__]  # fmt: skip
    loose = select(Attachment.id, Attachment.sha256).where(
        Attachment.uploaded_at < cutoff(Kind.FILE, at), *(~exists().where(column == Attachment.id) for column in named),
    )  # fmt: skip
    found = session.execute(loose).all()
    sealed = submitted_files(session) if found else set()
    return [key for key, sha256 in found if sha256 not in sealed]


def submitted_files(session: Session) -> set[str]:
    """The fingerprints of every file that stands in something submitted."""
    said = session.scalars(select(Snapshot.content).execution_options(yield_per=200))
    return {paper["sha256"] for content in said for paper in content["papers"]}


def known_files(session: Session) -> set[str]:
    """Every fingerprint that a row answers for."""
    return fingerprints(session) | letters_kept(session) | set(session.scalars(select(LetterPicture.sha256)))


def letters_kept(session: Session) -> set[str]:
    """The fingerprints of every letter that was issued."""
    wanted: Select[Any] = select(Letter.sha256).where(Letter.sha256.is_not(None))
    return set(session.scalars(wanted))


def told(session: Session, at: datetime) -> Iterator[str]:
    """The dry run: the rules, and what each of them would take away tonight."""
    for kind, rule in RULES.items():
        yield f"{kind.value:6} {rule.kept.days:4} days after {rule.since}; remains: {rule.remains}"
    yield f"{sum(mail_by_call(session, at).values())} messages would go."
    for draft in old_drafts(session, at):
        state = "would go" if goes_now(session, draft, at) else f"goes on {goes_on(draft)}, its people are told before"
        yield f"{draft.ref}  {state}"
    yield f"{len(stray_attachments(session, at))} files that nothing names would go."
