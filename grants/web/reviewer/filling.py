"""A review's form: filled with what is kept, read for what was sent; the same for the page, the grid and the file."""

from collections.abc import Callable

from grants.reviews.actions import Judgement
from grants.reviews.model import Review
from grants.rules import reviews as law
from grants.rules.phases import asked_in
from grants.web.forms.review import ReviewForm

TEXTS = ("for_panel", "for_applicants", "scratchpad")


def stored(review: Review) -> dict[str, str]:
    """Everything as it is kept, as the form writes it."""
    marks = {score.criterion_id: score.mark for score in review.scores}
    values = {name: getattr(review, name) for name in TEXTS} | {"expertise": written(review.expertise)}
    for criterion in asked_in(review.application.call):
        values[law.field_of(criterion)] = written(marks.get(criterion.id))
    return values


def written(number: int | None) -> str:
    """A number as a form field holds it."""
    return "" if number is None else str(number)


def judgement(review: Review, form: ReviewForm, was_sent: Callable[[str], bool]) -> Judgement:
    """What was sent in the right shape; what was not sent, or not in shape, stays as it is kept."""
    wrong = set(form.errors)

    def sent(name: str) -> bool:
        return was_sent(name) and name not in wrong

    fields = {criterion.code: law.field_of(criterion) for criterion in asked_in(review.application.call)}
    marks = {code: int(form[name].data) for code, name in fields.items() if sent(name) and form[name].data}
    level = form.expertise.data if sent("expertise") else None
    seen = form.version.data if sent("version") else None
    return Judgement(
        marks, int(level) if level else review.expertise,
        **{name: (form[name].data or "") if sent(name) else getattr(review, name) for name in TEXTS},
        seen=int(seen) if seen and seen.isascii() and seen.isdecimal() else None,
    )  # fmt: skip
