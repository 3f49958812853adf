"""Outcomes, told one by one or as a list while the report is written, and for as long as they appear afterwards."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete

from grants.db import session_of
from grants.people.model import Person
from grants.reports.model import Credit, Outcome, Report
from grants.reports.queries import kinds_of
from grants.reports.queries.works import credited, known, sides_named, told_already
from grants.rules import budget, outcomes
from grants.rules import reports as law
from grants.rules.refusal import Refused
from grants.rules.reports import OutcomeKind
from grants.rules.works import Author, Place, Work, is_joint
from grants.words import Sentence, say

Facts = Mapping[str, Any]


@dataclass
class Pasted:
    """What became of a list: how many are new, how many were known, and what could not be taken, each with why."""

    added: int = 0
    known: int = 0
    refused: list[tuple[str, Sentence]] = field(default_factory=list)


class Known(Refused):
    """What this award has told already."""


def add_outcome(report: Report, kind: OutcomeKind, facts: Facts, by: Person, at: datetime) -> Outcome:
    """Put one thing that came of the award on record; what another award told already is credited to this one too."""
    report.allow(law.TELL, by, at)
    outcome = told(report, kind, facts, by, at)
    report.take(law.TELL, by, at, outcome=kind.value, added=str(outcome.id))
    return outcome


def told(report: Report, kind: OutcomeKind, facts: Facts, by: Person, at: datetime) -> Outcome:
    """One thing on record, once: by its DOI, else by its kind and title within the award."""
    if kind not in kinds_of(report.award.application.call):
        raise Refused(say("This call does not ask for outcomes of this kind."))
    session = session_of(report)
    outcome = Outcome(kind=kind, added_by_id=by.id, added_at=at)
    outcome.authors = [asdict(author) for author in facts.get("authors", ())]
    fill(report, outcome, facts, at)
    if told_already(report, outcome):
        raise Known(say("This is told already."), "doi" if outcome.doi else "title")
    outcome = known(session, outcome.doi) or outcome
    session.add(outcome)
    session.flush()
    session.add(Credit(award_id=report.award_id, outcome_id=outcome.id, by_id=by.id, at=at))
    session.flush()
    return outcome


def paste(report: Report, works: Iterable[Work], by: Person, at: datetime) -> Pasted:
    """Put a whole list on record, one by one; what cannot be taken is told and stops nothing."""
    report.allow(law.TELL, by, at)
    became = Pasted()
    for work in works:
        try:
            told(report, work.kind, work.facts(), by, at)
            became.added += 1
        except Known:
            became.known += 1
        except Refused as why:
            became.refused.append((work.title or work.doi, why.reason))
    if became.added:
        report.take(law.TELL, by, at, pasted=became.added)
    return became


def change_outcome(report: Report, outcome: Outcome, facts: Facts, by: Person, at: datetime) -> Outcome:
    """Put right what was told of an outcome."""
    report.allow(law.TELL, by, at)
    fill(report, outcome, facts, at)
    report.take(law.TELL, by, at, outcome=outcome.kind.value, changed=str(outcome.id))
    return outcome


def remove_outcome(report: Report, outcome: Outcome, by: Person, at: datetime) -> None:
    """Strike an outcome out of this award; what is credited to no other is gone."""
    report.take(law.TELL, by, at, outcome=outcome.kind.value, removed=outcome.title)
    session = session_of(report)
    session.execute(delete(Credit).where(Credit.award_id == report.award_id, Credit.outcome_id == outcome.id))
    if not credited(session, outcome):
        session.delete(outcome)


def fill(report: Report, outcome: Outcome, facts: Facts, at: datetime) -> None:
    """Keep the facts that belong to the kind, checked; an amount is in the currency named beside it."""
    kept = outcomes.check(outcome.kind, facts, at)
    if kept.get("side") and kept["side"] not in {part.side.code for part in report.award.parts}:
        raise Refused(say("Choose one of the answers offered."), "side")
    if "amount" in kept:
        currency = facts.get("currency") or ""
        if currency not in outcomes.CURRENCIES:
            raise Refused(say("Choose the currency."), "currency")
        amount = budget.parse_amount(kept.pop("amount"), currency, "amount")
        outcome.minor, outcome.currency = amount.minor, amount.currency
    for name, value in kept.items():
        setattr(outcome, name, value)
    joint = is_joint(map(author, outcome.authors), sides_named(report.award)) if outcome.authors else None
    outcome.joint_computed = joint is not None
    if joint is not None:
        outcome.joint = joint


def author(kept: Mapping[str, Any]) -> Author:
    """An author as kept."""
    return Author(kept["name"], tuple(Place(**place) for place in kept["places"]))
