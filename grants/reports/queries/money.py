"""Money and results of a call: pots, what each side gave and what was spent of it, what came of it.

What was spent and what came of it is told by accepted reports only.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Subquery, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from grants.applications.model import Application
from grants.applications.queries import in_conflict
from grants.awards.model import Award, AwardPart
from grants.calls.model import Call, FundingParty, Pot, PotEntry
from grants.money import Money
from grants.reports.model import Credit, Outcome, Report, Spending
from grants.reports.queries.then import NOW, Then
from grants.reports.queries.writing import kinds_of
from grants.reviews.queries.cases import places_of
from grants.rules.awards import PartState
from grants.rules.figures import told
from grants.rules.outcomes import BidState
from grants.rules.owing import ReportKind
from grants.rules.pots import SET_ASIDE, Balance, balance
from grants.rules.reports import OutcomeKind, ReportState

Texts = Mapping[str, str]
NOT_TAKEN = (PartState.DECLINED, PartState.LAPSED)


@dataclass(frozen=True)
class PotLine:
    """One pot: whose it is, what it is kept for, and where it stands."""

    name: Texts
    side: str
    theme: Texts
    balance: Balance


@dataclass(frozen=True)
class SideMoney:
    """What one side gives to projects that were not turned down, and what accepted reports say was spent of it."""

    label: Texts
    projects: int
    granted: Money
    spent: Money


@dataclass(frozen=True)
class Results:
    """What accepted reports tell as of an instant, for outcomes are told for years; few people are left out."""

    as_of: datetime
    reports: int
    kinds: Sequence[tuple[OutcomeKind, int, int]]
    bids_won: Sequence[Money]
    travelled: int
    early_career: int | None


def own(by: Any, call: Call) -> Select[Any]:
    """The call's applications but for those this person is in conflict with."""
    wanted = select(Application.id).where(Application.call_id == call.id)
    return wanted if by.id is None else wanted.where(~in_conflict(by.id))


def pots(session: Session, by: Any, call: Call, then: Then = NOW) -> list[PotLine]:
    """Every pot of the call with its balance."""
    rows = session.execute(
        select(Pot.id, Pot.currency, Pot.theme, FundingParty.name, FundingParty.side, FundingParty.institution_id)
        .join(FundingParty, FundingParty.id == Pot.party_id).where(FundingParty.call_id == call.id)
        .order_by(FundingParty.position, Pot.position),
    ).all()  # fmt: skip
    called = places_of(session, {row.institution_id for row in rows})
    themes = {theme.code: theme.label for theme in call.themes}
    ledgers = moved(session, by, call, then)
    return [
        PotLine(
            row.name or called.get(row.institution_id, {}), row.side, themes.get(row.theme, {}),
            balance(ledgers.get(row.id, ()), row.currency),
        )
        for row in rows
    ]  # fmt: skip


def moved(session: Session, by: Any, call: Call, then: Then) -> dict[uuid.UUID, list[Any]]:
    """What went into and out of each pot, by kind; money set aside tells a verdict that is not out, and is left out."""
    rows = session.execute(
        select(PotEntry.pot_id, PotEntry.kind, func.sum(PotEntry.minor).label("minor"))
        .join(Pot, Pot.id == PotEntry.pot_id).join(FundingParty, FundingParty.id == Pot.party_id)
        .where(
            FundingParty.call_id == call.id, PotEntry.kind.not_in(SET_ASIDE), then.has(PotEntry.at),
            or_(PotEntry.application_id.is_(None), PotEntry.application_id.in_(own(by, call))),
        )
        .group_by(PotEntry.pot_id, PotEntry.kind),
    )  # fmt: skip
    ledgers: dict[uuid.UUID, list[Any]] = {}
    for row in rows:
        ledgers.setdefault(row.pot_id, []).append(Moved(row.kind, int(row.minor)))
    return ledgers


@dataclass(frozen=True)
class Moved:
    """What one kind of movement comes to in a pot."""

    kind: Any
    minor: int


def given_in(by: Any, call: Call, then: Then) -> Select[Any]:
    """The parts of the call's awards that were not turned down, but for awards this person is in conflict with."""
    taken = select(AwardPart.id).where(
        AwardPart.side_id.in_([side.id for side in call.sides]), then.state(AwardPart).not_in(NOT_TAKEN),
    )  # fmt: skip
    if by.id is None:
        return taken
    theirs = select(Award.id).join(Application, Application.id == Award.application_id).where(in_conflict(by.id))
    return taken.where(AwardPart.award_id.not_in(theirs))


