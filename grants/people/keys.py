"""Keys for other systems: made once, shown once, kept as a fingerprint, taken back at any time."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.db import session_of
from grants.history import note
from grants.people.model import AccessKey, Person
from grants.rules.scopes import LASTS, check

MARK = "tsunagari_"


def hashed(key: str) -> str:
    """What is kept of a key."""
    return hashlib.sha256(key.encode()).hexdigest()


def keys_of(session: Session, person: Person) -> list[AccessKey]:
    """The keys of a person that were not taken back, the newest first."""
    wanted = select(AccessKey).where(AccessKey.person_id == person.id, AccessKey.revoked_at.is_(None))
    return list(session.scalars(wanted.order_by(AccessKey.made_at.desc(), AccessKey.id)).unique())


def key_named(session: Session, key: str) -> AccessKey | None:
    """The key itself, by what its bearer shows."""
    return session.scalars(select(AccessKey).where(AccessKey.key_hash == hashed(key))).unique().one_or_none()


def make_key(name: str, scopes: Iterable[str], by: Person, at: datetime) -> str:
    """Make a key for oneself; this is the only time it can be read."""
    session = session_of(by)
    asked = check(name, scopes, len(keys_of(session, by)))
    key = MARK + secrets.token_urlsafe(32)
    made = AccessKey(
        person=by, person_id=by.id, name=name.strip(), scopes=[scope.value for scope in asked], key_hash=hashed(key),
        made_at=at, until=at + LASTS,
    )  # fmt: skip
    session.add(made)
    note(session, made, "make_key", by, at, name=made.name, scopes=made.scopes)
    return key


def revoke_key(key: AccessKey, by: Person, at: datetime) -> None:
    """Take a key of one's own back; nothing opens with it any more."""
    if key.person_id == by.id and key.revoked_at is None:
        key.revoked_at = at
        note(session_of(key), key, "revoke_key", by, at, name=key.name)
