"""What is asked of decisions: the ranking, the cases with their joint results, who pays, what is left."""

import hashlib
import json
import uuid
from collections.abc import Collection, Sequence
from fractions import Fraction
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, joinedload

from grants.applications.model import Application, Part
from grants.applications.queries import in_conflict
from grants.calls.model import Call, Criterion
from grants.decisions.cases import Case, SideCase, cases_of, fingerprint
from grants.decisions.feedback import feedback_of
from grants.decisions.kept import walked_in
from grants.decisions.model import JointDecision, Place, Ranking, SideDecision
from grants.decisions.panel import Panel, Standing, hidden_from, panel_of, standings
from grants.decisions.purses import Purse, pot_for, purses, purses_beside
from grants.decisions.walks import ref_of
from grants.history.model import Entry
from grants.money import Money
from grants.reviews.model import Assignment, Review, Score
from grants.rules.agreements import payer_name
from grants.rules.applications import JUDGED, ApplicationState
from grants.rules.calls import CLOSED_TO_PANEL, PROPOSE_RELEASE
from grants.rules.decisions import Recommendation
from grants.rules.funding import Verdict
from grants.rules.phases import counting_in, told_in
from grants.rules.relations import holds
from grants.rules.reviews import AssignmentState, ReviewState
from grants.rules.roles import Role
from grants.rules.scoring import Scored, Summary, summarise

__all__ = [
    "Case", "Panel", "Purse", "SideCase", "Standing", "advice_on", "advised_in", "asked_by", "cases_of", "chaired_by",
    "decision_on", "decisions_on", "feedback_of", "fingerprint", "fingerprint_of", "hidden_from", "is_decided",
    "own_average", "panel_of", "payer_name", "place_of", "pot_for", "proposed", "purses", "purses_beside",
    "ranking_in", "ref_of", "reviews_of", "standings", "summaries", "titles_of", "unheard", "waiting_for", "waiting_on",
    "waived_with",
]  # fmt: skip


def chaired_by(session: Session, by: Any) -> list[Call]:
    """The calls whose panel this person chairs, the newest first; none that is not published, or is archived."""
    ids = {held.call_id for held in holds(by, Role.CHAIR)}
    own = select(Call).where(Call.id.in_(ids), Call.state.not_in(CLOSED_TO_PANEL))
    return list(session.scalars(own.order_by(Call.opens_at.desc(), Call.code)).unique())


def titles_of(session: Session, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """What some applications are called."""
    found = session.execute(select(Application.id, Application.title).where(Application.id.in_(ids)))
    return {row.id: row.title for row in found}


def asked_by(session: Session, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Money]]:
    """What some applications ask for, of each side in its order."""
    parts = select(Part.application_id, Part.requested_minor, Part.currency).where(Part.application_id.in_(ids))
    found: dict[uuid.UUID, list[Money]] = {}
    for key, minor, currency in session.execute(parts.order_by(Part.position)):
        found.setdefault(key, []).append(Money(minor, currency))
    return found


def reviews_of(session: Session, application: Application) -> list[Assignment]:
    """Who was asked to judge an application and works on it or has done so, with the review."""
    wanted = (
        select(Assignment)
        .where(
            Assignment.application_id == application.id,
            Assignment.state.in_((AssignmentState.INVITED, AssignmentState.ACCEPTED)),
        )
        .options(joinedload(Assignment.review).selectinload(Review.scores))
        .order_by(Assignment.side, Assignment.asked_at, Assignment.id)
    )
    return list(session.scalars(wanted).unique())


def advised_in(session: Session, call: Call) -> Sequence[Any]:
    """Every application that was handed in and stands: its number and title, and what the panel says of it."""
    beside = select(Place).join(Ranking).where(Ranking.call_id == call.id).subquery()
    return session.execute(
        select(Application.number, Application.title, beside.c.recommendation, beside.c.reason)
        .outerjoin(beside, beside.c.application_id == Application.id)
        .where(Application.call_id == call.id, Application.submitted_at.is_not(None), Application.state.in_(JUDGED)),
    ).all()


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


def advice_on(session: Session, application: Application) -> Recommendation | None:
    """What is advised about an application: by the panel, or by the walk where the panel has not departed from it."""
    place = place_of(application)
    if place is not None and place.recommendation is not None:
        return place.recommendation
    line = walked_in(session, application.call).get(ref_of(application.call, application.number))
    return line.advice if line is not None else None


