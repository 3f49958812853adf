"""How long the house keeps what it holds, in one table; a legal hold on a call stops all of it for that call.

What an award, a letter or the history rests on is in no row: it stays, or goes to a university's archive.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from grants.rules.applications import ApplicationState
from grants.rules.deadlines import of_application
from grants.rules.keeping import kept_until
from grants.rules.rounds import BEFORE_PUBLICATION
from grants.rules.workflow import states


class Kind(StrEnum):
    """What is held only for a time."""

    MAIL = "mail"
    DRAFT = "draft"
    KEY = "key"
    TRY = "try"
    WORK = "work"
    FILE = "file"


@dataclass(frozen=True)
class Rule:
    """One kind of thing: since when and how long it is kept, and what remains of it."""

    since: str
    kept: timedelta
    remains: str


RULES = {
    Kind.MAIL: Rule("it was sent or given up", timedelta(days=90), "how many there were, in the history of the call"),
    Kind.DRAFT: Rule(
        "its call has closed and it rests, unsubmitted", timedelta(days=184), "its number, in the history of the call",
    ),
    Kind.KEY: Rule("a mailed link has run out", timedelta(days=30), "nothing"),
    Kind.TRY: Rule("a try to sign in failed", timedelta(days=1), "nothing"),
    Kind.WORK: Rule("a job was done", timedelta(days=90), "nothing"),
    Kind.FILE: Rule("bytes were kept that no row names", timedelta(days=1), "nothing"),
}  # fmt: skip
WARNED = timedelta(days=30)
S = ApplicationState
NEVER_SENT = states(S.DRAFT, S.WITHDRAWN)
UNFUNDED = states(S.WITHDRAWN, S.INELIGIBLE, S.RESERVE, S.DECLINED)


def cutoff(kind: Kind, at: datetime) -> datetime:
    """What is older than this has outlived its use."""
    return at - RULES[kind].kept


def rests_since(draft: Any) -> datetime:
    """From when the time of a draft runs: its call has closed for it, and nobody wrote in it since."""
    closed: datetime = of_application(draft).at
    changed: datetime = draft.changed_at
    return max(closed, changed)


def goes_on(draft: Any) -> date:
    """The day on which a draft that was never submitted is deleted, in universal time."""
    return (rests_since(draft) + RULES[Kind.DRAFT].kept).date()


def is_left_over(draft: Any) -> bool:
    """Whether it was never submitted, in a call that was opened."""
    return draft.submitted_at is None and draft.state in NEVER_SENT and draft.call.state not in BEFORE_PUBLICATION


def wants_warning(draft: Any) -> bool:
    """Whether its people are told before it goes; what they threw away themselves goes without a word."""
    return draft.state is S.DRAFT


def unfunded_until(decided_on: date, side: Any) -> date:
    """The last day on which a side needs an application that was not funded, with its people."""
    return kept_until(decided_on, side.keep_unfunded_years)
