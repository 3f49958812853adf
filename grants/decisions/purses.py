"""Who pays for what, and how full the pots are as far as a reader may know."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from grants.applications.model import Application, Part
from grants.calls.model import Call, FundingParty, Pot, PotEntry
from grants.calls.queries import with_money
from grants.db import Texts
from grants.decisions.cases import Case, cases_of
from grants.decisions.panel import hidden_from
from grants.rules.pots import SET_ASIDE, Balance, balance
from grants.rules.relations import sides_of
from grants.rules.verdicts import payer, purse


def pot_for(application: Application, part: Part) -> Pot | None:
    """The pot that pays one side of an application: of the investigator's own university, for its theme."""
    party: FundingParty | None = payer(application.call.parties, part.side, part.institution_id)
    pot: Pot | None = purse(party, part.currency, application.theme) if party is not None else None
    return pot


@dataclass(frozen=True)
class Purse:
    """A pot as a reader may see it: the lines of its ledger that may be told, and where it stands by them."""

    party: FundingParty
    pot: Pot
    is_own: bool
    entries: Sequence[PotEntry]

    @property
    def balance(self) -> Balance:
        """What was pledged, set aside, awarded and is left, as far as the reader may know."""
        return balance(self.entries, self.pot.currency)


def purses(session: Session, by: Any, call: Call) -> list[Purse]:
    """The pots of a call as this person may see them.

    Money set aside tells a verdict: another side's shows only when every side is in, a hidden application's never.
    """
    return purses_beside(session, by, call, cases_of(session, call), hidden_from(session, by, call))


def purses_beside(session: Session, by: Any, call: Call, cases: Sequence[Case], away: Collection[int]) -> list[Purse]:
    """The same, beside the cases that a page has read already."""
    own = sides_of(by, call)
    hidden = {case.id for case in cases if case.number in away}
    waiting = {case.id for case in cases if not case.is_all_in}
    found = []
    for party in with_money(session, call):
        untold = hidden if party.side in own else hidden | waiting
        for pot in party.pots:
            told = [each for each in pot.entries if each.kind not in SET_ASIDE or each.application_id not in untold]
            found.append(Purse(party, pot, party.side in own, told))
    return found


def payer_name(party: FundingParty) -> Texts:
    """What the owner of a pot is called."""
    return party.name or (party.institution.name if party.institution is not None else {})
