"""What is asked of applications, in files by what it is about."""

from grants.applications.queries.facts import examined, examined_for, facts_of, foreseen, ruled
from grants.applications.queries.gaps import Asked, Gap, gaps, questions_of
from grants.applications.queries.lists import (
    counted,
    handled_in,
    in_conflict,
    invitations_to,
    mine,
    on_team,
    people_of,
    standing,
    submitted_in,
)

__all__ = [
    "Asked", "Gap", "counted", "examined", "examined_for", "facts_of", "foreseen", "gaps", "handled_in", "in_conflict",
    "invitations_to", "mine", "on_team", "people_of", "questions_of", "ruled", "standing", "submitted_in",
]  # fmt: skip
