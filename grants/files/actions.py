"""The verbs of files: first judge, scan and keep the bytes, outside any transaction; then name them by a row."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from grants.files.inspect import PICTURE, STANDARD, inspect_file
from grants.files.model import Attachment
from grants.files.names import as_typed
from grants.files.queries import bytes_of
from grants.files.store import Store
from grants.files.verdict import Limits
from grants.files.virus import scan
from grants.rules.uploads import Quota, check_quota


@dataclass(frozen=True)
class Kept:
    """Bytes that were judged and are durable, but which no row names yet."""

    sha256: str
    sanitised_sha256: str
    size: int
    pages: int


@dataclass(frozen=True)
class Intake:
    """What every upload passes: the limits, the scanner where there is one, and the store behind them."""

    store: Store
    limits: Limits = STANDARD
    clamd: str | None = None

    def take_in(self, content: bytes, field: str | None = None) -> Kept:
        """Judge an upload and make it durable; to be done before the transaction that names it."""
        verdict = inspect_file(content, self.limits, field)
        scan(self.clamd, content, field)
        return Kept(self.store.keep(content), self.store.keep(verdict.sanitised), verdict.size, verdict.pages)

    def take_in_picture(self, content: bytes, field: str | None = None) -> str:
        """Judge a picture and make it durable as it was drawn anew, never as it came; its fingerprint."""
        verdict = inspect_file(content, PICTURE, field)
        scan(self.clamd, content, field)
        return self.store.keep(verdict.sanitised)


@dataclass(frozen=True)
class Label:
    """What a row says about an upload besides its bytes: the name as typed, what it answers, who sent it."""

    original_name: str
    kind: str
    by_id: uuid.UUID


def attach(session: Session, kept: Kept, label: Label, at: datetime) -> Attachment:
    """Name kept bytes by a row, which is what makes them an attachment."""
    attachment = Attachment(
        sha256=kept.sha256, sanitised_sha256=kept.sanitised_sha256, size=kept.size, pages=kept.pages,
        original_name=as_typed(label.original_name), kind=label.kind, uploaded_by_id=label.by_id, uploaded_at=at,
    )  # fmt: skip
    session.add(attachment)
    return attachment


def make_room(session: Session, size: int, by_id: uuid.UUID, of_application: int, quota: Quota) -> None:
    """Refuse an upload that would overfill its person's or its application's room."""
    check_quota(size, bytes_of(session, by_id), of_application, quota)
