"""The papers on which a programme stands: recorded by its officers, so that calls may open."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from grants.calls.model import Agreement, AgreementParty, Programme
from grants.calls.terms import AgreementDefinition
from grants.db import session_of
from grants.history import note
from grants.people.model import Institution
from grants.rules.refusal import Refused
from grants.rules.relations import is_officer_of_programme
from grants.words import say


@dataclass(frozen=True)
class Paper:
    """What an officer reads off an agreement: whom it binds, from when to when, where it is kept."""

    name: dict[str, str]
    valid_from: date
    valid_to: date
    signed_on: date | None = None
    reference: str = ""
    all_members: bool = False
    institutions: tuple[UUID, ...] = ()
    funders: tuple[dict[str, str], ...] = ()
    benchmarks: dict[str, int] = field(default_factory=dict)


def record_agreement(
    programme: Programme, paper: Paper, by: Any, at: datetime, known: Agreement | None = None
) -> Agreement:
    """Write down an agreement of the programme, or what is said anew of one that is known; an officer does."""
    if not is_officer_of_programme(by, programme):
        raise Refused(say("Only officers of a programme record its agreements."))
    if paper.valid_to <= paper.valid_from:
        raise Refused(say("The agreement must end after it begins."), "valid_to")
    if not (paper.all_members or paper.institutions or paper.funders):
        raise Refused(say("Say whom the agreement binds: all members, institutions or funders."), "institutions")
    agreement = known or Agreement()
    settle(agreement, paper)
    if known is None:
        programme.agreements.append(agreement)
    note(
        session_of(programme), agreement, "record_agreement", by, at, name=paper.name, valid_from=paper.valid_from,
        valid_to=paper.valid_to, all_members=paper.all_members, institutions=paper.institutions, funders=paper.funders,
        reference=paper.reference, benchmarks=paper.benchmarks,
    )  # fmt: skip
    return agreement


def settle(agreement: Agreement, paper: Paper) -> None:
    """Let the record say what the paper says."""
    for name in ("name", "valid_from", "valid_to", "signed_on", "reference", "all_members", "benchmarks"):
        setattr(agreement, name, getattr(paper, name))
    bound = [*((key, {}) for key in paper.institutions), *((None, dict(name)) for name in paper.funders)]
    agreement.parties = [
        AgreementParty(position=place, institution_id=key, name=name) for place, (key, name) in enumerate(bound)
    ]


def enrol_agreements(
    programme: Programme, stated: tuple[AgreementDefinition, ...], known: dict[str, Institution],
) -> None:  # fmt: skip
    """Write down the agreements that a definition states and the programme does not know yet."""
    there = {(paper.name.get("en"), paper.valid_from, paper.valid_to) for paper in programme.agreements}
    for one in stated:
        if (one.name.get("en"), one.valid_from, one.valid_to) not in there:
            agreement = Agreement()
            settle(agreement, paper_of(one, known))
            programme.agreements.append(agreement)


def paper_of(stated: AgreementDefinition, known: dict[str, Institution]) -> Paper:
    """An agreement of a definition file, its institutions found."""
    return Paper(
        dict(stated.name), stated.valid_from, stated.valid_to, stated.signed_on, stated.reference or "",
        stated.all_members, tuple(known[code].id for code in stated.institutions),
        tuple(dict(name) for name in stated.funders),
    )  # fmt: skip
