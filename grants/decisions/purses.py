"""Who pays for what, and how full the pots are as far as a reader may know."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from grants.applications.model import Application, Part
from grants.calls.model import Call, FundingParty, Pot, PotEntry
from grants.calls.queries import with_money
from grants.decisions.cases import Case, cases_of
from grants.decisions.panel import hidden_from
from grants.money import Money
from grants.rules.pots import SET_ASIDE, Balance, PotEntryKind, balance, left_after_each
from grants.rules.relations import is_auditor_of_call, sides_of
from grants.rules.verdicts import payer, purse


def pot_for(application: Application, part: Part) -> Pot | None:
    """The pot that pays one side of an application: of the investigator's own university, for its theme."""
    party: FundingParty | None = payer(application.call.parties, part.side, part.institution_id)
    pot: Pot | None = purse(party, part.currency, application.theme) if party is not None else None
    return pot


@dataclass(frozen=True)
class Purse:
    """A pot as a reader may see it: the lines of its ledger that may be told, and where it stands by them.

    The book is open to officers of its own side and to auditors; others are told what is pledged and what is committed.
    """

    party: FundingParty
    pot: Pot
    is_own: bool
    is_open_book: bool
    entries: Sequence[PotEntry]

    @property
    def balance(self) -> Balance:
        """What was pledged, set aside, awarded and is left, as far as the reader may know."""
        return balance(self.entries, self.pot.currency)

    @property
    def committed(self) -> Money:
        """What is awarded, or set aside for an application, as far as the reader may know."""
        return self.balance.awarded + self.balance.earmarked

    @property
    def lines(self) -> list[tuple[PotEntry, Money]]:
        """The ledger, each line with what was left after it."""
        return list(zip(self.entries, left_after_each(self.entries, self.pot.currency), strict=True))


def purses(session: Session, by: Any, call: Call) -> list[Purse]:
    """The pots of a call as this person may see them.

    Money set aside tells a verdict: another side's shows only when every side is in, a hidden application's never.
    """
    return purses_beside(session, by, call, cases_of(session, call), hidden_from(session, by, call))


def purses_beside(session: Session, by: Any, call: Call, cases: Sequence[Case], away: Collection[int]) -> list[Purse]:
    """The same, beside the cases that a page has read already."""
    own, audits = sides_of(by, call), is_auditor_of_call(by, call)
    hidden = {case.id for case in cases if case.number in away}
    waiting = {case.id for case in cases if not case.is_all_in}
    found = []
    for party in with_money(session, call):
        is_own = party.side in own
        is_open = is_own or audits
        for pot in party.pots:
            told = [each for each in pot.entries if each.application_id not in hidden]
            if not is_own:
                told = [each for each in told if is_open or is_told_to_others(each)]
                told = [each for each in told if each.kind not in SET_ASIDE or each.application_id not in waiting]
            found.append(Purse(party, pot, is_own, is_open, told))
    return found


def is_told_to_others(entry: PotEntry) -> bool:
    """Another side is told pledges and awards, and money set aside for an application: not what is kept or paid."""
    return entry.kind is not PotEntryKind.PAY and (entry.kind not in SET_ASIDE or entry.application_id is not None)
