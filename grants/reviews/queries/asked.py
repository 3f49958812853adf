"""Who was asked for which application, as officers and chair see it: the reviewer, the side, how far."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.people.model import Person
from grants.reviews.model import Assignment, Review
from grants.rules.names import Named
from grants.rules.reviews import AssignmentState, ReviewState
from grants.words import Sentence


@dataclass(frozen=True)
class AskedLine(Named):
    """One reviewer of one application."""

    id: uuid.UUID
    application_id: uuid.UUID
    review_id: uuid.UUID | None
    side: str
    state: AssignmentState
    written: ReviewState | None
    asked_at: datetime
    family: str
    given: str
    family_latin: str
    given_latin: str

    @property
    def is_at_work(self) -> bool:
        """Whether the reviewer counts among those who judge."""
        return self.state in {AssignmentState.INVITED, AssignmentState.ACCEPTED}

    @property
    def is_in(self) -> bool:
        """Whether the review has been submitted and stands."""
        return self.is_at_work and self.written is ReviewState.SUBMITTED

    @property
    def standing(self) -> tuple[Sentence, str]:
        """How far it is, in a word with its tone."""
        if self.state is AssignmentState.ACCEPTED and self.written is not None:
            return self.written.label, "good" if self.is_in else "wait"
        return self.state.label, "wait" if self.is_at_work else "warn"


def asked_of(session: Session, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[AskedLine]]:
    """The reviewers of some applications, those taken off not among them."""
    rows = session.execute(
        select(
            Assignment.id, Assignment.application_id, Review.id, Assignment.side, Assignment.state, Review.state,
            Assignment.asked_at, Person.family, Person.given, Person.family_latin, Person.given_latin,
        )
        .join(Person, Person.id == Assignment.reviewer_id).outerjoin(Assignment.review)
        .where(Assignment.application_id.in_(ids), Assignment.state != AssignmentState.REMOVED)
        .order_by(Assignment.side, Assignment.asked_at, Person.family_latin, Person.family, Assignment.id),
    )  # fmt: skip
    asked: dict[uuid.UUID, list[AskedLine]] = {}
    for row in rows:
        asked.setdefault(row[1], []).append(AskedLine(*row))
    return asked
