"""The applications of a call that were handed in and stand: what they ask for, from whom, and what became of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.applications.model import Application, Finding, Part
from grants.applications.queries import submitted_in
from grants.calls.model import Call, Side
from grants.exports.table import Column, Table, from_part
from grants.money import Money
from grants.people.model import Person
from grants.reviews.queries.cases import places_of
from grants.rules.names import both
from grants.words import say


@dataclass(frozen=True)
class AskedOf:
    """One side of an application."""

    name: str
    email: str
    place: Mapping[str, str]
    unit: str
    asked: Money


@dataclass(frozen=True)
class Row:
    """One application."""

    ref: str
    title: str
    theme: Mapping[str, str]
    lead: Mapping[str, str]
    state: Any
    submitted_at: datetime
    parts: Mapping[str, AskedOf]
    verdicts: Mapping[str, Any]


def columns(call: Call) -> list[Column]:
    """The columns; those about a side once for each side, its currency in the heading."""
    return [
        (say("Number"), lambda row: row.ref),
        (say("Title"), lambda row: row.title),
        (say("Theme"), lambda row: row.theme),
        (say("Led from"), lambda row: row.lead),
        (say("State"), lambda row: row.state.label),
        (say("Submitted (UTC)"), lambda row: row.submitted_at),
        *(column for side in call.sides for column in of_side(side)),
    ]


def of_side(side: Side) -> Iterator[Column]:
    """What is told of one side."""
    code, label = side.code, side.label
    yield say("%(side)s: principal investigator", side=label), from_part(code, lambda part: part.name)
    yield say("%(side)s: e-mail", side=label), from_part(code, lambda part: part.email)
    yield say("%(side)s: university", side=label), from_part(code, lambda part: part.place)
    yield say("%(side)s: department", side=label), from_part(code, lambda part: part.unit)
    asked = say("%(side)s: asked for, %(currency)s", side=label, currency=side.currency)
    yield asked, from_part(code, lambda part: part.asked)
    found = say("%(side)s: eligibility", side=label)
    yield found, lambda row: row.verdicts[code].label if code in row.verdicts else None


def table(session: Session, by: Any, call: Call) -> Table:
    """The applications this person handles, by number."""
    return Table(columns(call), rows(session, by, call))


def rows(session: Session, by: Any, call: Call) -> list[Row]:
    """Every row; four questions."""
    told = (Application.id, Application.number, Application.title, Application.theme, Application.lead_side,
            Application.state, Application.submitted_at)  # fmt: skip
    wanted = submitted_in(by, call)
    found = session.execute(wanted.with_only_columns(*told).order_by(Application.number)).all()
    keys = wanted.with_only_columns(Application.id)
    verdicts, parts = verdicts_on(session, keys), parts_of(session, keys)
    themes = {theme.code: theme.label for theme in call.themes}
    sides = {side.code: side.label for side in call.sides}
    return [
        Row(
            f"{call.code}-{row.number:03d}", row.title, themes.get(row.theme, {}), sides.get(row.lead_side, {}),
            row.state, row.submitted_at, parts[row.id], verdicts.get(row.id, {}),
        )
        for row in found
    ]  # fmt: skip


def verdicts_on(session: Session, keys: Any) -> dict[Any, dict[str, Any]]:
    """What each side last found of each application."""
    verdicts: dict[Any, dict[str, Any]] = {}
    told = select(Finding.application_id, Finding.side, Finding.result).where(Finding.application_id.in_(keys))
    for application, side, result in session.execute(told.order_by(Finding.at, Finding.id)):
        verdicts.setdefault(application, {})[side] = result
    return verdicts


def parts_of(session: Session, keys: Any) -> dict[Any, dict[str, AskedOf]]:
    """Every side of each application."""
    names = (Person.family, Person.given, Person.family_latin, Person.given_latin, Person.name_order,
             Person.email)  # fmt: skip
    told = (Part.application_id, Part.side, Part.institution_id, Part.unit, Part.requested_minor, Part.currency)
    found = session.execute(select(*told, *names).outerjoin(Part.pi).where(Part.application_id.in_(keys))).all()
    places = places_of(session, {row.institution_id for row in found})
    parts: dict[Any, dict[str, AskedOf]] = {}
    for row in found:
        parts.setdefault(row.application_id, {})[row.side] = AskedOf(
            both(row) if row.family else "", row.email or "", places.get(row.institution_id, {}), row.unit,
            Money(row.requested_minor, row.currency),
        )  # fmt: skip
    return parts
