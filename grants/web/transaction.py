"""A page's only commit. Reading pages get a session that cannot write; writing pages commit once, at their end."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, current_app, g, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from grants.db import Record
from grants.rules.refusal import Refused
from grants.web.reader import reader

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
TRIES = 3
TORN = ("40001", "40P01")


class Desks(Flask):
    """Flask, with one transaction around each request: all of it or nothing."""

    record: Record
    ring: Callable[[], None] = staticmethod(lambda: None)  # wakes the jobs after a commit that left some

    def dispatch_request(self) -> ResponseReturnValue:
        """Run the page in a fresh transaction; a deadlock or a lost race for the lock is tried again, whole."""
        for left in reversed(range(TRIES)):
            try:
                return self.in_one_transaction()
            except OperationalError as fault:
                if not left or not was_a_lost_race(fault):
                    raise
        raise RuntimeError("unreachable")

    def in_one_transaction(self) -> ResponseReturnValue:
        """The page, then the commit; whatever is raised undoes all of it."""
        close_session()
        g.session = self.record.reading() if request.method in SAFE else self.record.writing()
        answer = super().dispatch_request()
        if request.method not in SAFE and not g.pop("undo", False):
            g.session.commit()
            if g.session.info.pop("due", False):
                self.ring()
        return answer


def was_a_lost_race(fault: OperationalError) -> bool:
    """Deadlock or serialization failure on PostgreSQL, a busy file on SQLite."""
    return getattr(fault.orig, "sqlstate", None) in TORN or "locked" in str(fault.orig)


def session() -> Session:
    """The session of this request; a page that says no reads in one of its own."""
    if "session" not in g:
        g.session = current_app.record.reading()  # type: ignore[attr-defined]
    opened: Session = g.session
    return opened


def close_session(_fault: BaseException | None = None) -> None:
    """Give the connection back; what was not committed never happened."""
    opened: Session | None = g.pop("session", None)
    if opened is not None:
        opened.close()


def only_read(record: Record) -> None:
    """Undo everything and go on with a session that cannot write: a page that says no changes nothing.

    Who is asking is read anew as well: what was undone has let go of them.
    """
    close_session()
    g.pop("_login_user", None)
    g.session = record.reading()


def begin_again() -> None:
    """Undo what this page did so far and go on reading: the page is shown again with a refusal."""
    session().rollback()
    g.undo = True


def rest() -> None:
    """Give the database back while something slow runs; nothing was written yet, and what was read is read anew."""
    session().rollback()


def seen() -> int | None:
    """The version of the thing its sender was looking at, where the page told it; nonsense is nothing."""
    return request.form.get("version", type=int)


class Attempt:
    """Whether the deed went through; a refusal stands in the form beside its field."""

    refused = False


@contextmanager
def attempt(form: FlaskForm | None = None) -> Iterator[Attempt]:
    """Try a deed: a refusal undoes it and is written into the form, beside the field it concerns."""
    result = Attempt()
    try:
        yield result
    except Refused as refusal:
        result.refused = True
        begin_again()
        tell(form, refusal)


def tell(form: FlaskForm | None, refusal: Refused) -> None:
    """Write a refusal where its reader looks: beside its field, else at the head of the form."""
    sentence = reader().say(refusal.reason)
    field: Any = getattr(form, "_fields", {}).get(refusal.field) if refusal.field else None
    if field is not None:
        field.errors = [*field.errors, sentence]
    elif form is not None:
        form.form_errors.append(sentence)
    else:
        raise refusal
