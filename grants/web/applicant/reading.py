"""How much is read when a team opens its application: nothing that only those who judge and handle it ask for."""

from functools import cache
from typing import Any

from sqlalchemy.orm import joinedload, lazyload, selectinload

from grants.applications.model import Application, Part, TeamMember
from grants.calls.model import Call
from grants.people.model import Institution, Person


@cache
def team_alone() -> tuple[Any, ...]:
    """An application with its call and its team; the investigators without their offices."""
    return (
        selectinload(Application.parts).joinedload(Part.pi).options(lazyload(Person.appointments)),
        lazyload(Application.conflicts),
        lazyload(Application.assignments),  # type: ignore[attr-defined]
    )


@cache
def text_alone() -> tuple[Any, ...]:
    """An application to be saved in, as happens all evening: its call and clock, its sides and team by their keys."""
    call = joinedload(Application.call)
    return (
        call.options(lazyload(Call.programme), lazyload(Call.sides), joinedload(Call.deadlines)),
        joinedload(Application.parts).options(lazyload(Part.pi), lazyload(Part.institution)),
        selectinload(Application.members).lazyload(TeamMember.institution),
        lazyload(Application.conflicts),
        lazyload(Application.assignments),  # type: ignore[attr-defined]
    )


@cache
def handing_in() -> tuple[Any, ...]:
    """An application to be confirmed and submitted: its text, its money, who stands behind it; homes without names."""
    part = selectinload(Application.parts).options(
        joinedload(Part.pi).options(lazyload(Person.appointments), lazyload(Person.institution)),
        joinedload(Part.institution).lazyload(Institution.names), selectinload(Part.budget),
    )  # fmt: skip
    return (
        part,
        joinedload(Application.call).lazyload(Call.programme),
        selectinload(Application.members).lazyload(TeamMember.institution),
        lazyload(Application.conflicts),
        lazyload(Application.assignments),  # type: ignore[attr-defined]
    )
