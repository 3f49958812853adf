"""Passwords: kept only as argon2id hashes; few are worked out at once, and an unknown address takes as long."""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

AT_ONCE = 2
PATIENCE = 8.0

HASHER = PasswordHasher(time_cost=2, memory_cost=47_104, parallelism=1)
NOBODYS = HASHER.hash("the password of nobody, checked where there is no account")
DESKS = BoundedSemaphore(AT_ONCE)


class Crowded(Exception):
    """More people sign in at this moment than passwords can be checked."""


@contextmanager
def at_a_desk() -> Iterator[None]:
    """Wait for one of the few places where passwords are worked out: memory and processor are shared with all."""
    if not DESKS.acquire(timeout=PATIENCE):
        raise Crowded
    try:
        yield
    finally:
        DESKS.release()


def hashed(password: str) -> str:
    """What is kept of a password."""
    with at_a_desk():
        return HASHER.hash(unicodedata.normalize("NFKC", password))


def fits(kept: str | None, password: str) -> bool:
    """Whether this is the password; where none is kept the answer takes as long."""
    with at_a_desk():
        try:
            HASHER.verify(kept or NOBODYS, unicodedata.normalize("NFKC", password))
        except (VerificationError, InvalidHashError):
            return False
    return kept is not None
