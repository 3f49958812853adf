"""What a team learns at the release: its outcome, what the reviewers wrote for it, what comes next."""

from dataclasses import dataclass
from fractions import Fraction

from grants.applications.model import Application
from grants.awards.model import Award
from grants.awards.queries import award_of
from grants.decisions.lots import lot_of
from grants.decisions.queries import decision_on, own_average
from grants.decisions.tellings import NEWS, QUARTERS, after
from grants.letters.model import Letter
from grants.letters.queries import issued_on
from grants.rules.access import may_read
from grants.rules.applications import RELEASED
from grants.rules.relations import is_pi
from grants.web.reader import visitor
from grants.web.transaction import session
from grants.words import Sentence


@dataclass(frozen=True)
class Told:
    """The outcome as its team reads it: never a side's own verdict, never a reviewer's name or mark."""

    news: Sentence
    after: Sentence
    feedback: list[str]
    average: Fraction | None
    quarter: Sentence | None
    award: Award | None
    letters: list[Letter]
    lot: tuple[str, str] | None


def told(application: Application) -> Told | None:
    """What was released for an application; nothing before the release."""
    decision = decision_on(application) if application.state in RELEASED else None
    if decision is None:
        return None
    leads = is_pi(visitor(), application)
    return Told(
        NEWS[application.state], after(application, application.state), list(decision.feedback),
        own_average(session(), application) if leads else None,
        QUARTERS.get(decision.quarter or 0) if leads else None,
        award_of(session(), application), letters_of(application), lot_of(session(), application),
    )  # fmt: skip


def letters_of(application: Application) -> list[Letter]:
    """The issued letters of an application that this visitor may read."""
    by = visitor()
    return [letter for letter in issued_on(session(), application.id) if may_read(by, "letter", letter)]
