"""What a call comes to, counted as `rules/figures` defines: always the same questions, however many applications.

Whoever is in conflict with an application has no share of it in any figure; the public is shown released calls only.
"""

import uuid
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from grants.applications.model import Application
from grants.calls.model import Call, Membership
from grants.decisions.model import JointDecision
from grants.reports.queries.counted import Count, counted, standing_in
from grants.reports.queries.money import PotLine, Results, SideMoney, money, pots, results
from grants.reports.queries.then import NOW, Then
from grants.reviews.queries.cases import places_of
from grants.rules import figures as counting
from grants.rules.calls import closes_at
from grants.rules.figures import CareerStage, Counted, Measure, Tally, Veiled
from grants.rules.partnership import Ratio, follow_on
from grants.rules.relations import ANYONE
from grants.rules.reminders import local_day
from grants.words import Sentence

Texts = Mapping[str, str]


@dataclass(frozen=True)
class Row:
    """One university: its side where it is a member, and its tallies by how it takes part."""

    name: Texts
    side: str
    as_pi: Tally
    as_lead: Tally
    as_member: Tally


@dataclass(frozen=True)
class Pair:
    """Two universities whose people lead sides of the same applications."""

    first: Texts
    second: Texts
    tally: Tally


@dataclass(frozen=True)
class Rounds:
    """What the released rounds of a programme come to."""

    total: Tally
    claims: Sequence[Sentence]
    rounds: Sequence[tuple[Call, Tally]]


@dataclass(frozen=True)
class Figures:
    """Everything a call comes to."""

    total: Tally
    members: int
    claims: Sequence[Sentence]
    universities: Sequence[Row]
    themes: Sequence[tuple[Texts, Tally]]
    sides: Sequence[tuple[Texts, Tally]]
    stages: Sequence[tuple[CareerStage, Veiled]]
    network: Sequence[Pair]
    follow_on: Sequence[Ratio]
    days_to_decision: int | None
    pots: Sequence[PotLine]
    money: Sequence[SideMoney]
    results: Results
    as_of: date


def figures(session: Session, by: Any, call: Call, day: date | None = None) -> Figures:
    """What a call comes to for this reader, as of the end of a day that has passed, or as things stand.

    Career stages are told as things stand alone: from one day to the next a person could be told apart.
    """
    then = until_end_of(day, call.zone)
    wanted = standing_in(by, [call], then)
    count, sides = counted(session, wanted, [call], then), members_at_close(session, call)
    every, rows = count.every, universities(session, count, sides)
    total, by_theme = counting.tally(every), counting.per(every, lambda one: (one.theme,))
    by_side = counting.per(every, lambda one: (one.lead_side,))
    by_stage = counting.per(every, lambda one: (one.stage,))
    given, came = money(session, by, call, then), results(session, by, call, then)
    return Figures(
        total, len(sides), claims(rows, total), rows,
        [(theme.label, by_theme.get(theme.code, Tally())) for theme in call.themes],
        [(side.label, by_side.get(side.code, Tally())) for side in call.sides],
        [] if day else list(counting.veiled({stage: by_stage.get(stage, Tally()) for stage in CareerStage}).items()),
        network(session, every),
        follow_on(seed_in(given), {won.currency: won.minor for won in came.bids_won}),
        days_to_decision(session, call, then),
        pots(session, by, call, then), given, came, local_day(came.as_of, call.zone),
    )  # fmt: skip


def until_end_of(day: date | None, zone: str) -> Then:
    """Up to the end of a day on a clock."""
    return NOW if day is None else Then(datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone)))


def seed_in(given: Sequence[SideMoney]) -> dict[str, int]:
    """The seed money of several sides, by currency."""
    seed: dict[str, int] = {}
    for one in given:
        seed[one.granted.currency] = seed.get(one.granted.currency, 0) + one.granted.minor
    return seed


def network(session: Session, every: Sequence[Counted]) -> list[Pair]:
    """Which universities work together, those with most applications first."""
    found: dict[Any, Tally] = dict(counting.pairs(every))
    called = places_of(session, {name for pair in found for name in pair})
    ranked = sorted(found.items(), key=lambda one: (-one[1].submitted, -one[1].approved, str(one[0])))
    return [Pair(called.get(first, {}), called.get(second, {}), tally) for (first, second), tally in ranked]


def days_to_decision(session: Session, call: Call, then: Then) -> int | None:
    """How many days passed from the close to the release of its decisions."""
    released = session.scalar(
        select(func.min(JointDecision.released_at)).join(Application, Application.id == JointDecision.application_id)
        .where(Application.call_id == call.id, then.has(JointDecision.released_at)),
    )  # fmt: skip
    return (released - closes_at(call)).days if released else None


def over_rounds(session: Session, calls: Sequence[Call]) -> Rounds:
    """What several released rounds come to together, and each by itself; the same for every reader."""
    count, sides = counted(session, standing_in(ANYONE, calls), calls), members_at_close(session, calls[0])
    by_round = counting.per(count.every, lambda one: (one.round,))
    total, rows = counting.tally(count.every), universities(session, count, sides)
    return Rounds(total, claims(rows, total), [(call, by_round.get(call.id, Tally())) for call in calls])


def members_at_close(session: Session, call: Call) -> dict[uuid.UUID, str]:
    """The programme's member institutions on the day the call closed, each with its side."""
    day = closes_at(call).date()
    rows = session.execute(
        select(Membership.institution_id, Membership.side).where(
            Membership.programme_id == call.programme_id,
            or_(Membership.since.is_(None), Membership.since <= day),
            or_(Membership.until.is_(None), Membership.until >= day),
        ).order_by(Membership.position),
    )  # fmt: skip
    return {row.institution_id: row.side for row in rows}


def universities(session: Session, count: Count, sides: Mapping[uuid.UUID, str]) -> list[Row]:
    """Every member, and every other university with somebody on a team; those with most submissions first."""
    on_teams = counting.per([*count.every, *count.guests], counting.as_member)
    ways = [counting.per(count.every, counting.as_pi), counting.per(count.every, counting.as_lead), on_teams]
    names: list[Any] = [*sides, *(name for name in on_teams if name not in sides)]
    called = places_of(session, names)
    rows = [Row(called.get(name, {}), sides.get(name, ""), *(way.get(name, Tally()) for way in ways)) for name in names]
    return sorted(rows, key=lambda row: (-row.as_pi.submitted, -row.as_pi.approved, -row.as_member.submitted))


def claims(rows: Sequence[Row], total: Tally) -> list[Sentence]:
    """Which member has most submissions, and which most approvals, every tie named."""
    names: dict[Hashable, Texts] = {number: row.name for number, row in enumerate(rows) if row.side}
    tallies: dict[Hashable, Tally] = {number: row.as_pi for number, row in enumerate(rows) if row.side}
    said = []
    for measure, whole in ((Measure.SUBMITTED, total.submitted), (Measure.APPROVED, total.approved)):
        first, count = counting.most(tallies, measure)
        said.append(counting.claim(measure, [names[number] for number in first], (count, whole), len(names)))
    return [sentence for sentence in said if sentence is not None]
