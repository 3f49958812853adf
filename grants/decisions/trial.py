"""Trying a policy out: what each of the nine would have made of an earlier call, with the terms of this one.

Nothing of it is kept, and nothing is decided by it. Lots are drawn with a seed of their own, as an example.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any, get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.applications.model import Application
from grants.calls.decision_terms import DecisionDefinition, Policy
from grants.calls.model import Call, Pot
from grants.calls.queries import with_money
from grants.decisions.cases import Case, cases_of
from grants.decisions.kept import lines_of
from grants.decisions.schemes import scheme_told
from grants.decisions.walks import common_told, lead_sides, pledged_in, ref_of, walk_case
from grants.reckoning.casework import answered
from grants.rules.applications import ApplicationState
from grants.rules.funding import WALKS, JointResult
from grants.rules.refusal import Refused
from grants.rules.walked import Walked, reason_impossible
from grants.words import Sentence

Told = dict[str, Any]


@dataclass(frozen=True)
class Trial:
    """What one policy would have made of it: by application, or why it cannot be said."""

    policy: str
    decisions: tuple[Told, ...] = ()
    reason: Sentence | None = None
    lines: Mapping[str, Walked] = field(default_factory=dict)

    @property
    def funded(self) -> list[str]:
        """Who would have got money."""
        return [one["id"] for one in self.decisions if one["result"] in {JointResult.APPROVED, JointResult.CONDITIONAL}]

    def count(self, result: JointResult | None) -> int:
        """How many would have come to this; none: somebody had not decided."""
        return sum(one["result"] == (result.value if result else None) for one in self.decisions)


def trials(session: Session, call: Call, former: Call, hidden: Collection[int]) -> list[Trial]:
    """All nine policies over an earlier call, for a reader from whom some of its applications are hidden."""
    away = {ref_of(former, number) for number in hidden}
    case = walk_case(session, former, reviews=False) | {"compare": False}
    case["applications"] = [one for one in case["applications"] if one["id"] not in away]
    case["pots"] = with_money_of(session, call, former, case["pots"])
    sides = sides_told(session, former)
    return [trial(call, policy, case, sides) for policy in get_args(Policy)]


def trial(call: Call, policy: str, case: Told, sides: dict[str, Told]) -> Trial:
    """One policy, with as many of this call's terms as it knows."""
    terms = terms_for(call.decision, policy)
    seed = sha256(f"trial of {case['id']}".encode()).hexdigest()
    asked = case | {"scheme": scheme_told(call, terms, seed if policy == "LOTTERY" else "")}
    if policy not in WALKS:
        asked["applications"] = [one | sides.get(one["id"], {}) for one in case["applications"]]
    try:
        asked["common_pot"] = common_told(call, terms.balancing, {pot["currency"] for pot in case["pots"]})
        result = answered(asked) if policy != "MIXED_POT" or asked["common_pot"] else None
    except Refused as refused:
        return Trial(policy, reason=refused.reason)
    except ValueError:  # a draft whose terms do not go together yet
        return Trial(policy)
    if result is None:
        return Trial(policy)
    if not result["feasible"]:
        return Trial(policy, reason=reason_impossible(result))
    lines = lines_of(asked, result) if policy in WALKS else {}
    return Trial(policy, tuple(result["decisions"]), lines=lines)


def terms_for(terms: DecisionDefinition, policy: Any) -> DecisionDefinition:
    """This call's terms under another policy: what only walks know is left out where none is made."""
    if policy in WALKS and terms.policy in WALKS:
        return replace(terms, policy=policy)
    return replace(terms, policy=policy, on_empty="skip", bar=None, part_percent=None, strata=None)


def with_money_of(session: Session, call: Call, former: Call, pots: Iterable[Told]) -> list[Told]:
    """The earlier call's pots, each with what the same party pledges now, where it pledges anything."""
    now = {key_of(pot): pledged_in(pot) for party in with_money(session, call) for pot in party.pots}
    keys = {str(pot.id): key_of(pot) for party in with_money(session, former) for pot in party.pots}
    return [pot | {"amount": now.get(keys[pot["institution"]], pot["amount"])} for pot in pots]


def key_of(pot: Pot) -> tuple[str, str, str | None]:
    """By what a pot is known from one call to the next: whose it is, its currency, its theme."""
    party = pot.party
    return str(party.institution_id or sorted(party.name.items())), pot.currency, pot.theme


def sides_told(session: Session, former: Call) -> dict[str, Told]:
    """What the sides and the panel said of each application then, as a case states it."""
    leads = lead_sides(session, former)
    return {case.ref: side_told(case, leads[case.number]) for case in cases_of(session, former)}


def side_told(case: Case, lead: str) -> Told:
    """One application: a partner that said nothing is taken to agree, as the time is over."""
    sides = {
        side.side: {
            "requested": side.requested.minor, "currency": side.requested.currency, "verdict": side.verdict,
            "reason": side.reason_class, "leads": side.side == lead, "agrees": True,
        }
        for side in case.sides
    }  # fmt: skip
    return {"sides": sides, "advice": case.recommendation}


def outcomes(session: Session, former: Call) -> dict[str, ApplicationState]:
    """What really became of each application."""
    own = select(Application.number, Application.state).where(Application.call_id == former.id)
    return {ref_of(former, row.number): row.state for row in session.execute(own)}
