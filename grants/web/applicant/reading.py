"""How much is read when a section is saved: what the law of writing asks for, for it happens all evening."""

from functools import cache
from typing import Any

from sqlalchemy.orm import joinedload, lazyload, selectinload

from grants.applications.model import Application, Part, TeamMember
from grants.calls.model import Call


@cache
def text_alone() -> tuple[Any, ...]:
    """An application with its call and its clock; its parts and its team without the accounts behind them."""
    call = joinedload(Application.call)
    return (
        call.options(lazyload(Call.programme), lazyload(Call.sides), joinedload(Call.deadlines)),
        joinedload(Application.parts).options(lazyload(Part.pi), lazyload(Part.institution)),
        selectinload(Application.members).lazyload(TeamMember.institution),
        lazyload(Application.conflicts),
        lazyload(Application.assignments),  # type: ignore[attr-defined]
    )
