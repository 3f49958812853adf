"""The register of funded projects: what anyone may know of them, and only once the decisions are released."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, extract, or_, select
from sqlalchemy.orm import Session

from grants.applications.model import Application
from grants.awards.model import Award, AwardPart
from grants.calls.model import Call, Programme
from grants.calls.queries import FINISHED, Page, paged
from grants.people.model import InstitutionName, Person
from grants.reports.queries.parts import PartGranted, parts_granted
from grants.rules.applications import FUNDED
from grants.rules.awards import PartState

MOST_WORDS = 6
NOT_TAKEN = (PartState.DECLINED, PartState.LAPSED)
PEOPLE = (Person.family, Person.given, Person.family_latin, Person.given_latin)


@dataclass(frozen=True)
class Search:
    """What the register is searched for."""

    words: str = ""
    programme: uuid.UUID | None = None
    year: int | None = None
    page: int = 1


@dataclass(frozen=True)
class Funded:
    """One funded project as the public may know it."""

    id: uuid.UUID
    ref: str
    title: str
    programme: Mapping[str, str]
    starts_on: date
    ends_on: date
    parts: Sequence[PartGranted]


def funded(*columns: Any) -> Select[Any]:
    """The awards of released calls that nobody has declined: nothing else is public."""
    return (
        select(*columns).select_from(Award).join(Application, Application.id == Award.application_id)
        .join(Call, Call.id == Application.call_id)
        .where(
            Call.state.in_(FINISHED), Application.state.in_(FUNDED),
            Award.id.not_in(select(AwardPart.award_id).where(AwardPart.state.in_(NOT_TAKEN)).correlate(None)),
        )
    )  # fmt: skip


def register(session: Session, search: Search) -> Page[Funded]:
    """A page of the funded projects that are searched for, the newest first; always the same five questions."""
    order = (Award.starts_on.desc(), Call.code, Application.number)
    page = paged(session, searched(search).order_by(*order), search.page)
    told = (Award.id, Award.starts_on, Award.ends_on, Application.number, Application.title, Call.code, Programme.name)
    wanted = funded(*told).join(Programme, Programme.id == Call.programme_id).where(Award.id.in_(page.rows))
    rows = session.execute(wanted.order_by(*order)).all()
    parts = parts_granted(session, page.rows)
    found = [
        Funded(
            row.id, f"{row.code}-{row.number:03d}", row.title, row.name, row.starts_on, row.ends_on,
            parts.get(row.id, ()),
        )
        for row in rows
    ]  # fmt: skip
    return Page(found, page.number, page.pages, page.total)


def searched(search: Search) -> Select[Any]:
    """The awards a search asks for."""
    wanted = funded(Award.id)
    if search.programme is not None:
        wanted = wanted.where(Call.programme_id == search.programme)
    if search.year is not None:
        wanted = wanted.where(Award.starts_on.between(date(search.year, 1, 1), date(search.year, 12, 31)))
    for word in search.words.split()[:MOST_WORDS]:
        wanted = wanted.where(contains(word))
    return wanted


def contains(word: str) -> ColumnElement[bool]:
    """In SQL: a word of the title or the call's code, of an investigator's or a university's name."""
    of_pi = exists().where(
        and_(AwardPart.award_id == Award.id, AwardPart.pi_id == Person.id),
        or_(*(column.icontains(word, autoescape=True) for column in PEOPLE)),
    )
    of_place = exists().where(
        and_(AwardPart.award_id == Award.id, AwardPart.institution_id == InstitutionName.institution_id),
        InstitutionName.text.icontains(word, autoescape=True),
    )
    plain = [column.icontains(word, autoescape=True) for column in (Application.title, Call.code)]
    return or_(*plain, of_pi, of_place)


def years(session: Session) -> list[int]:
    """The years in which funded projects began, the newest first."""
    year = extract("year", Award.starts_on)
    return sorted(map(int, session.scalars(funded(year).distinct())), reverse=True)


def programmes(session: Session) -> list[tuple[uuid.UUID, Mapping[str, str]]]:
    """The programmes that have funded projects."""
    any_funded = funded(Award.id).where(Call.programme_id == Programme.id).correlate(Programme).exists()
    rows = session.execute(select(Programme.id, Programme.name).where(any_funded).order_by(Programme.slug))
    return [(row.id, row.name) for row in rows]
