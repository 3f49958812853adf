"""The awards of a call: for each side who leads, how much, the answer, what the report says was spent."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.applications.model import Application
from grants.applications.queries import handled_in
from grants.awards.model import Award, AwardPart
from grants.calls.model import Call, Side
from grants.exports.table import Column, Table, from_part
from grants.money import Money
from grants.people.model import Person
from grants.reports.model import Report
from grants.reports.queries.money import spending_told
from grants.reviews.queries.cases import places_of
from grants.rules.awards import standing
from grants.rules.names import both
from grants.rules.owing import ReportKind
from grants.rules.reports import ReportState
from grants.words import say


@dataclass(frozen=True)
class Given:
    """One side of an award."""

    name: str
    place: Mapping[str, str]
    granted: Money
    state: Any
    cost_centre: str
    spent: Money | None


@dataclass(frozen=True)
class Row:
    """One award."""

    ref: str
    title: str
    starts_on: date
    ends_on: date
    closed_at: datetime | None
    goes_on_since: datetime | None
    report_due: date | None
    report_state: Any
    parts: Mapping[str, Given]

    @property
    def standing(self) -> Any:
        """Where it stands, told by its parts."""
        return standing(
            (part.state for part in self.parts.values()), reported=self.closed_at is not None,
            goes_on=self.goes_on_since is not None,
        )  # fmt: skip


def columns(call: Call) -> list[Column]:
    """The columns; those about a side once for each side."""
    return [
        (say("Number"), lambda row: row.ref),
        (say("Title"), lambda row: row.title),
        (say("First day"), lambda row: row.starts_on),
        (say("Last day"), lambda row: row.ends_on),
        (say("Status"), lambda row: row.standing.label),
        *(column for side in call.sides for column in of_side(side)),
        (say("Report due"), lambda row: row.report_due),
        (say("Report"), lambda row: row.report_state.label if row.report_state else None),
    ]


def of_side(side: Side) -> Iterator[Column]:
    """What is told of one side."""
    code, label, told = side.code, side.label, {"side": side.label, "currency": side.currency}
    yield say("%(side)s: principal investigator", side=label), from_part(code, lambda part: part.name)
    yield say("%(side)s: university", side=label), from_part(code, lambda part: part.place)
    yield say("%(side)s: granted, %(currency)s", **told), from_part(code, lambda part: part.granted)
    yield say("%(side)s: answer", side=label), from_part(code, lambda part: part.state.label)
    yield say("%(side)s: cost centre", side=label), from_part(code, lambda part: part.cost_centre)
    yield say("%(side)s: spent, %(currency)s", **told), from_part(code, lambda part: part.spent)


def table(session: Session, by: Any, call: Call) -> Table:
    """The awards of the call, none this person is in conflict with."""
    return Table(columns(call), rows(session, by, call))


def rows(session: Session, by: Any, call: Call) -> list[Row]:
    """Every row; three questions."""
    told = (Award.id, Application.number, Application.title, Award.starts_on, Award.ends_on, Award.closed_at,
            Award.goes_on_since)  # fmt: skip
    found = session.execute(
        handled_in(by, call).with_only_columns(*told, Report.due_on, Report.state)
        .join(Award, Award.application_id == Application.id)
        .outerjoin(Report, (Report.award_id == Award.id) & (Report.kind == ReportKind.FINAL))
        .order_by(Application.number),
    ).all()  # fmt: skip
    parts = parts_of(session, handled_in(by, call).with_only_columns(Application.id))
    return [
        Row(
            f"{call.code}-{row.number:03d}", row.title, row.starts_on, row.ends_on, row.closed_at, row.goes_on_since,
            row.due_on, row.state, parts.get(row.id, {}),
        )
        for row in found
    ]  # fmt: skip


def parts_of(session: Session, applications: Any) -> dict[Any, dict[str, Given]]:
    """Every side of each award, with what the report says was spent."""
    names = (Person.family, Person.given, Person.family_latin, Person.given_latin, Person.name_order)
    newest = spending_told(*ReportState)
    told = (AwardPart.award_id, Side.code, AwardPart.institution_id, AwardPart.minor, AwardPart.currency,
            AwardPart.state, AwardPart.cost_centre, newest.c.minor.label("spent"))  # fmt: skip
    found = session.execute(
        select(*told, *names).select_from(AwardPart).join(Award, Award.id == AwardPart.award_id)
        .join(Side, Side.id == AwardPart.side_id).join(Person, Person.id == AwardPart.pi_id)
        .outerjoin(
            newest, (newest.c.award_id == Award.id) & (newest.c.side == Side.code),
        )
        .where(Award.application_id.in_(applications)),
    ).all()  # fmt: skip
    places = places_of(session, {row.institution_id for row in found})
    parts: dict[Any, dict[str, Given]] = {}
    for row in found:
        parts.setdefault(row.award_id, {})[row.code] = Given(
            both(row), places.get(row.institution_id, {}), Money(row.minor, row.currency), row.state, row.cost_centre,
            Money(row.spent, row.currency) if row.spent is not None else None,
        )  # fmt: skip
    return parts
