"""The questions of files."""

import uuid
from collections.abc import Collection

from sqlalchemy import func, select, union
from sqlalchemy.orm import Session

from grants.files.model import Attachment


def bytes_of(session: Session, person_id: uuid.UUID) -> int:
    """How much room a person's uploads take."""
    total = session.scalar(select(func.sum(Attachment.size)).where(Attachment.uploaded_by_id == person_id))
    return int(total or 0)


def copies_of(session: Session, sha256s: Collection[str]) -> dict[str, str]:
    """For each of these files the fingerprint of the copy without traces, which is the one that others read."""
    wanted = select(Attachment.sha256, Attachment.sanitised_sha256).where(Attachment.sha256.in_(sha256s))
    return {original: copy or original for original, copy in session.execute(wanted)}


def fingerprints(session: Session) -> set[str]:
    """Every fingerprint that a row answers for; what the store holds beyond these may be swept."""
    sanitised = select(Attachment.sanitised_sha256).where(Attachment.sanitised_sha256.is_not(None))
    return set(session.scalars(union(select(Attachment.sha256), sanitised)))
