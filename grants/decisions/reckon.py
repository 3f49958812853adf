"""Weighing with the reviews of a call: expected ranks, leniency, agreement; computed once for each state of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from grants.calls.model import Call
from grants.decisions.heard import Mark, audience_of, marks_in, state_of
from grants.decisions.model import Weighing
from grants.decisions.panel import hidden_from, panel_of
from grants.people.model import Appointment, Person
from grants.reckoning import provenance
from grants.reckoning.agreement import alpha, bootstrap
from grants.reckoning.evidence import Table
from grants.reckoning.ranks import Ranks, expected_ranks
from grants.reckoning.severity import Prior
from grants.rules.plausible import FEWEST_REVIEWS, pools
from grants.rules.roles import Role

DRAWS, FEWER_DRAWS, MANY = 10_000, 2_000, 300
FEWEST = 3  # applications with reviews enough
READERS = (Role.CHAIR, Role.OFFICER, Role.AUDITOR)


@dataclass(frozen=True)
class Question:
    """One table to reckon with, for one audience, in one state; with the scale of its marks."""

    call_id: UUID
    audience: str
    state: str
    marks: Sequence[Mark]
    numbers: Sequence[int]
    scale: tuple[int, int]


def questions(session: Session, call: Call) -> list[Question]:
    """What is still to be reckoned: for those in conflict with nothing, and for every other set of readers."""
    everything = panel_of(session, call).rows
    found: dict[str, Question] = {}
    for hidden in {frozenset(), *(frozenset(hidden_from(session, one, call)) for one in readers(session, call))}:
        numbers = sorted(set(everything) - hidden)
        audience, state = audience_of(hidden), state_of(session, call, numbers, hidden)
        kept = select(Weighing.id).where(Weighing.call_id == call.id, Weighing.audience == audience,
                                          Weighing.state == state)  # fmt: skip
        if session.scalar(kept) is None:
            scale = min(one.low for one in call.criteria), max(one.high for one in call.criteria)
            found[audience] = Question(call.id, audience, state, marks_in(session, call, numbers), numbers, scale)
    return list(found.values())


def readers(session: Session, call: Call) -> Sequence[Person]:
    """Everybody who may read a reckoning of the call."""
    here = or_(Appointment.call_id == call.id, Appointment.programme_id == call.programme_id)
    held = select(Appointment.person_id).where(Appointment.role.in_(READERS), here)
    return session.scalars(select(Person).where(Person.id.in_(held))).unique().all()


def answered(question: Question, at: datetime) -> Weighing:
    """The reckoning: the same question always has the same answer."""
    counts = Counter(mark.number for mark in question.marks)
    enough = sum(count >= FEWEST_REVIEWS for count in counts.values()) >= FEWEST
    low, high = question.scale
    draws = DRAWS if len(question.numbers) <= MANY else FEWER_DRAWS
    settings = {"model": "severity estimated", "lowest": low, "highest": high, "draws": draws}
    inputs = [[mark.number, mark.reviewer, str(mark.total)] for mark in question.marks]
    result: dict[str, Any] = {"reviews": len(question.marks)}
    if enough and low < high:
        table = table_of(question)
        ranks = expected_ranks(table, Prior.estimating(low, high), draws)
        result |= told(question, ranks) | agreement(question)
    return Weighing(
        call_id=question.call_id, audience=question.audience, state=question.state, made_at=at, result=result,
        provenance=provenance.of(inputs, settings, 0).told(),
    )  # fmt: skip


def table_of(question: Question) -> Table:
    """The reviews as the model takes them."""
    scores = {(name(mark.number), mark.reviewer): float(mark.total) for mark in question.marks}
    reviewers = sorted({mark.reviewer for mark in question.marks})
    return Table([name(number) for number in question.numbers], reviewers, scores)


def name(number: int) -> str:
    """An application in the table."""
    return f"{number:06d}"


def told(question: Question, ranks: Ranks) -> dict[str, Any]:
    """What was found, as plain figures."""
    return {
        "places": {
            str(number): [one.expected_rank, list(one.half), list(one.most), one.reviews, one.mean]
            for number, one in zip(question.numbers, ranks.standings, strict=True)
        },
        "reviewers": {one.reviewer: [one.reviews, float(one.mean), float(one.sd)] for one in ranks.leniencies},
        "deviations": {"worth": ranks.deviations.worth, "chance": ranks.deviations.chance,
                       "severity": ranks.deviations.severity, "reliability": ranks.deviations.reliability},
        "alike": [round(each, 4) for each in ranks.alike()],
        "pools": pools((name(mark.number), mark.reviewer) for mark in question.marks),
    }  # fmt: skip


def agreement(question: Question) -> dict[str, Any]:
    """Krippendorff's alpha of the totals, with the middle nine tenths of what it could have been."""
    rows: dict[int, list[float | None]] = {}
    for mark in question.marks:
        rows.setdefault(mark.number, []).append(float(mark.total))
    table = list(rows.values())
    return {"alpha": alpha(table, "interval"), "alpha_between": bootstrap(table, "interval", 200)}
