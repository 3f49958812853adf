"""The walk: compute who is funded by the frozen ranking and the pots, keep it with all it rests on, fill the gaps."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from grants.calls.model import Call, FundingParty, Pot, PotEntry
from grants.calls.queries import with_money
from grants.db import session_of
from grants.decisions.kept import next_number, seed_of
from grants.decisions.model import Reckoning
from grants.decisions.queries import hidden_from
from grants.decisions.walks import walk_case
from grants.money import Money
from grants.people.model import Person
from grants.reckoning import provenance
from grants.reckoning.casework import answered
from grants.rules.calls import WALK
from grants.rules.pots import PotEntryKind
from grants.rules.refusal import Refused
from grants.rules.walked import reason_impossible
from grants.words import say


def walk_pots(call: Call, by: Person, at: datetime) -> Reckoning:
    """Walk the frozen ranking, or the draw, down the pots; what came out is kept and counts from now on."""
    call.allow(WALK, by, at)
    session = session_of(call)
    if hidden_from(session, by, call):
        raise Refused(say("An application of this call is not yours to decide on; ask another officer."))
    hold_all(call)
    case = walk_case(session, call, seed_of(session, call))
    if case["scheme"]["policy"] == "LOTTERY" and not case["scheme"]["seed"]:
        raise Refused(say("The lots have not been drawn yet."))
    result = answered(case)
    if not result["feasible"]:
        raise Refused(reason_impossible(result))
    rests = provenance.of(case, {"kind": case["kind"], "scheme": result["scheme"]}, case["scheme"]["seed"] or None)
    number = next_number(session, call)
    kept = Reckoning(
        call=call, call_id=call.id, inputs=case, result=result, provenance=rests.told(), number=number,
        fingerprint=rests.fingerprint, by=by, by_id=by.id, at=at,
    )  # fmt: skip
    session.add(kept)
    call.take(WALK, by, at, number=number, fingerprint=rests.fingerprint)
    fill_gaps(call, result, by, at)
    session.flush()
    return kept


def hold_all(call: Call) -> None:
    """Let nobody else write into any pot of this call until this is done."""
    own = select(FundingParty.id).where(FundingParty.call_id == call.id)
    session_of(call).execute(select(Pot.id).where(Pot.party_id.in_(own)).with_for_update()).all()


def fill_gaps(call: Call, result: dict[str, Any], by: Person, at: datetime) -> None:
    """Let each pot hold what the shared pot fills by this walk: no more and no less than that, whatever was before."""
    session = session_of(call)
    for party in with_money(session, call):
        for pot in party.pots:
            held = sum(entry.minor for entry in pot.entries if entry.kind is PotEntryKind.FILL)
            spent = result["spent"].get(str(pot.id), 0)
            lacks = max(0, spent - pot.balance.pledged.minor) if call.decision.balancing else 0
            if lacks == held:
                continue
            if pot.balance.left.minor + lacks - held < 0:
                raise Refused(say("What the shared pot filled is set aside already: take those decisions back first."))
            note = str(Money(lacks, pot.currency))
            session.add(
                PotEntry(pot=pot, kind=PotEntryKind.FILL, minor=lacks - held, at=at, by_id=by.id, note=note),
            )
