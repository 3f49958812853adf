"""What a key for another system may read: never more than the person who made it, and only what is ticked."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from grants.rules.refusal import Refused
from grants.words import Sentence, say

LASTS = timedelta(days=365)
MOST_KEYS = 10


class Scope(StrEnum):
    """One kind of record that a key opens."""

    APPLICATIONS = "applications"
    DECISIONS = "decisions"
    AWARDS = "awards"
    PAYMENTS = "payments"
    OUTCOMES = "outcomes"
    CALENDAR = "calendar"

    @property
    def label(self) -> Sentence:
        """The kind in words."""
        return SCOPE_LABELS[self]


SCOPE_LABELS = {
    Scope.APPLICATIONS: say("Applications"),
    Scope.DECISIONS: say("Decisions"),
    Scope.AWARDS: say("Awards"),
    Scope.PAYMENTS: say("Payments"),
    Scope.OUTCOMES: say("Outcomes"),
    Scope.CALENDAR: say("My dates, as a calendar"),
}


def check(name: str, scopes: Iterable[str], others: int) -> list[Scope]:
    """The scopes of a new key; refused without a name, without a scope, or when there are too many keys."""
    if not name.strip():
        raise Refused(say("Say what the key is for."), "name")
    asked = [scope for scope in Scope if scope.value in set(scopes)]
    if not asked:
        raise Refused(say("Choose what the key may read."), "scopes")
    if others >= MOST_KEYS:
        raise Refused(say("You have %(most)s keys already. Take one back first.", most=MOST_KEYS))
    return asked


def opens(key: Any, scope: Scope, at: datetime) -> bool:
    """Whether a key opens this kind of record now."""
    return is_valid(key, at) and scope.value in key.scopes


def is_valid(key: Any, at: datetime) -> bool:
    """Whether a key still works: not taken back, not too old, its person not shut out."""
    return key.revoked_at is None and at < key.until and key.person.disabled_at is None
