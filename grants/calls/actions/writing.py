"""Writing a call: created from its definition, changed while it is a draft."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.calls.actions.programmes import enrol
from grants.calls.actions.rows import settle
from grants.calls.leftovers import texts_by_place
from grants.calls.model import Call, FundingParty, Pot, PotEntry, Programme
from grants.calls.statement import definition_of
from grants.calls.terms import CallDefinition, PartyDefinition
from grants.db import session_of
from grants.people.model import Institution
from grants.rules.calls import EDIT
from grants.rules.carrying import CarryOver
from grants.rules.leftovers import drifted
from grants.rules.pots import PotEntryKind
from grants.rules.refusal import Refused
from grants.rules.relations import is_officer_of_programme
from grants.words import say

NOT_OF_A_DRAFT = ("code", "programme", "institutions", "members", "agreements", "parties")


def create_call(session: Session, definition: CallDefinition, by: Any, at: datetime) -> Call:
    """Write a new call as a draft, whole, from its definition; an officer of its programme does."""
    programme = programme_written_by(session, definition.programme.slug, by)
    if session.scalar(select(Call.id).where(Call.code == definition.code)):
        raise Refused(say("There is a call with the code %(code)s already.", code=definition.code), "code")
    institutions = enrol(session, programme, definition)
    codes = {code: str(institution.id) for code, institution in institutions.items()}
    call = Call(code=definition.code, programme=programme, institution_codes=codes)
    with session.no_autoflush:
        settle(call, definition, at)
        call.parties = [party_of(stated, position, institutions) for position, stated in enumerate(definition.parties)]
        pledge(call, definition, by, at)
        session.add(call)
        call.begin(by, at, code=call.code)
    session.flush()
    return call


def programme_written_by(session: Session, slug: str, by: Any) -> Programme:
    """The programme a new call belongs to, if this is one of its officers."""
    programme = session.scalar(select(Programme).where(Programme.slug == slug))
    if programme is None:
        raise Refused(
            say(
                "There is no programme “%(slug)s” here yet. An administrator opens it and appoints its officers.",
                slug=slug,
            ),
        )
    if not is_officer_of_programme(by, programme):
        raise Refused(say("Only officers of a programme write its calls; you are not one of “%(slug)s”.", slug=slug))
    return programme


def party_of(stated: PartyDefinition, position: int, institutions: dict[str, Institution]) -> FundingParty:
    """Who pays, with empty pots."""
    institution = institutions[stated.institution] if stated.institution else None
    pots = [
        Pot(position=place, currency=pot.pledge.currency, theme=pot.theme, carry_over=CarryOver(pot.carry_over))
        for place, pot in enumerate(stated.pots)
    ]
    return FundingParty(
        institution=institution, position=position, side=stated.side, name=dict(stated.name or {}), pots=pots,
    )  # fmt: skip


def pledge(call: Call, definition: CallDefinition, by: Any, at: datetime) -> None:
    """Write the pledges into the pots: the first line of each ledger."""
    for party, stated in zip(call.parties, definition.parties, strict=True):
        for pot, wanted in zip(party.pots, stated.pots, strict=True):
            pot.entries = [PotEntry(kind=PotEntryKind.PLEDGE, minor=wanted.pledge.minor, at=at, by_id=by.id)]


def edit_call(call: Call, changed: CallDefinition, by: Any, at: datetime) -> list[str]:
    """Change a draft to what its changed definition says; what was changed is named in the history."""
    before = definition_of(call)
    names = [each.name for each in fields(changed) if getattr(before, each.name) != getattr(changed, each.name)]
    if set(names) & set(NOT_OF_A_DRAFT):
        raise Refused(say("The code, the members and the money of a call are not changed with its text."))
    if [side.code for side in before.sides] != [side.code for side in changed.sides]:
        raise Refused(say("The sides of a call are fixed when it is created."))
    call.take(EDIT, by, at, changed=names)
    settle(call, changed, at)
    call.drifted = drifted(texts_by_place(before), texts_by_place(changed), call.drifted or {})
    session_of(call).flush()
    return names
