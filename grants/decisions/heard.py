"""What the reviews of a call say together, as one reader may know it; and the state they are in, as a short key.

Whoever is in conflict with an application sees a reckoning made without it: another table, not the same one with a
row struck out, for every other figure would betray what is missing.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from grants.applications.model import Application
from grants.calls.model import Call
from grants.decisions.model import Weighing
from grants.reviews.model import Assignment, Review, Score
from grants.rules.phases import counting_in
from grants.rules.plausible import Place
from grants.rules.reviews import AssignmentState, ReviewState


@dataclass(frozen=True)
class Mark:
    """One review that is in: what it judges, who wrote it for which side, what it comes to."""

    number: int
    reviewer: str
    side: str
    lead_side: str
    total: Fraction


def marks_in(session: Session, call: Call, numbers: Collection[int]) -> list[Mark]:
    """Every review that is in, of these applications."""
    weight = case(
        {criterion.id: criterion.weight for criterion in counting_in(call)}, value=Score.criterion_id, else_=0
    )
    rows = session.execute(
        select(
            Application.number, Assignment.reviewer_id, Assignment.side, Application.lead_side,
            func.sum(Score.mark * weight), func.sum(weight),
        )
        .join(Assignment, Assignment.application_id == Application.id)
        .join(Review, Review.assignment_id == Assignment.id)
        .join(Score, Score.review_id == Review.id)
        .where(
            Application.call_id == call.id, Assignment.state == AssignmentState.ACCEPTED,
            Review.state == ReviewState.SUBMITTED, Score.mark.is_not(None),
        )
        .group_by(Application.number, Assignment.reviewer_id, Assignment.side, Application.lead_side),
    )  # fmt: skip
    wanted = set(numbers)
    heard = [
        Mark(number, str(reviewer), side, lead, Fraction(int(summed), int(weighed)))
        for number, reviewer, side, lead, summed, weighed in rows
        if number in wanted and weighed
    ]
    return sorted(heard, key=lambda mark: (mark.number, mark.reviewer))


def audience_of(hidden: Iterable[int]) -> str:
    """Who may know a reckoning: those from whom exactly these applications are hidden."""
    return digest(sorted(hidden)) if hidden else ""


def state_of(session: Session, call: Call, numbers: Collection[int], hidden: Collection[int]) -> str:
    """A key that changes whenever a review that is not hidden does: lives only ever grow older."""
    ages = session.execute(
        select(func.count(Assignment.id), func.sum(Assignment.version), func.sum(Review.version))
        .join(Application, Application.id == Assignment.application_id).outerjoin(Assignment.review)
        .where(Application.call_id == call.id, *([Application.number.not_in(sorted(hidden))] if hidden else [])),
    ).one()  # fmt: skip
    criteria = [[one.code, one.weight, one.low, one.high] for one in counting_in(call)]
    return digest([call.code, criteria, sorted(numbers), [int(age or 0) for age in ages]])


def digest(told: Any) -> str:
    """SHA-256 of something plain."""
    return hashlib.sha256(json.dumps(told, separators=(",", ":")).encode()).hexdigest()


@dataclass(frozen=True)
class Told:
    """A reckoning as a page tells it: whether it is of the present state, and what it found."""

    kept: Weighing
    is_fresh: bool

    @property
    def is_enough(self) -> bool:
        """Whether there were reviews enough to reckon with."""
        return "places" in self.kept.result

    @cached_property
    def figures(self) -> dict[int, Any]:
        """Every application's figures as they are kept, by number."""
        return {int(number): kept for number, kept in self.kept.result.get("places", {}).items()}

    def place(self, number: int) -> Place:
        """One application's plausible places."""
        expected, half, most, reviews, mean = self.figures[number]
        return Place(number, expected, (half[0], half[1]), (most[0], most[1]), reviews, mean)


def told(session: Session, call: Call, numbers: Sequence[int], hidden: Collection[int]) -> Told | None:
    """What was reckoned for a reader who sees these applications and not those; none before it was."""
    state = state_of(session, call, numbers, hidden)
    kept = session.scalar(
        select(Weighing)
        .where(Weighing.call_id == call.id, Weighing.audience == audience_of(hidden))
        .order_by(case((Weighing.state == state, 0), else_=1), Weighing.made_at.desc(), Weighing.id)
        .limit(1),
    )
    return Told(kept, kept.state == state) if kept is not None else None
