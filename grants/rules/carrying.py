"""Carrying over: whether money promised in one fiscal year of a payer is still paid in the next, pot by pot."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any

from grants.rules.fiscal import FiscalYear, year_of
from grants.rules.pots import PotEntryKind
from grants.rules.reminders import local_day
from grants.words import Sentence, say

CALENDAR = "01-01"


class CarryOver(StrEnum):
    """What becomes of money that was promised and not paid when the fiscal year ends."""

    FREE = "free"
    AGREED = "agreed"
    NONE = "none"

    @property
    def label(self) -> Sentence:
        """The rule in words."""
        return LABELS[self]


LABELS = {
    CarryOver.FREE: say("What is not paid when the fiscal year ends can be paid in the next one."),
    CarryOver.AGREED: say(
        "What is not paid when the fiscal year ends is carried over only if the payer agrees before."
    ),
    CarryOver.NONE: say("What is not paid when the fiscal year ends cannot be paid any more."),
}


def year_at(party: Any, at: datetime) -> FiscalYear:
    """The payer's fiscal year that an instant falls in, on the clock of its side."""
    starts = party.institution.fiscal_year_start if party.institution else CALENDAR
    return year_of(starts, local_day(at, party.call.side(party.side).zone))


def reason_against_paying(pot: Any, promised: Iterable[Any], at: datetime) -> Sentence | None:
    """Why money promised to an award is no longer paid: its year has ended, and the pot carries nothing over."""
    if pot.carry_over is not CarryOver.NONE:
        return None
    lasts = [year_at(pot.party, line.at).last for line in promised if line.kind is PotEntryKind.AWARD]
    if not lasts or year_at(pot.party, at).first <= max(lasts):
        return None
    return say("The fiscal year of this money ended on %(day)s, and the pot carries nothing over.", day=max(lasts))
