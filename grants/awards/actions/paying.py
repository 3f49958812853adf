"""Paying a side's part in instalments: planned by its office, paid out of the pot that promised it, or struck out."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from grants.awards.actions.offering import write
from grants.awards.model import AwardPart, Instalment
from grants.awards.queries import moved
from grants.calls.model import Pot
from grants.db import session_of
from grants.money import Money
from grants.people.model import Person
from grants.rules.carrying import reason_against_paying
from grants.rules.instalments import PAY, STRIKE, Trigger, may_plan, reason_against_planning
from grants.rules.pots import PotEntryKind, balance
from grants.rules.refusal import Refused
from grants.words import say


@dataclass(frozen=True)
class Planned:
    """A payment as it is planned: how much, what it waits for, and its day where it has one."""

    amount: Money
    trigger: Trigger
    due_on: date | None = None
    report_code: str = ""


def plan(part: AwardPart, planned: Planned, by: Person, at: datetime) -> Instalment:
    """Plan one more payment of a side's part; all of them never come to more than the side grants."""
    if not may_plan(by, part):
        raise Refused(say("This is not for you to do."))
    reason = reason_against_planning(part, planned.amount, part.instalments)
    if reason is not None:
        raise Refused(reason, "amount")
    if planned.trigger is Trigger.DAY and planned.due_on is None:
        raise Refused(say("Choose the day."), "due_on")
    made = Instalment(
        part=part, part_id=part.id, position=len(part.instalments), minor=planned.amount.minor,
        trigger=planned.trigger, due_on=planned.due_on, report_code=planned.report_code,
    )  # fmt: skip
    session_of(part).add(made)
    made.begin(by, at, amount=str(planned.amount), trigger=planned.trigger.value)
    return made


def pay(instalment: Instalment, by: Person, at: datetime) -> None:
    """Record that it was paid: a line in the ledger of the pot that promised the money, never to be changed."""
    instalment.take(PAY, by, at, amount=str(instalment.amount))
    part, session = instalment.part, session_of(instalment)
    promised = moved(session, part, PotEntryKind.AWARD)
    pot = next((entry.pot for entry in promised), None)
    if pot is None:
        raise Refused(say("No pot of this call pays this part."))
    reason = reason_against_paying(pot, promised, at)
    if reason is not None:
        raise Refused(reason)
    session.execute(select(Pot.id).where(Pot.id == pot.id).with_for_update()).all()
    most = balance(moved(session, part, *PotEntryKind), part.currency).to_pay
    if instalment.amount > most:
        raise Refused(say("Only %(most)s of this award is still to be paid.", most=most))
    instalment.entry = write(pot, (PotEntryKind.PAY, -instalment.minor), part, by, at)


def strike(instalment: Instalment, by: Person, at: datetime) -> None:
    """Strike out a planned payment; it stays on record."""
    instalment.take(STRIKE, by, at)