def decisions_on(application: Any) -> list[SideDecision]:
    """What the sides have decided about an application."""
    decided: list[SideDecision] = application.side_decisions
    return decided


def decision_on(application: Any) -> JointDecision | None:
    """What was released about an application."""
    decision: JointDecision | None = application.joint_decision
    return decision


def summaries(session: Session, call: Call, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Summary]:
    """What the reviews of some applications come to, in full: mean, spread, sides, what is missing."""
    weights = {criterion.code: criterion.weight for criterion in counting_in(call)}
    wanted = wanted_of(session, call, ids)
    balanced = call.aggregation == "side_balanced"
    reviews: dict[uuid.UUID, dict[uuid.UUID, tuple[str, dict[str, int | None]]]] = {key: {} for key in ids}
    for row in session.execute(marks_of(ids)):
        reviews[row.application_id].setdefault(row.review_id, (row.side, {}))[1][row.code] = row.mark
    return {
        key: summarise([Scored(*one) for one in each.values()], weights, wanted[key], side_balanced=balanced)
        for key, each in reviews.items()
    }


def wanted_of(session: Session, call: Call, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, dict[str, int]]:
    """How many reviews each side owes each application: only its lead side, where others do not read it."""
    here = call.review_round
    every = {side.code: here.reviews_per_side for side in call.sides}
    if here.reads == "all":
        return dict.fromkeys(ids, every)
    led = session.execute(select(Application.id, Application.lead_side).where(Application.id.in_(ids)))
    return {row.id: {row.lead_side: here.reviews_per_side} for row in led}


def unheard(session: Session, call: Call, ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """The applications ranked by fewer reviews than were asked for, or none, that the chair has not let stand so."""
    waived = waived_with(session, ids)
    return {
        key
        for key, summary in summaries(session, call, ids).items()
        if summary.missing and summary.reviews < waived.get(key, summary.reviews + 1)
    }


def waived_with(session: Session, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    """With how many reviews the chair let which applications stand."""
    kept = select(Place.application_id, Place.waived_with).where(
        Place.application_id.in_(ids), Place.waived_with.is_not(None),
    )  # fmt: skip
    return {key: count or 0 for key, count in session.execute(kept)}


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
    if told_in(application.call) != "comments_and_scores":
        return None
    return summaries(session, application.call, [application.id])[application.id].score


def proposed(session: Session, call: Call) -> Entry | None:
    """The newest proposal of a release, sealed in the history: how many applications, and their fingerprint."""
    wanted = select(Entry).where(Entry.subject_id == call.id, Entry.step == PROPOSE_RELEASE.name)
    return session.scalar(wanted.order_by(Entry.seq.desc()).limit(1))


def waiting_on(cases: Sequence[Case]) -> int:
    """How many applications have no joint result yet."""
    return sum(case.outcome is None for case in cases)


def waiting_for(session: Session, by: Any, call: Call, sides: Collection[str]) -> int:
    """How many applications the panel, or the walk, has advised on that one of these sides has not decided yet."""
    if call.walks:
        away = hidden_from(session, by, call)
        seen = [case for case in cases_of(session, call) if case.proposal is not None and case.number not in away]
        return sum(any(not one.is_in for one in case.sides if one.side in sides) for case in seen)
    decided = exists().where(
        SideDecision.application_id == Part.application_id, SideDecision.side == Part.side,
        SideDecision.verdict != Verdict.DEFER,
    )  # fmt: skip
    owing = exists().where(
        Part.application_id == Application.id, Part.side.in_(sides), Part.requested_minor > 0, ~decided,
    )  # fmt: skip
    wanted = (
        select(func.count(Application.id))
        .join(Place, Place.application_id == Application.id)
        .where(
            Application.call_id == call.id, Application.state == ApplicationState.SUBMITTED,
            Place.recommendation.is_not(None), owing, ~in_conflict(by.id),
        )
    )  # fmt: skip
    return session.scalar(wanted) or 0


def is_decided(session: Session, call: Call) -> bool:
    """Whether there is a release to propose: somebody has decided something, and nothing is open any more."""
    begun = select(SideDecision.id).join(Application).where(Application.call_id == call.id).limit(1)
    return session.scalar(begun) is not None and not waiting_on(cases_of(session, call))
