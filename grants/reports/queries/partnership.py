"""What an agreement has brought: everything its universities did together in released rounds while it was valid."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, true
from sqlalchemy.orm import Session

from grants.applications.model import Application, Part
from grants.awards.model import AwardPart
from grants.calls.model import Agreement, Call, Side
from grants.calls.queries import FINISHED
from grants.db import session_of
from grants.money import Money
from grants.reports.model import Outcome
from grants.reports.queries.counted import counted, standing_in
from grants.reports.queries.figures import Pair, network
from grants.reports.queries.money import Results, came_of, parts_taken, told_of
from grants.rules import figures as counting
from grants.rules.figures import Tally
from grants.rules.outcomes import BidState
from grants.rules.partnership import Benchmark, Measured, Ratio, follow_on, measured
from grants.rules.reports import OutcomeKind


@dataclass(frozen=True)
class Given:
    """What one side put in, in one currency."""

    label: Mapping[str, str]
    projects: int
    granted: Money


@dataclass(frozen=True)
class Partnership:
    """One agreement, by its figures."""

    calls: Sequence[Call]
    total: Tally
    led_from: Sequence[tuple[Mapping[str, str], Tally]]
    given: Sequence[Given]
    results: Results
    network: Sequence[Pair]
    follow_on: Sequence[Ratio]
    benchmarks: Sequence[Measured]


def partnership(session: Session, by: Any, agreement: Agreement) -> Partnership:
    """What the agreement has brought as far as this reader may know it; always the same questions."""
    calls = calls_under(agreement)
    these = standing_in(by, calls).where(is_under(agreement))
    every = counted(session, these, calls).every
    given, came = given_to(session, these), came_of(session, these, ())
    won = {one.currency: one.minor for one in came.bids_won}
    seed: dict[str, int] = {}
    for one in given:
        seed[one.granted.currency] = seed.get(one.granted.currency, 0) + one.granted.minor
    by_side = counting.per(every, lambda one: (one.lead_side,))
    labels = {side.code: side.label for call in calls for side in call.sides}
    total = counting.tally(every)
    reached = {
        Benchmark.SUBMITTED: total.submitted, Benchmark.APPROVED: total.approved,
        Benchmark.JOINT: sum(joint for kind, _, joint in came.kinds if kind is OutcomeKind.PUBLICATION),
        Benchmark.FOLLOW_ON: bids_won(session, these),
    }  # fmt: skip
    return Partnership(
        calls, total, [(label, by_side.get(code, Tally())) for code, label in labels.items()], given, came,
        network(session, every), follow_on(seed, won), measured(agreement.benchmarks, reached),
    )  # fmt: skip


def calls_under(agreement: Agreement) -> list[Call]:
    """The released rounds of the programme whose projects began while the agreement was valid."""
    wanted = select(Call).where(
        Call.programme_id == agreement.programme_id, Call.state.in_(FINISHED),
        Call.starts_on.between(agreement.valid_from, agreement.valid_to),
    )  # fmt: skip
    return list(session_of(agreement).scalars(wanted.order_by(Call.starts_on, Call.code)))


def is_under(agreement: Agreement) -> ColumnElement[bool]:
    """In SQL: whether an application is between universities that the agreement binds."""
    bound = {party.institution_id for party in agreement.parties if party.institution_id}
    if agreement.all_members or not bound:
        return true()
    leading = select(func.count(Part.institution_id.distinct())).where(
        Part.application_id == Application.id, Part.institution_id.in_(bound),
    )  # fmt: skip
    return leading.scalar_subquery() > 1


def given_to(session: Session, applications: Select[Any]) -> list[Given]:
    """What each side put into these projects."""
    rows = session.execute(
        parts_taken(applications).join(Side, Side.id == AwardPart.side_id)
        .with_only_columns(Side.code, AwardPart.currency, func.count(), func.sum(AwardPart.minor))
        .group_by(Side.code, AwardPart.currency).order_by(Side.code, AwardPart.currency),
    ).all()  # fmt: skip
    named = select(Side.code, Side.label).where(Side.code.in_([row[0] for row in rows]))
    labels = {row.code: row.label for row in session.execute(named)}
    return [Given(labels[code], count, Money(int(minor), currency)) for code, currency, count, minor in rows]


def bids_won(session: Session, applications: Select[Any]) -> int:
    """How many follow-on grants these projects have won."""
    wanted = select(func.count()).select_from(Outcome).where(
        Outcome.id.in_(told_of(applications)), Outcome.kind == OutcomeKind.FOLLOW_ON_BID,
        Outcome.status == BidState.AWARDED,
    )  # fmt: skip
    return session.scalar(wanted) or 0
