"""What is asked of decisions: the ranking, the cases with their joint results, who pays, what is left."""

import hashlib
import json
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.applications.model import Application, Part
from grants.calls.model import Call, Criterion, FundingParty, Pot
from grants.calls.queries import with_money
from grants.db import Texts
from grants.decisions.cases import Case, SideCase, cases_of, feedback_of, fingerprint
from grants.decisions.model import Place, Ranking, SideDecision
from grants.decisions.panel import Panel, Standing, hidden_from, panel_of, standings
from grants.history.model import Entry
from grants.reviews.model import Assignment, Review, Score
from grants.rules.calls import PROPOSE_RELEASE, PotEntryKind
from grants.rules.decisions import Recommendation
from grants.rules.pots import Balance, balance
from grants.rules.relations import holds
from grants.rules.reviews import AssignmentState, ReviewState
from grants.rules.roles import Role
from grants.rules.scoring import Scored, Summary, summarise
from grants.rules.verdicts import payer, purse

__all__ = [
    "Case", "Panel", "Purse", "SideCase", "Standing", "advice_on", "cases_of", "chaired_by", "decisions_on",
    "feedback_of", "fingerprint", "fingerprint_of", "hidden_from", "own_average", "panel_of", "payer_name", "place_of", "pot_for",
    "proposed", "purses", "ranking_in", "standings", "summaries", "waiting_on",
]  # fmt: skip


def chaired_by(session: Session, by: Any) -> list[Call]:
    """The calls whose panel this person chairs, the newest first."""
    ids = {held.call_id for held in holds(by, Role.CHAIR)}
    own = select(Call).where(Call.id.in_(ids)).order_by(Call.opens_at.desc(), Call.code)
    return list(session.scalars(own).unique())


def fingerprint_of(session: Session, call: Call) -> str:
    """SHA-256 over the panel's order and advice as they stand; the same as at the freeze, or somebody touched them."""
    rows = session.execute(
        select(Application.number, Place.position, Place.recommendation, Place.reason)
        .join(Application, Application.id == Place.application_id)
        .join(Ranking, Ranking.id == Place.ranking_id)
        .where(Ranking.call_id == call.id, Place.position > 0)
        .order_by(Application.number),
    )
    told = [[row.number, row.position, row.recommendation, row.reason] for row in rows]
    return hashlib.sha256(json.dumps([call.code, told], ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def ranking_in(call: Any) -> Ranking | None:
    """The panel's ranking of a call, once its chair has opened it."""
    ranking: Ranking | None = call.ranking
    return ranking


def place_of(application: Any) -> Place | None:
    """Where the panel put an application, and what it advises about it."""
    place: Place | None = application.place
    return place


def advice_on(application: Any) -> Recommendation | None:
    """What the panel advises about an application."""
    place = place_of(application)
    return place.recommendation if place is not None else None


def decisions_on(application: Any) -> list[SideDecision]:
    """What the sides have decided about an application."""
    decided: list[SideDecision] = application.side_decisions
    return decided


def summaries(session: Session, call: Call, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Summary]:
    """What the reviews of some applications come to, in full: mean, spread, sides, what is missing."""
    weights = {criterion.code: criterion.weight for criterion in call.criteria}
    wanted = {side.code: call.reviews_per_side for side in call.sides}
    balanced = call.aggregation == "side_balanced"
    reviews: dict[uuid.UUID, dict[uuid.UUID, tuple[str, dict[str, int | None]]]] = {key: {} for key in ids}
    for row in session.execute(marks_of(ids)):
        reviews[row.application_id].setdefault(row.review_id, (row.side, {}))[1][row.code] = row.mark
    return {
        key: summarise([Scored(*one) for one in each.values()], weights, wanted, side_balanced=balanced)
        for key, each in reviews.items()
    }


def marks_of(ids: Collection[uuid.UUID]) -> Any:
    """Every mark of the reviews that are in."""
    return (
        select(Assignment.application_id, Score.review_id, Assignment.side, Criterion.code, Score.mark)
        .join(Review, Review.assignment_id == Assignment.id)
        .join(Score, Score.review_id == Review.id)
        .join(Criterion, Criterion.id == Score.criterion_id)
        .where(
            Assignment.application_id.in_(ids), Assignment.state == AssignmentState.ACCEPTED,
            Review.state == ReviewState.SUBMITTED,
        )
    )  # fmt: skip


def own_average(session: Session, application: Application) -> Fraction | None:
    """The one mean score that a team may be told, where the call says so; never a single reviewer's."""
    if not application.call.scores_to_applicants:
        return None
    return summaries(session, application.call, [application.id])[application.id].score


def pot_for(application: Application, part: Part) -> Pot | None:
    """The pot that pays one side of an application: of the investigator's own university, for its theme."""
    party: FundingParty | None = payer(application.call.parties, part.side, part.institution_id)
    pot: Pot | None = purse(party, part.currency, application.theme) if party is not None else None
    return pot


@dataclass(frozen=True)
class Purse:
    """A pot as a reader may see it: whose, for which theme, where it stands."""

    pot: Pot
    is_own: bool
    balance: Balance


def purses(session: Session, call: Call, own: set[str], hidden: Collection[uuid.UUID]) -> list[Purse]:
    """The pots of a call: the own ones whole; of the others what both sides know, nothing of a verdict still hidden."""
    found = []
    for party in with_money(session, call):
        is_own = party.side in own
        for pot in party.pots:
            kept = [entry for entry in pot.entries if is_known(entry, hidden)]
            found.append(Purse(pot, is_own, balance(kept, pot.currency)))
    return found


def is_known(entry: Any, hidden: Collection[uuid.UUID]) -> bool:
    """Whether a line of a ledger may be told: money set aside for what is hidden may not."""
    return entry.kind is not PotEntryKind.EARMARK or entry.application_id not in hidden


def payer_name(pot: Pot) -> Texts:
    """What the owner of a pot is called."""
    party = pot.party
    return party.name or (party.institution.name if party.institution is not None else {})


def proposed(session: Session, call: Call) -> Entry | None:
    """The newest proposal of a release, sealed in the history: how many applications, and their fingerprint."""
    wanted = select(Entry).where(Entry.subject_id == call.id, Entry.step == PROPOSE_RELEASE.name)
    return session.scalar(wanted.order_by(Entry.seq.desc()).limit(1))


def waiting_on(cases: Sequence[Case]) -> int:
    """How many applications have no joint result yet."""
    return sum(case.outcome is None for case in cases)
