"""Outcomes, told one by one while the report is being written, and for as long as they appear once it is accepted."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from grants.db import session_of
from grants.people.model import Person
from grants.reports.model import Outcome, Report
from grants.reports.queries import kinds_of
from grants.rules import budget, outcomes
from grants.rules import reports as law
from grants.rules.refusal import Refused
from grants.rules.reports import OutcomeKind
from grants.words import say

Facts = Mapping[str, Any]


def add_outcome(report: Report, kind: OutcomeKind, facts: Facts, by: Person, at: datetime) -> Outcome:
    """Put one thing that came of the award on record."""
    report.allow(law.TELL, by, at)
    if kind not in kinds_of(report.award.application.call):
        raise Refused(say("This call does not ask for outcomes of this kind."))
    outcome = Outcome(award_id=report.award_id, kind=kind, added_by_id=by.id, added_at=at)
    fill(report, outcome, facts, at)
    session_of(report).add(outcome)
    report.take(law.TELL, by, at, outcome=kind.value, added=str(outcome.id))
    return outcome


def change_outcome(report: Report, outcome: Outcome, facts: Facts, by: Person, at: datetime) -> Outcome:
    """Put right what was told of an outcome."""
    report.allow(law.TELL, by, at)
    fill(report, outcome, facts, at)
    report.take(law.TELL, by, at, outcome=outcome.kind.value, changed=str(outcome.id))
    return outcome


def remove_outcome(report: Report, outcome: Outcome, by: Person, at: datetime) -> None:
    """Strike an outcome out."""
    report.take(law.TELL, by, at, outcome=outcome.kind.value, removed=outcome.title)
    session_of(report).delete(outcome)


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
