"""Each side records its own decision; the money for it is set aside in the pot that will pay."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from grants.applications.model import Application, Part
from grants.calls.model import Call, FundingParty, Pot, PotEntry
from grants.db import session_of
from grants.decisions.model import SideDecision
from grants.decisions.panel import standings
from grants.decisions.queries import Case, advice_on, cases_of, decisions_on, payer_name, pot_for
from grants.money import Money
from grants.people.model import Person
from grants.rules.allotment import Reason
from grants.rules.applications import DECIDE
from grants.rules.decisions import Recommendation
from grants.rules.funding import ReasonClass, Verdict
from grants.rules.pots import SET_ASIDE, PotEntryKind
from grants.rules.refusal import Refused
from grants.rules.relations import sides_of
from grants.rules.shapes import has_part
from grants.rules.verdicts import FOLLOWS, check_reason, class_of, sum_given
from grants.words import language, say


@dataclass(frozen=True)
class Decided:
    """What one side decides: its verdict, a sum where it gives one (none: what is asked for), and why."""

    side: str
    verdict: Verdict
    amount: Money | None = None
    reason: str = ""
    reason_class: ReasonClass | None = None


def decide(application: Application, decided: Decided, by: Person, at: datetime) -> SideDecision:
    """Record one side's decision about one application, and set its money aside; the last word counts."""
    application.allow(DECIDE, by, at)
    call = application.call
    if decided.side not in sides_of(by, call) or not has_part(application, decided.side):
        raise Refused(say("Each side records its own decision."), "side")
    part = application.part(decided.side)
    cap = call.side(decided.side).cap_for(application.theme)
    given = sum_given(decided.verdict, decided.amount, part.requested, cap)
    check_reason(decided.verdict, decided.reason, advice_on(session_of(application), application))
    kind = class_of(decided.verdict, decided.reason_class)
    application.take(
        DECIDE, by, at, side=decided.side, verdict=decided.verdict.value, amount=str(given), grounds=decided.reason,
        reason_class=kind.value if kind else None,
    )  # fmt: skip
    pot = set_aside(application, part, given, by, at)
    row = next((one for one in decisions_on(application) if one.side == decided.side), None)
    if row is None:
        row = SideDecision(application=application, side=decided.side, currency=part.currency)
        session_of(application).add(row)
    row.verdict, row.minor, row.reason = decided.verdict, given.minor, decided.reason
    row.reason_class = kind
    row.party = pot.party if pot is not None else None
    row.by, row.by_id, row.at = by, by.id, at
    return row


def set_aside(application: Application, part: Part, given: Money, by: Person, at: datetime) -> Pot | None:
    """Set a sum aside in the pot of whoever pays for this side, in place of what was set aside before."""
    hold_pots(application.call, part.side)
    set_free(application, part.side, by, at)
    pot = pot_for(application, part)
    if given.minor == 0:
        return pot
    if pot is None:
        raise Refused(say("Nobody on this side has a pot for %(university)s.",
                          university=part.institution.name if part.institution else application.ref))  # fmt: skip
    if pot.balance.left < given:
        raise Refused(
            say("The pot of %(party)s does not hold the %(amount)s for %(ref)s.", party=payer_name(pot.party),
                amount=given, ref=application.ref), "amount",
        )  # fmt: skip
    write(pot, -given.minor, application, by, at)
    return pot


def hold_pots(call: Call, side: str) -> None:
    """Let nobody else write into these pots until this is done: a pot never goes below nothing."""
    own = select(FundingParty.id).where(FundingParty.call_id == call.id, FundingParty.side == side)
    session_of(call).execute(select(Pot.id).where(Pot.party_id.in_(own)).with_for_update()).all()


def set_free(application: Application, side: str, by: Person, at: datetime) -> None:
    """Give back what was set aside for one side of an application."""
    for party in application.call.parties:
        for pot in party.pots if party.side == side else ():
            kept = sum(
                entry.minor for entry in pot.entries
                if entry.kind in SET_ASIDE and entry.application_id == application.id
            )  # fmt: skip
            if kept:
                write(pot, -kept, application, by, at)


def write(pot: Pot, minor: int, application: Application, by: Person, at: datetime) -> None:
    """One line of money set aside, or given back, in a ledger."""
    kind = PotEntryKind.EARMARK if minor < 0 else PotEntryKind.UNEARMARK
    session_of(application).add(
        PotEntry(pot=pot, kind=kind, minor=minor, at=at, by_id=by.id, application_id=application.id,
                 note=application.ref),
    )  # fmt: skip


def follow_panel(call: Call, side: str, by: Person, at: datetime) -> int:
    """Decide as the panel or the walk advises, in its order, wherever this side has not decided: all or nothing."""
    if side not in sides_of(by, call):
        raise Refused(say("Each side records its own decision."), "side")
    session = session_of(call)
    places = {one.id: one.place for one in standings(session, by, call)}
    cases = [case for case in cases_of(session, call) if case.id in places and case.proposal is not None]
    waiting = sorted((case for case in cases if is_open_for(case, side)), key=lambda case: places[case.id])
    asked = select(Application).where(Application.id.in_([case.id for case in waiting]))
    found = {one.id: one for one in session.scalars(asked.where(Application.parts.any(Part.side == side))).unique()}
    for case in waiting:
        if case.id in found:
            decide(found[case.id], advised(call, case, side), by, at)
    return len(found)


def is_open_for(case: Case, side: str) -> bool:
    """Whether this side has not decided yet."""
    return all(each.verdict in {None, Verdict.DEFER} for each in case.sides if each.side == side)


def advised(call: Call, case: Case, side: str) -> Decided:
    """What a side decides when it follows: the panel's word, or the part that the walk offers."""
    verdict = FOLLOWS[case.proposal or Recommendation.RESERVE]
    part = dict(case.walked.granted).get(side) if case.walked and case.walked.reason == Reason.IN_PART else None
    requested = next(each.requested for each in case.sides if each.side == side)
    if verdict is not Verdict.FUND or part is None or part == requested:
        return Decided(side, verdict)
    told = language(call.side(side).language).say(case.walked.told) if case.walked else ""
    return Decided(side, Verdict.FUND_LESS, part, told, ReasonClass.BUDGET)
