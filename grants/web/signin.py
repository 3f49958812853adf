"""Who is signed in: a session is a row of ours, its cookie only names it, and ending the row ends it at once."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from flask import session as cookie
from flask_login import LoginManager, UserMixin, login_user, logout_user
from sqlalchemy import delete, select

from grants import clock
from grants.people.model import Person, SignedIn
from grants.web.transaction import session

LASTS = timedelta(hours=12)


class Visitor(UserMixin):
    """The person at the other end, known by a session of theirs."""

    def __init__(self, row: SignedIn, key: str) -> None:
        self.row, self.key = row, key
        self.person: Person = row.person

    def get_id(self) -> str:
        """The name of the session, never of the person."""
        return self.key


def hashed(key: str) -> str:
    """What is kept of a session's key."""
    return hashlib.sha256(key.encode()).hexdigest()


def visitor_of(key: str) -> Visitor | None:
    """The visitor whose session this key names, while it lasts and the account is open."""
    row = session().scalar(select(SignedIn).where(SignedIn.key_hash == hashed(key), SignedIn.until > clock.now()))
    return Visitor(row, key) if row is not None and row.person.disabled_at is None else None


def sign_in(person: Person, at: datetime, *, second_factor: bool = False) -> None:
    """Open a session for a person; the cookie that was there before is thrown away."""
    language = cookie.get("language")
    cookie.clear()
    if language:
        cookie["language"] = language
    key = secrets.token_urlsafe(32)
    row = SignedIn(
        key_hash=hashed(key), person_id=person.id, person=person, since=at, until=at + LASTS, confirmed_at=at,
        second_factor_at=at if second_factor else None,
    )  # fmt: skip
    session().add(row)
    login_user(Visitor(row, key))


def sign_out(visitor: Any) -> None:
    """End this session, here and for good."""
    session().execute(delete(SignedIn).where(SignedIn.key_hash == hashed(visitor.get_id())))
    logout_user()
    cookie.clear()


def end_sessions(person: Person, *, but: str | None = None) -> None:
    """End a person's sessions everywhere: after a new password, a lost role, a closed account."""
    ended = delete(SignedIn).where(SignedIn.person_id == person.id)
    session().execute(ended if but is None else ended.where(SignedIn.key_hash != hashed(but)))


def login_manager() -> LoginManager:
    """Flask-Login, told how to find a visitor."""
    manager = LoginManager()
    manager.session_protection = None
    manager.user_loader(visitor_of)
    return manager
