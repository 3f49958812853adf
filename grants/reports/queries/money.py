"""Money and results of a call: pots, what each side gave and what was spent of it, what came of it.

What was spent and what came of it is told by accepted reports only.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from grants import clock
from grants.applications.model import Application
from grants.applications.queries import in_conflict
from grants.awards.model import Award, AwardPart
from grants.calls.model import Call, FundingParty, Pot, PotEntry, Side
from grants.money import Money
from grants.reports.model import Credit, Outcome, Report, Spending
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


def pots(session: Session, by: Any, call: Call) -> list[PotLine]:
    """Every pot of the call with its balance."""
    rows = session.execute(
        select(Pot.id, Pot.currency, Pot.theme, FundingParty.name, FundingParty.side, FundingParty.institution_id)
        .join(FundingParty, FundingParty.id == Pot.party_id).where(FundingParty.call_id == call.id)
        .order_by(FundingParty.position, Pot.position),
    ).all()  # fmt: skip
    called = places_of(session, {row.institution_id for row in rows})
    themes = {theme.code: theme.label for theme in call.themes}
    ledgers = moved(session, by, call)
    return [
        PotLine(
            row.name or called.get(row.institution_id, {}), row.side, themes.get(row.theme, {}),
            balance(ledgers.get(row.id, ()), row.currency),
        )
        for row in rows
    ]  # fmt: skip


def moved(session: Session, by: Any, call: Call) -> dict[uuid.UUID, list[Any]]:
    """What went into and out of each pot, by kind; money set aside tells a verdict that is not out, and is left out."""
    rows = session.execute(
        select(PotEntry.pot_id, PotEntry.kind, func.sum(PotEntry.minor).label("minor"))
        .join(Pot, Pot.id == PotEntry.pot_id).join(FundingParty, FundingParty.id == Pot.party_id)
        .where(
            FundingParty.call_id == call.id, PotEntry.kind.not_in(SET_ASIDE),
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


def money(session: Session, by: Any, call: Call) -> list[SideMoney]:
    """What each side gives, and what was spent of it: two questions."""
    stands = and_(AwardPart.state.not_in(NOT_TAKEN), Award.application_id.in_(own(by, call)))
    given = {
        side: (count, int(minor))
        for side, count, minor in session.execute(
            select(Side.code, func.count(), func.sum(AwardPart.minor)).select_from(AwardPart)
            .join(Award, Award.id == AwardPart.award_id).join(Side, Side.id == AwardPart.side_id)
            .where(stands).group_by(Side.code),
        )
    }  # fmt: skip
    newest = spending_told(Report.id.in_(reported(own(by, call))))
    spent = {
        side: int(minor)
        for side, minor in session.execute(
            select(newest.c.side, func.sum(newest.c.minor)).where(newest.c.place == 1).group_by(newest.c.side),
        )
    }  # fmt: skip
    return [
        SideMoney(
            side.label, given.get(side.code, (0, 0))[0], Money(given.get(side.code, (0, 0))[1], side.currency),
            Money(spent.get(side.code, 0), side.currency),
        )
        for side in call.sides
    ]  # fmt: skip


def spending_told(*which: Any) -> Any:
    """In SQL: what the reports of each award say each side has spent, the newest of them in place 1."""
    place = func.row_number().over(
        partition_by=(Report.award_id, Spending.side), order_by=(Report.due_on.desc(), Report.id),
    )  # fmt: skip
    return (
        select(Report.award_id, Spending.side, Spending.minor, place.label("place"))
        .join(Report, Report.id == Spending.report_id).where(*which).subquery()
    )  # fmt: skip


def reported(applications: Any, column: Any = Report.id) -> Select[Any]:
    """The accepted reports on some applications."""
    return (
        select(column).join(Award, Award.id == Report.award_id)
        .where(Report.state == ReportState.ACCEPTED, Award.application_id.in_(applications))
    )  # fmt: skip


def results(session: Session, by: Any, call: Call) -> Results:
    """What came of the call: outcomes by kind, money won on top of it, people who travelled; three questions."""
    return came_of(session, own(by, call), kinds_of(call))


def came_of(session: Session, applications: Any, asked: Sequence[OutcomeKind]) -> Results:
    """What accepted reports tell of some applications, and the kinds that were asked even where none was told."""
    awards = reported(applications, Report.award_id)
    these = Outcome.id.in_(select(Credit.outcome_id).where(Credit.award_id.in_(awards)))
    counted = {
        kind: (count, joint, early)
        for kind, count, joint, early in session.execute(
            select(
                Outcome.kind, func.count(), func.count(case((Outcome.joint, 1))),
                func.count(case((Outcome.early_career, 1))),
            )
            .where(these).group_by(Outcome.kind),
        )
    }  # fmt: skip
    won = session.execute(
        select(Outcome.currency, func.sum(Outcome.minor))
        .where(these, Outcome.status == BidState.AWARDED, Outcome.currency.is_not(None))
        .group_by(Outcome.currency).order_by(Outcome.currency),
    )  # fmt: skip
    kinds = [*asked, *(kind for kind in counted if kind not in asked)]
    travelled, _, early = counted.get(OutcomeKind.EXCHANGE, (0, 0, 0))
    final = reported(applications).where(Report.kind == ReportKind.FINAL)
    reports = session.scalar(select(func.count()).select_from(final.subquery())) or 0
    return Results(
        clock.now(), reports, [(kind, *counted.get(kind, (0, 0, 0))[:2]) for kind in kinds],
        [Money(int(minor or 0), currency) for currency, minor in won if currency], travelled, told(early),
    )  # fmt: skip
