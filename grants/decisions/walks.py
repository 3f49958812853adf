"""The walk down a ranking over the pots: a call as it stands, as a case that anybody can compute."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.applications.model import Application, Part
from grants.calls.model import Call, Pot
from grants.calls.queries import with_money
from grants.decisions.evidence import reviews_told
from grants.decisions.panel import Panel, panel_of
from grants.decisions.schemes import Unmet, attributes_of, scheme_told, unmet
from grants.money import Money, exponent
from grants.rules.agreements import payer_name
from grants.rules.applications import FUNDED
from grants.rules.pots import balance
from grants.rules.ranking import placed
from grants.rules.rates import newest
from grants.rules.refusal import Refused
from grants.rules.verdicts import payer, purse
from grants.words import say

MERIT = 1000  # how finely a mean score is told to the comparison with the optimum


def ref_of(call: Call, number: int) -> str:
    """How people call an application."""
    return f"{call.code}-{number:03d}"


def walk_case(session: Session, call: Call, seed: str = "", *, reviews: bool = True) -> dict[str, Any]:
    """The call as it stands, as a case that anybody can compute: a Refused where something is missing.

    Without its reviews a case tells nothing of the plausible rankings.
    """
    panel, parties = panel_of(session, call), with_money(session, call)
    pots = [pot for party in parties for pot in party.pots]
    asked = asked_of(session, call, parties, panel)
    places, scores = placed(panel.groups), {one.contender.application: one.contender.score for one in panel.ranked}
    applications = [
        {
            "id": ref_of(call, number), "rank": places[number], "asks": asks, "attributes": told,
            "score": None if scores[number] is None else str(scores[number]),
            "merit": int((scores[number] or Fraction(0)) * MERIT),
        }
        for number, (asks, told) in asked.items()
    ]  # fmt: skip
    return {
        "kind": "policy",
        "id": call.code,
        "scheme": scheme_told(call, call.decision, seed),
        "pots": [pot_told(call, pot) for pot in pots],
        "common_pot": common_told(
            call, call.decision.balancing, {pot.currency for party in parties for pot in party.pots}
        ),
        "applications": applications,
        "reviews": reviews_told(session, call, sorted(asked)) if reviews else None,
    }


def pot_told(call: Call, pot: Pot) -> dict[str, Any]:
    """A pot with what was pledged into it: all that the other side is told of it as well."""
    theme = next((one.label for one in call.themes if one.code == pot.theme), None)
    return {
        "institution": str(pot.id), "name": dict(payer_name(pot.party)), "theme": dict(theme) if theme else None,
        "side": pot.party.side, "currency": pot.currency, "amount": pledged_in(pot),
    }  # fmt: skip


def pledged_in(pot: Pot) -> int:
    """What was pledged into a pot."""
    return balance(pot.entries, pot.currency).pledged.minor


def common_told(call: Call, shared: Money | None, currencies: Iterable[str]) -> dict[str, Any] | None:
    """The shared pot, with the dated rates by which it fills gaps in other currencies."""
    if shared is None:
        return None
    rates, sources = {}, []
    for currency in sorted(currencies):
        rate = None if currency == shared.currency else newest(currency, shared.currency, call.rates)
        if rate is None and currency != shared.currency:
            raise Refused(say("There is no rate between %(base)s and %(quote)s yet: record one, with its day and "
                              "source.", base=currency, quote=shared.currency))  # fmt: skip
        rates[currency] = str(per_unit(currency, shared.currency, rate))
        if rate is not None:
            sources.append({name: str(getattr(rate, name)) for name in ("base", "quote", "written", "day", "source")})
    return {"currency": shared.currency, "amount": shared.minor, "rates": rates, "sources": sources}


def per_unit(currency: str, into: str, rate: Any) -> Fraction:
    """What one smallest unit of a currency costs, in smallest units of another."""
    if rate is None:
        return Fraction(1)
    value = Fraction(rate.written) if rate.base == currency else 1 / Fraction(rate.written)
    return value * Fraction(10) ** (exponent(into) - exponent(currency))


def asked_of(
    session: Session, call: Call, parties: Any, panel: Panel
) -> dict[int, tuple[dict[str, int], dict[str, Any]]]:
    """Of every application in the ranking: what it asks of which pot, and what the terms look at in it."""
    rows = [row for row in session.execute(parts_in(call)) if row.number in panel.rows]
    told = attributes_in(call, rows)
    asks: dict[int, dict[str, int]] = {number: {} for number in told}
    pots: dict[tuple[Any, ...], Pot | None] = {}
    for row in rows:
        if row.requested_minor:
            kind = (row.side, row.institution_id, row.currency, row.theme)
            if kind not in pots:
                pots[kind] = purse(payer(parties, row.side, row.institution_id), row.currency, row.theme)
            key = pot_key(call, row, pots[kind])
            asks[row.number][key] = asks[row.number].get(key, 0) + row.requested_minor
    return {number: (asks[number], told[number]) for number in told}


def parts_in(call: Call) -> Any:
    """Every part of every application: who asks there for how much."""
    return (
        select(Application.number, Application.theme, Application.lead_side, Part.side, Part.institution_id,
               Part.requested_minor, Part.currency)
        .join(Part, Part.application_id == Application.id)
        .where(Application.call_id == call.id)
        .order_by(Application.number, Part.position)
    )  # fmt: skip


def attributes_in(call: Call, rows: Iterable[Any]) -> dict[int, dict[str, Any]]:
    """What the terms of the call look at in each application."""
    codes = {number: code for code, number in call.institution_codes.items()}
    found: dict[int, dict[str, Any]] = {}
    for row in rows:
        home = codes.get(str(row.institution_id), str(row.institution_id))
        found[row.number] = found.get(row.number, {}) | attributes_of(row.theme, row.lead_side, [home])
    return found


def unmet_by(session: Session, call: Call, cases: Iterable[Any]) -> list[Unmet]:
    """The terms that the awards of these cases do not meet: every term counts what is funded, and nothing else."""
    funded = {case.number: case.ref for case in cases if case.outcome in FUNDED}
    told = attributes_in(call, session.execute(parts_in(call).where(Application.number.in_(list(funded)))))
    return unmet(call, {funded[number]: each for number, each in told.items()}, set(funded.values()))


def lead_sides(session: Session, call: Call) -> dict[int, str]:
    """The side that leads each application of a call."""
    own = select(Application.number, Application.lead_side).where(Application.call_id == call.id)
    return {row.number: row.lead_side for row in session.execute(own)}


def pot_key(call: Call, row: Any, pot: Any) -> str:
    """The name of the pot that pays a part; a Refused where nobody does."""
    if pot is None:
        raise Refused(say("Nobody has a pot for the side “%(side)s” of %(ref)s.",
                          side=call.side(row.side).label, ref=ref_of(call, row.number)))  # fmt: skip
    return str(pot.id)
