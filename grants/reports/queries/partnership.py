"""What an agreement has brought: everything its universities did together in released rounds while it was valid."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from grants.awards.model import Award, AwardPart
from grants.calls.model import Agreement, Call, Side
from grants.calls.queries import FINISHED
from grants.db import session_of
from grants.money import Money
from grants.reports.model import Credit, Outcome, Report
from grants.reports.queries.figures import Pair, counted, network
from grants.reports.queries.money import NOT_TAKEN, Results, came_of, reported
from grants.rules import figures as counting
from grants.rules.figures import Counted, Tally
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
    every = [one for one in counted(session, by, *calls) if is_under(one, agreement)]
    keys = [one.key for one in every]
    given, came = given_to(session, keys), came_of(session, keys, ())
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
        Benchmark.FOLLOW_ON: bids_won(session, keys),
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


def is_under(application: Counted, agreement: Agreement) -> bool:
    """Whether an application is between universities that the agreement binds."""
    bound = {party.institution_id for party in agreement.parties if party.institution_id}
    return agreement.all_members or not bound or len(application.pis & bound) > 1


def given_to(session: Session, applications: Sequence[Any]) -> list[Given]:
    """What each side put into these projects."""
    rows = session.execute(
        select(Side.code, AwardPart.currency, func.count(), func.sum(AwardPart.minor))
        .select_from(AwardPart).join(Award, Award.id == AwardPart.award_id).join(Side, Side.id == AwardPart.side_id)
        .where(Award.application_id.in_(applications), AwardPart.state.not_in(NOT_TAKEN))
        .group_by(Side.code, AwardPart.currency).order_by(Side.code, AwardPart.currency),
    ).all()  # fmt: skip
    named = select(Side.code, Side.label).where(Side.code.in_([row[0] for row in rows]))
    labels = {row.code: row.label for row in session.execute(named)}
    return [Given(labels[code], count, Money(int(minor), currency)) for code, currency, count, minor in rows]


def bids_won(session: Session, applications: Sequence[Any]) -> int:
    """How many follow-on grants these projects have won."""
    told = select(Credit.outcome_id).where(Credit.award_id.in_(reported(applications, Report.award_id)))
    wanted = select(func.count()).select_from(Outcome).where(
        Outcome.id.in_(told), Outcome.kind == OutcomeKind.FOLLOW_ON_BID, Outcome.status == BidState.AWARDED,
    )  # fmt: skip
    return session.scalar(wanted) or 0
