"""The decisions on a call: where the panel put each application, what each side decided, what followed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from grants.calls.model import Call, Side
from grants.decisions.cases import Case, SideCase
from grants.decisions.panel import Standing
from grants.decisions.queries import cases_of, hidden_from, standings
from grants.exports.table import Column, Table
from grants.rules.relations import sides_of
from grants.words import say


@dataclass(frozen=True)
class Row:
    """One application: its case, its place in the ranking where it has one."""

    case: Case
    standing: Standing | None
    theme: Any

    def of(self, side: str) -> SideCase | None:
        """What one side says, where it asked for anything there."""
        return next((each for each in self.case.sides if each.side == side), None)


def columns(call: Call) -> list[Column]:
    """The columns; those about a side once for each side."""
    return [
        (say("Number"), lambda row: row.case.ref),
        (say("Title"), lambda row: row.case.title),
        (say("Theme"), lambda row: row.theme),
        (say("Place"), lambda row: row.standing.place if row.standing else None),
        (say("Score"), lambda row: row.standing.score if row.standing else None),
        (say("Panel"), lambda row: row.case.recommendation.label if row.case.recommendation else None),
        *(column for side in call.sides for column in of_side(side)),
        (say("Joint result"), lambda row: row.case.joint.result.label if row.case.joint.result else None),
        (say("Because"), lambda row: row.case.joint.explanation),
    ]


def of_side(side: Side) -> Iterator[Column]:
    """What one side decided."""
    code, label = side.code, side.label

    def told(row: Row) -> Any:
        decided = row.of(code)
        return decided.verdict.label if decided and decided.verdict else None

    yield say("%(side)s: decision", side=label), told
    yield (
        say("%(side)s: amount, %(currency)s", side=label, currency=side.currency),
        lambda row: row.of(code).amount if row.of(code) else None,
    )
    yield say("%(side)s: class of the reason", side=label), lambda row: labelled(row.of(code))
    yield say("%(side)s: reason", side=label), lambda row: row.of(code).reason if row.of(code) else None


def labelled(side: Any) -> Any:
    """The class of a side's reason, in words."""
    return side.reason_class.label if side and side.reason_class else None


def table(session: Session, by: Any, call: Call) -> Table:
    """The decisions as this officer may see them: another side's only when every side has decided."""
    return Table(columns(call), rows(session, by, call))


def rows(session: Session, by: Any, call: Call) -> list[Row]:
    """Every application by number, none this person is in conflict with."""
    away, mine = hidden_from(session, by, call), sides_of(by, call)
    places = {standing.number: standing for standing in standings(session, by, call)}
    themes = {theme.code: theme.label for theme in call.themes}
    return [
        Row(case.seen_from(mine), places.get(case.number), themes.get(case.theme, {}))
        for case in cases_of(session, call)
        if case.number not in away
    ]
