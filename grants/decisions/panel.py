"""The ranking as one person may see it: plain columns of the whole call, exact figures, places counted afresh.

Whoever is in conflict with an application sees the list without it: no row, no place, no gap.
"""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import Any

from sqlalchemy import Row, case, func, select
from sqlalchemy.orm import Session

from grants import clock
from grants.applications.model import Application, Finding, Part
from grants.applications.queries import in_conflict, standing
from grants.calls.model import Call
from grants.decisions.model import Place, Ranking
from grants.reviews.model import Assignment, Review, Score
from grants.rules.applications import JUDGED
from grants.rules.calls import let_in
from grants.rules.decisions import Recommendation
from grants.rules.eligibility import Result
from grants.rules.phases import counting_in
from grants.rules.ranking import CRITERION, LOWER_TOTAL, Contender, Ranked, grouped, order, placed
from grants.rules.reviews import AssignmentState, ReviewState
from grants.rules.scoring import score_of

Groups = list[list[int]]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one application stands: its place and whether it shares it, its place by score, what the panel advises."""

    number: int
    id: uuid.UUID
    theme: str
    place: int
    tied: bool
    by_score: int
    score: Fraction | None
    split_by: str | None
    recommendation: Recommendation | None
    reason: str


@dataclass(frozen=True)
class Panel:
    """The panel's whole order of a call: who is in it, by score and by hand; known to nobody in particular."""

    rows: Mapping[int, Row[Any]]
    ranked: Sequence[Ranked]
    groups: Groups
    places: Mapping[int, Row[Any]]

    def seen_by(self, hidden: Iterable[int]) -> list[Standing]:
        """The ranking for a reader from whom some are hidden: best place first."""
        away = set(hidden)
        groups = [[number for number in group if number not in away] for group in self.groups]
        ranked = {each.contender.application: each for each in self.ranked}
        by_score = placed(group for group in without(grouped({n: ranked[n].place for n in ranked}), away) if group)
        places = placed(group for group in groups if group)
        return [
            self.standing(number, (places[number], len(group) > 1, by_score[number]), ranked[number])
            for group in groups
            for number in sorted(group)
        ]

    def standing(self, number: int, where: tuple[int, bool, int], ranked: Ranked) -> Standing:
        """One line of it."""
        row, place = self.rows[number], self.places.get(number)
        return Standing(
            number, row.id, row.theme, *where, ranked.contender.score, ranked.split_by,
            place.recommendation if place else None, place.reason if place else "",
        )  # fmt: skip


def order_of(seen: Iterable[Standing]) -> Groups:
    """The order a reader sees, equals together."""
    return grouped({one.number: one.place for one in seen})


def without(groups: Iterable[Sequence[int]], away: set[int]) -> Groups:
    """The order without some of them."""
    return [[number for number in group if number not in away] for group in groups]


def panel_of(session: Session, call: Call) -> Panel:
    """The order of all applications of a call that were handed in and not found ineligible."""
    refused = ineligible(session, call)
    rows = {row.number: row for row in session.execute(handed_in(call)) if row.number not in refused}
    ranked = order(list(contenders(session, call, rows)), call.tie_chain)
    places = {row.number: row for row in session.execute(places_of(call)) if row.number in rows}
    by_hand = {number: row.position for number, row in places.items() if row.position}
    by_score = grouped({each.contender.application: each.place for each in ranked})
    late = [[number for number in group if number not in by_hand] for group in by_score]
    return Panel(rows, ranked, [*grouped(by_hand), *filter(None, late)], places)


def handed_in(call: Call) -> Any:
    """What a panel ranks: what was submitted and stands; what is let in late as soon as that time is over."""
    return (
        select(Application.number, Application.id, Application.theme)
        .where(Application.call_id == call.id, Application.submitted_at.is_not(None), Application.state.in_(JUDGED))
        .where(Application.id.not_in(let_in(call, clock.now())))
        .order_by(Application.number)
    )


def places_of(call: Call) -> Any:
    """Where the panel put what, and what it advises."""
    return (
        select(Application.number, Place.position, Place.recommendation, Place.reason)
        .join(Ranking, Ranking.id == Place.ranking_id)
        .join(Application, Application.id == Place.application_id)
        .where(Ranking.call_id == call.id)
    )


