"""How much is read when a review is opened: what the law asks for, and nothing more, for it happens all evening."""

from functools import cache
from typing import Any

from sqlalchemy.orm import joinedload, lazyload, load_only

import grants.decisions.model  # noqa: F401 - it gives calls their ranking
from grants.applications.model import Application, Conflict, Part, TeamMember
from grants.calls.model import Call
from grants.reviews.model import Assignment, Review

SEEN_OF_THE_CALL = (
    Call.code, Call.name, Call.programme_id, Call.opens_at, Call.deadline_rule, Call.at_round, Call._state,  # noqa: SLF001 - loading
    Call.version,
)  # fmt: skip


@cache
def review_alone() -> tuple[Any, ...]:
    """A review with its marks, its application without names, the call's deadline and whether its ranking is frozen."""
    call = joinedload(Application.call).options(
        load_only(*SEEN_OF_THE_CALL),
        lazyload(Call.programme), lazyload(Call.sides), joinedload(Call.deadlines), joinedload(Call.review_rounds),
        joinedload(Call.ranking),  # type: ignore[attr-defined]
    )  # fmt: skip
    application = joinedload(Assignment.application).options(
        call,
        lazyload(Application.assignments),  # type: ignore[attr-defined]
        joinedload(Application.parts).options(
            load_only(Part.side, Part.pi_id), lazyload(Part.pi), lazyload(Part.institution)
        ),
        joinedload(Application.members).options(load_only(TeamMember.person_id), lazyload(TeamMember.institution)),
        joinedload(Application.conflicts).options(
            load_only(Conflict.person_id, Conflict.stands), lazyload(Conflict.person)
        ),
    )
    assignment = joinedload(Review.assignment)
    return (assignment.options(lazyload(Assignment.reviewer), lazyload(Assignment.review), application),)
