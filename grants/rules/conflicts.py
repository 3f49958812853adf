"""Conflicts that can be told from the record alone: a person of the team, a colleague of the same unit, one declared.

Working at the same university is none: every application of a joint fund names two of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from grants.rules.names import search_key
from grants.rules.relations import is_on_team
from grants.words import Sentence, say


@dataclass(frozen=True)
class Ground:
    """Why somebody may not judge an application: the kind of conflict, and the sentence that explains it."""

    kind: str
    reason: Sentence


APPLICANT = Ground("applicant", say("Is on the team of this application."))
SAME_UNIT = Ground("same_unit", say("Works in the same unit of the same university as a principal investigator."))
DECLARED = Ground("declared", say("Has declared a conflict with this application."))
REASONS = {one.kind: one.reason for one in (APPLICANT, SAME_UNIT, DECLARED)}


def ground(person: Any, application: Any) -> Ground | None:
    """The first ground on which this person may not judge the application, or nothing."""
    return next(grounds(person, application), None)


def grounds(person: Any, application: Any) -> Iterator[Ground]:
    """Every ground on which this person may not judge the application."""
    if is_applicant(person, application):
        yield APPLICANT
    if any(one.person_id == person.id and one.stands for one in application.conflicts):
        yield DECLARED
    if any(is_colleague(person, part) for part in application.parts):
        yield SAME_UNIT


def is_applicant(person: Any, application: Any) -> bool:
    """Someone on the team, be it by account or by the address they were entered with."""
    return is_on_team(person, application) or any(
        member.email and member.email == person.email for member in application.members
    )


def is_colleague(person: Any, part: Any) -> bool:
    """Someone of the same unit of the same university as a side's principal investigator."""
    if person.institution_id is None or person.institution_id != part.institution_id:
        return False
    ours, theirs = search_key(person.unit).split(), search_key(part.unit).split()
    return bool(ours) and ours == theirs
