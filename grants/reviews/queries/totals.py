"""What one review comes to: its marks by criterion, and the weighted total over those that are given."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from grants.calls.model import Criterion
from grants.reviews.model import Review
from grants.rules.scoring import weighted
from grants.words import Sentence, say


@dataclass(frozen=True)
class Told:
    """One criterion as a page tells it: its name, its weight, the mark given, what that mark means."""

    label: Mapping[str, str]
    weight: int
    mark: int | None
    meaning: Mapping[str, str]


@dataclass(frozen=True)
class Total:
    """The weighted total of a review, and how many criteria it leaves out because they are blank."""

    figure: Fraction | None
    blank: int
    told: tuple[Told, ...]


BLANKS = say("A blank criterion is left out of the total. A review is submitted when every criterion has its mark.")


def total_of(review: Review, criteria: Iterable[Criterion]) -> Total:
    """What a review comes to so far; a blank criterion counts neither way."""
    criteria = list(criteria)
    given = {score.criterion_id: score.mark for score in review.scores}
    return total_of_marks({criterion.code: given.get(criterion.id) for criterion in criteria}, criteria)


def total_of_marks(given: Mapping[str, int | None], criteria: Iterable[Criterion]) -> Total:
    """What marks by criterion come to; one that is not there is blank."""
    criteria = list(criteria)
    marks = {criterion.code: given.get(criterion.code) for criterion in criteria}
    told = tuple(
        Told(criterion.label, criterion.weight, marks[criterion.code], meaning(criterion, marks[criterion.code]))
        for criterion in criteria
    )
    blank = sum(mark is None for mark in marks.values())
    return Total(weighted(marks, {criterion.code: criterion.weight for criterion in criteria}), blank, told)


def meaning(criterion: Criterion, mark: int | None) -> Mapping[str, str]:
    """What a mark means on the criterion's own scale."""
    return next((step["label"] for step in criterion.marks if step["points"] == mark), {})


def scale(criterion: Criterion) -> list[tuple[int, Any]]:
    """Every mark of a criterion, from the lowest, with what it means."""
    labels = {step["points"]: step["label"] for step in criterion.marks}
    return [(mark, labels.get(mark, {})) for mark in range(criterion.low, criterion.high + 1)]


def in_words(total: Total) -> Sentence:
    """The total as a line that says what the blanks do."""
    if total.figure is None:
        return say("No mark yet.")
    if total.blank:
        return say("The total is over %(given)s of %(all)s criteria.",
                   given=len(total.told) - total.blank, all=len(total.told))  # fmt: skip
    return say("Every criterion has its mark.")
