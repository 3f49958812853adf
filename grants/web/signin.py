"""Who is signed in: a session is a row of ours, its cookie only names it, and ending the row ends it at once."""

import hashlib
import hmac
import ipaddress
import secrets
from datetime import datetime, timedelta

from flask import current_app, request
from flask import session as cookie
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload, lazyload

from grants import clock
from grants.people.actions import end_session
from grants.people.model import Person, SignedIn
from grants.rules.people import SECOND_STEP_WITHIN, is_fresh
from grants.web.addresses import parts_of
from grants.web.bearing import bearer_of
from grants.web.transaction import SAFE, session

LASTS = timedelta(hours=12)
HALFWAY, GOING = "halfway", "going"
NAMED = (
    select(SignedIn).where(SignedIn.key_hash == bindparam("key"), SignedIn.until > bindparam("now"))
    .options(joinedload(SignedIn.person).options(joinedload(Person.appointments), lazyload(Person.institution)))
)  # fmt: skip


class ConfirmFirst(Exception):
    """The deed is weighty and the person signed in a while ago: first they prove that it is still them."""

    def __init__(self, back: str) -> None:
        super().__init__(back)
        self.back = back


class Visitor(UserMixin):  # type: ignore[misc]
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


def session_named(key: str) -> SignedIn | None:
    """The session this key names, while it lasts and the account is open."""
    row = session().scalars(NAMED, {"key": hashed(key), "now": clock.now()}).unique().one_or_none()
    return row if row is not None and row.person.disabled_at is None else None


def visitor_of(key: str) -> Visitor | None:
    """The visitor whose session this key names, if every lock of the account was opened."""
    row = session_named(key)
    shut = row is None or (row.person.second_factor is not None and row.second_factor_at is None)
    return None if row is None or shut else Visitor(row, key)


def sign_in(person: Person, at: datetime, *, second_factor: bool = False) -> None:
    """Open a session for a person; the one that was there before ends, and its cookie is thrown away."""
    leave()
    row, key = begin(person, at, at + LASTS)
    row.second_factor_at = at if second_factor else None
    login_user(Visitor(row, key))


def halfway(person: Person, at: datetime) -> None:
    """Remember that the first lock was opened; the second is asked for on the next page."""
    leave()
    _, cookie[HALFWAY] = begin(person, at, at + SECOND_STEP_WITHIN)


def person_halfway() -> Person | None:
    """Who opened the first lock a moment ago, and stands before the second."""
    row = session_named(str(cookie.get(HALFWAY, "")))
    return row.person if row is not None else None


def begin(person: Person, at: datetime, until: datetime) -> tuple[SignedIn, str]:
    """A new session and its key, which is kept nowhere but in the visitor's cookie."""
    key = secrets.token_urlsafe(32)
    row = SignedIn(
        key_hash=hashed(key), person_id=person.id, person=person, since=at, until=until, confirmed_at=at,
    )  # fmt: skip
    session().add(row)
    return row, key


def leave() -> None:
    """End what was open in this browser before; keep only where the visitor was going."""
    for name in ("_user_id", HALFWAY):
        if cookie.get(name):
            end_session(session(), hashed(str(cookie[name])))
    going = cookie.get(GOING)
    cookie.clear()
    if going:
        cookie[GOING] = going


def sign_out() -> None:
    """End this session, here and for good."""
    leave()
    logout_user()
    cookie.clear()


def freshly_confirmed() -> bool:
    """Make sure that the person proved who they are at most fifteen minutes ago; else they are asked first.

    Call it at the head of a weighty deed (release, issue, grant), and on the page that offers it, so that nobody
    fills in a form in vain. Where it is long ago the visitor is led to the page that asks, and back.
    """
    row: SignedIn = current_user.row
    if is_fresh(row.confirmed_at, clock.now()):
        return True
    raise ConfirmFirst(page_of_the_deed())


def page_of_the_deed() -> str:
    """The page the visitor stands on: this one, or the one whose button was pressed."""
    if request.method in SAFE:
        return request.full_path.rstrip("?")
    before = parts_of(request.referrer)
    return f"{before.path}?{before.query}".rstrip("?") if before.netloc == request.host else "/"


def counted(kind: str, value: str) -> str:
    """The name under which tries are counted: tells nobody the address or the source."""
    secret: str = current_app.config["SETTINGS"].secret_key
    return hmac.new(secret.encode(), f"try:{kind}:{value}".encode(), hashlib.sha256).hexdigest()


def source() -> str:
    """Where a request comes from: an address, of the newer kind the network it is in."""
    told = request.remote_addr or "unknown"
    try:
        address = ipaddress.ip_address(told)
    except ValueError:
        return told
    return told if address.version == 4 else str(ipaddress.ip_network((int(address) >> 64 << 64, 64)))  # noqa: PLR2004


def login_manager() -> LoginManager:
    """Flask-Login, told how to find a visitor."""
    manager = LoginManager()
    manager.session_protection = None
    manager.user_loader(visitor_of)
    manager.request_loader(bearer_of)
    return manager
