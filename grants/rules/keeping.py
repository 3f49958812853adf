"""Keeping records: each side as long as its own law asks; until then a person is sealed in them under another name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from grants.rules.refusal import Refused
from grants.rules.relations import is_administrator, is_officer
from grants.words import say

PSEUDONYM = "Person %s"
ADDRESS = "%s@forgotten.invalid"
TWO = say("Two people are needed, and neither is the one who asked.")


@dataclass(frozen=True)
class Held:
    """What one side holds of a person: an application that was handed in, until a day; or one still under way."""

    ref: str
    side: str
    until: date
    under_way: bool


def kept_until(ends_on: date, years: int) -> date:
    """The last day of the years after the projects' end; after a leap day, the day before the first of March."""
    try:
        return ends_on.replace(year=ends_on.year + years)
    except ValueError:
        return ends_on.replace(year=ends_on.year + years, day=28)


def pseudonym_of(person: Any) -> tuple[str, str]:
    """The name and the address under which somebody stands in the record from then on; they tell nothing."""
    return PSEUDONYM % person.id.hex[:8], ADDRESS % person.id.hex


def allow_two(both: tuple[Any, Any]) -> None:
    """Refuse unless two people, officers or administrators, answer for it."""
    if both[0].id == both[1].id:
        raise Refused(TWO)
    if not all(is_officer(by) or is_administrator(by) for by in both):
        raise Refused(say("This is not for you to do."))


def allow_forgetting(person: Any, held: Iterable[Held], both: tuple[Any, Any]) -> None:
    """Refuse unless two others, officers or administrators, answer for it, and nothing of the person is under way."""
    if person.id in {by.id for by in both}:
        raise Refused(TWO)
    allow_two(both)
    if any(appointment.until is None for appointment in person.appointments):
        raise Refused(say("They still hold a role here. End it first."))
    running = next((one for one in held if one.under_way), None)
    if running is not None:
        raise Refused(say("%(ref)s is still under way: it is withdrawn or decided first.", ref=running.ref))
