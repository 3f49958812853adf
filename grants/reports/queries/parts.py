"""Both sides of an award in a line: who leads it there, from which university, with how much."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.awards.model import AwardPart
from grants.calls.model import Side
from grants.money import Money
from grants.people.model import Person
from grants.reviews.queries.cases import places_of
from grants.rules.names import Named


@dataclass(frozen=True)
class PartGranted(Named):
    """One side of an award as lists tell it."""

    side: str
    label: Mapping[str, str]
    family: str
    given: str
    family_latin: str
    given_latin: str
    place: Mapping[str, str]
    granted: Money


def parts_granted(session: Session, awards: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[PartGranted]]:
    """The parts of these awards, in the order of the call's sides; always two questions."""
    names = (Person.family, Person.given, Person.family_latin, Person.given_latin)
    rows = session.execute(
        select(
            AwardPart.award_id, Side.code, Side.label, AwardPart.institution_id, AwardPart.minor, AwardPart.currency,
            *names,
        )
        .join(Side, Side.id == AwardPart.side_id).join(Person, Person.id == AwardPart.pi_id)
        .where(AwardPart.award_id.in_(awards)).order_by(AwardPart.position),
    ).all()  # fmt: skip
    places = places_of(session, {row.institution_id for row in rows})
    parts: dict[uuid.UUID, list[PartGranted]] = {}
    for row in rows:
        parts.setdefault(row.award_id, []).append(
            PartGranted(
                row.code, row.label, row.family, row.given, row.family_latin, row.given_latin,
                places.get(row.institution_id, {}), Money(row.minor, row.currency),
            ),
        )  # fmt: skip
    return parts
