"""Instalments: a side pays its part in several goes, each by a day, once its conditions are met, or after a report."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from grants.money import Money
from grants.rules.awards import OUT, ConditionState, PartState
from grants.rules.relations import is_officer_without_conflict, sides_of
from grants.rules.reports import ReportState
from grants.rules.workflow import Step, Workflow, states
from grants.words import Sentence, say


class Trigger(StrEnum):
    """What an instalment waits for."""

    DAY = "day"
    CONDITIONS = "conditions"
    REPORT = "report"


class InstalmentState(StrEnum):
    """What became of a planned payment."""

    PLANNED = "planned"
    PAID = "paid"
    STRUCK = "struck"

    @property
    def label(self) -> Sentence:
        """The state's name for people."""
        return STATE_LABELS[self]


STATE_LABELS = {
    InstalmentState.PLANNED: say("Planned"),
    InstalmentState.PAID: say("Paid"),
    InstalmentState.STRUCK: say("Struck out"),
}


class Payable(StrEnum):
    """Where a planned payment stands today."""

    PAID = "paid"
    STRUCK = "struck"
    LATER = "later"
    WAITS = "waits"
    NOW = "now"
    OVERDUE = "overdue"

    @property
    def label(self) -> Sentence:
        """The same in words."""
        return PAYABLE_LABELS[self]


PAYABLE_LABELS = {
    Payable.PAID: STATE_LABELS[InstalmentState.PAID],
    Payable.STRUCK: STATE_LABELS[InstalmentState.STRUCK],
    Payable.LATER: STATE_LABELS[InstalmentState.PLANNED],
    Payable.WAITS: say("Waiting"),
    Payable.NOW: say("To be paid now"),
    Payable.OVERDUE: say("Overdue"),
}


def standing_of(instalment: Any, at: datetime) -> Payable:
    """Whether it is paid, can be paid, or waits, by the clock of its side."""
    if instalment.state is not InstalmentState.PLANNED:
        return Payable(instalment.state.value)
    if instalment.part.state is not PartState.ACCEPTED or not is_fulfilled(instalment):
        return Payable.WAITS
    return due_today(instalment.due_on, at.astimezone(ZoneInfo(instalment.part.side.zone)).date())


def due_today(due_on: date | None, today: date) -> Payable:
    """A payment whose conditions hold is due at once, or on its day; after that it is overdue."""
    if due_on is None or due_on == today:
        return Payable.NOW
    return Payable.LATER if today < due_on else Payable.OVERDUE


def is_fulfilled(instalment: Any) -> bool:
    """Whether what it waits for has come: every condition of its side met, or its report accepted."""
    award, side = instalment.part.award, instalment.part.side.code
    if instalment.trigger is Trigger.CONDITIONS:
        return all(one.state is ConditionState.MET for one in award.conditions if one.side == side)
    if instalment.trigger is Trigger.REPORT:
        return any(
            one.code == instalment.report_code and one.side in {"", side} and one.state is ReportState.ACCEPTED
            for one in award.reports
        )
    return True


def may_plan(by: Any, part: Any) -> bool:
    """An officer of the side whose money it is."""
    application = part.award.application
    return is_officer_without_conflict(by, application) and part.side.code in sides_of(by, application.call)


def reason_against_planning(part: Any, amount: Money, instalments: Iterable[Any]) -> Sentence | None:
    """Why another payment cannot be planned: the side is out, or all it grants is planned already."""
    if part.state in OUT:
        return say("This side is out of the award.")
    planned = sum(one.minor for one in instalments if one.state is not InstalmentState.STRUCK)
    rest = Money(part.minor - planned, part.currency)
    if amount.minor <= 0:
        return say("The amount must be more than nothing.")
    return say("Only %(most)s of this award is not planned yet.", most=rest) if amount > rest else None


def its_office(by: Any, instalment: Any) -> bool:
    """An officer of the side that pays."""
    return may_plan(by, instalment.part)


def can_be_paid(_by: Any, instalment: Any, _at: datetime) -> Sentence | None:
    """Guard: only what an investigator has accepted is paid, and only when what it waits for has come."""
    if instalment.part.state is not PartState.ACCEPTED:
        return say("Money is paid while the side's part is accepted and not suspended.")
    return None if is_fulfilled(instalment) else say("What this payment waits for has not come yet.")


S = InstalmentState
PAY = Step("pay_instalment", states(S.PLANNED), S.PAID, its_office, say("Record as paid"), (can_be_paid,))
STRIKE = Step("strike_instalment", states(S.PLANNED), S.STRUCK, its_office, say("Strike out"))
INSTALMENT = Workflow("instalment", InstalmentState, (PAY, STRIKE))