def parts_taken(applications: Select[Any]) -> Select[Any]:
    """The parts of the awards these applications got, but for those that were turned down."""
    return (
        applications.join(Award, Award.application_id == Application.id)
        .join(AwardPart, AwardPart.award_id == Award.id).where(AwardPart.state.not_in(NOT_TAKEN))
    )  # fmt: skip


def money(session: Session, by: Any, call: Call, then: Then = NOW) -> list[SideMoney]:
    """What each side gives, and what was spent of it: two questions."""
    taken = given_in(by, call, then).with_only_columns(AwardPart.side_id, func.count(), func.sum(AwardPart.minor))
    given = {side: (count, int(minor)) for side, count, minor in session.execute(taken.group_by(AwardPart.side_id))}
    newest = spending_told(ReportState.ACCEPTED, then=then)
    told = (
        own(by, call).join(Award, Award.application_id == Application.id).join(newest, newest.c.award_id == Award.id)
        .with_only_columns(newest.c.side, func.sum(newest.c.minor)).group_by(newest.c.side)
    )  # fmt: skip
    spent = {side: int(minor) for side, minor in session.execute(told)}
    return [
        SideMoney(
            side.label, given.get(side.id, (0, 0))[0], Money(given.get(side.id, (0, 0))[1], side.currency),
            Money(spent.get(side.code, 0), side.currency),
        )
        for side in call.sides
    ]  # fmt: skip


def spending_told(*states: ReportState, then: Then = NOW) -> Subquery:
    """In SQL: what each side of each award has spent, as the newest report in these states tells."""
    later, told = aliased(Report), aliased(Spending)
    after = or_(later.due_on > Report.due_on, and_(later.due_on == Report.due_on, later.id < Report.id))
    surpassed = exists().where(
        later.award_id == Report.award_id, after, then.state(later).in_(states), told.report_id == later.id,
        told.side == Spending.side,
    )  # fmt: skip
    return (
        select(Report.award_id, Spending.side, Spending.minor, Spending.by_kind)
        .join(Report, Report.id == Spending.report_id).where(then.state(Report).in_(states), ~surpassed).subquery()
    )  # fmt: skip


def reported(applications: Select[Any], then: Then = NOW) -> Select[Any]:
    """The accepted reports on some applications."""
    return (
        applications.join(Award, Award.application_id == Application.id).join(Report, Report.award_id == Award.id)
        .where(then.state(Report) == ReportState.ACCEPTED)
    )  # fmt: skip


def told_of(applications: Select[Any], then: Then = NOW) -> Select[Any]:
    """The outcomes of awards with an accepted report, by their keys."""
    credited = reported(applications, then).join(Credit, Credit.award_id == Award.id).where(then.has(Credit.at))
    return credited.with_only_columns(Credit.outcome_id)


def results(session: Session, by: Any, call: Call, then: Then = NOW) -> Results:
    """What came of the call: outcomes by kind, money won on top of it, people who travelled; two questions."""
    return came_of(session, own(by, call), kinds_of(call), then)


def came_of(
    session: Session, applications: Select[Any], asked: Sequence[OutcomeKind], then: Then = NOW,
) -> Results:  # fmt: skip
    """What accepted reports tell of some applications, and the kinds that were asked even where none was told."""
    won = and_(Outcome.status == BidState.AWARDED, Outcome.currency.is_not(None))
    rows = session.execute(
        select(
            Outcome.kind, case((won, Outcome.currency)).label("won"), func.count(),
            func.count(case((Outcome.joint, 1))), func.count(case((Outcome.early_career, 1))), func.sum(Outcome.minor),
        )
        .where(Outcome.id.in_(told_of(applications, then))).group_by(Outcome.kind, "won")
        .order_by(Outcome.kind),
    ).all()  # fmt: skip
    counted: dict[OutcomeKind, list[int]] = {kind: [0, 0, 0] for kind in asked}
    bids: dict[str, int] = {}
    for kind, currency, *counts, minor in rows:
        counted[kind] = [one + more for one, more in zip(counted.get(kind, [0, 0, 0]), counts, strict=True)]
        if currency:
            bids[currency] = bids.get(currency, 0) + int(minor or 0)
    travelled, _, early = counted.get(OutcomeKind.EXCHANGE, (0, 0, 0))
    final = reported(applications, then).where(Report.kind == ReportKind.FINAL).with_only_columns(func.count())
    return Results(
        then.last, session.scalar(final) or 0,
        [(kind, count, joint) for kind, (count, joint, _) in counted.items()],
        [Money(minor, currency) for currency, minor in sorted(bids.items())], travelled, told(early),
    )  # fmt: skip