def ineligible(session: Session, call: Call) -> set[int]:
    """The applications that some side's newest verdict finds not eligible; the same few questions however many."""
    failed = select(Finding.application_id).where(Finding.result == Result.FAIL)
    found = session.execute(
        select(Application.number, Finding.side, Finding.result, Finding.at)
        .join(Application, Application.id == Finding.application_id)
        .where(Application.call_id == call.id, Application.id.in_(failed))
        .order_by(Finding.at),
    ).all()
    verdicts: dict[int, list[Any]] = {}
    for finding in found:
        verdicts.setdefault(finding.number, []).append(finding)
    return {
        number
        for number, each in verdicts.items()
        if any(newest.result is Result.FAIL for newest in standing(each).values())
    }


def contenders(session: Session, call: Call, rows: Iterable[int]) -> Iterable[Contender]:
    """Every application with its exact score; what breaks ties is worked out where there are any."""
    deciding = [link.removeprefix(CRITERION) for link in call.tie_chain if link.startswith(CRITERION)]
    balanced = call.aggregation == "side_balanced"
    heard: dict[int, list[Any]] = {}
    for review in session.execute(sums(call, deciding)):
        heard.setdefault(review[0], []).append(review)
    asked = shares(session, call) if LOWER_TOTAL in call.tie_chain else {}
    scores = {
        number: score_of([(each[1], each[2], each[3]) for each in heard.get(number, ())], side_balanced=balanced)
        for number in rows
    }
    terms = {number: None if score is None else score.as_integer_ratio() for number, score in scores.items()}
    alike = Counter(terms.values())
    for number, score in scores.items():
        means = means_of(heard.get(number, ()), deciding, balanced=balanced) if alike[terms[number]] > 1 else {}
        yield Contender(number, score, means, asked.get(number, Fraction(0)))


def means_of(reviews: Iterable[Any], deciding: Sequence[str], *, balanced: bool) -> dict[str, Fraction]:
    """The mean mark of each criterion that breaks ties."""
    found = {code: score_of(marks(reviews, place), side_balanced=balanced) for place, code in enumerate(deciding, 4)}
    return {code: mean for code, mean in found.items() if mean is not None}


def marks(reviews: Iterable[Any], place: int) -> list[tuple[str, int, int]]:
    """The marks of one criterion, each counting once."""
    return [(each[1], each[place], 1) for each in reviews if each[place] is not None]


def sums(call: Call, deciding: Sequence[str]) -> Any:
    """One row for each review that is in: number, side, weighted sum, weight, and the marks that break ties."""
    weights = {criterion.id: criterion.weight for criterion in counting_in(call)}
    own = {criterion.code: criterion.id for criterion in call.criteria}
    weight = case(weights, value=Score.criterion_id, else_=0)
    return (
        select(
            Application.number, Assignment.side, func.sum(Score.mark * weight),
            func.sum(case((Score.mark.is_not(None), weight), else_=0)),
            *(func.max(case((Score.criterion_id == own[code], Score.mark))) for code in deciding),
        )
        .join(Assignment, Assignment.application_id == Application.id)
        .join(Review, Review.assignment_id == Assignment.id)
        .join(Score, Score.review_id == Review.id)
        .where(
            Application.call_id == call.id, Assignment.state == AssignmentState.ACCEPTED,
            Review.state == ReviewState.SUBMITTED,
        )
        .group_by(Review.id, Application.number, Assignment.side)
    )  # fmt: skip


def shares(session: Session, call: Call) -> dict[int, Fraction]:
    """What share of the sides' limits each application asks for."""
    caps = {side.code: side.cap_minor or 1 for side in call.sides}
    under = prod(caps.values())
    asked = (
        select(Application.number, Part.side, Part.requested_minor)
        .join(Application, Application.id == Part.application_id)
        .where(Application.call_id == call.id)
    )
    over: dict[int, int] = {}
    for number, side, minor in session.execute(asked):
        over[number] = over.get(number, 0) + minor * (under // caps[side])
    return {number: Fraction(minor, under) for number, minor in over.items()}


def hidden_from(session: Session, by: Any, call: Call) -> set[int]:
    """The applications of a call that this person is in conflict with."""
    return set(session.scalars(select(Application.number).where(Application.call_id == call.id, in_conflict(by.id))))


def standings(session: Session, by: Any, call: Call) -> list[Standing]:
    """The ranking as this person may see it, best place first; always the same few questions."""
    return panel_of(session, call).seen_by(hidden_from(session, by, call))
