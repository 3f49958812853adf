"""Reviewing: marks and comments, saved as they are written; submitted whole; taken back until the panel is locked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from grants.people.model import Person
from grants.reviews.editions import keep, keep_if_worth
from grants.reviews.model import Review, Score
from grants.rules import reviews as law
from grants.rules.phases import asked_in
from grants.rules.refusal import Refused
from grants.words import say

OWN = ("expertise", "for_panel", "for_applicants", "scratchpad")


@dataclass(frozen=True)
class Judgement:
    """What a reviewer has written so far, by criterion; `seen` is the version they were looking at."""

    marks: Mapping[str, int | None] = field(default_factory=dict)
    expertise: int | None = None
    for_panel: str = ""
    for_applicants: str = ""
    scratchpad: str = ""
    seen: int | None = None


def score(review: Review, said: Judgement, by: Person, at: datetime) -> bool:
    """Save a review as it stands; whether anything changed. Nobody's newer text is written over unseen."""
    review.allow(law.SCORE, by, at)
    marks = changed_marks(review, said.marks)
    texts = {name: getattr(said, name) for name in OWN if getattr(said, name) != getattr(review, name)}
    if said.expertise not in {None, *law.EXPERTISE}:
        raise Refused(say("Choose one of the answers that are offered."), "expertise")
    if not marks and not texts:
        return False
    review.expect(said.seen)
    keep_if_worth(review, texts, at)
    for name, value in texts.items():
        setattr(review, name, value)
    given = {one.criterion_id: one for one in review.scores}
    for criterion, mark in marks:
        kept = given.get(criterion.id)
        if kept is None:
            review.scores.append(Score(criterion_id=criterion.id, mark=mark))
        else:
            kept.mark = mark
    review.changed_at = at
    review.take(law.SCORE, by, at, marks={criterion.code: mark for criterion, mark in marks}, texts=sorted(texts))
    return True


def changed_marks(review: Review, marks: Mapping[str, int | None]) -> list[tuple[Any, int | None]]:
    """The criteria whose mark is another one now, each mark checked against the criterion's own scale."""
    given = {one.criterion_id: one.mark for one in review.scores}
    return [
        (criterion, law.mark_for(criterion, marks[criterion.code]))
        for criterion in asked_in(review.application.call)
        if criterion.code in marks and marks[criterion.code] != given.get(criterion.id)
    ]


def submit(review: Review, by: Person, at: datetime) -> None:
    """Hand a review in, whole; it can be taken back until the ranking is frozen."""
    review.take(law.SUBMIT, by, at)
    review.submitted_at = at


def reopen(review: Review, by: Person, at: datetime) -> None:
    """Take one's own review back to go on writing; it does not count until it is submitted again."""
    review.take(law.REOPEN, by, at)
    keep(review, at)
    review.submitted_at = None


def void(review: Review, reason: str, by: Person, at: datetime) -> None:
    """Declare a review void: it counts nowhere, and stays on record."""
    review.take(law.VOID, by, at, reason=reason)
