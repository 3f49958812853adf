"""Earlier states of a review, its author's alone: written down before a save would take them away."""

from collections.abc import Mapping
from datetime import datetime

from grants.db import session_of
from grants.reviews.model import Edition, Review
from grants.rules.drafts import is_worth_keeping

TEXTS = ("for_panel", "for_applicants", "scratchpad")


def keep_if_worth(review: Review, texts: Mapping[str, object], at: datetime) -> None:
    """Keep what stands before these texts take its place, if much goes or time has passed."""
    if review.kept_at == at:
        return
    before = {name: getattr(review, name) for name in TEXTS}
    after = before | {name: str(text) for name, text in texts.items() if name in before}
    if is_worth_keeping(before, after, review.kept_at or review.changed_at, at):
        keep(review, at)


def keep(review: Review, at: datetime, reason: str = "") -> Edition:
    """Write down a review as it stands."""
    codes = {criterion.id: criterion.code for criterion in review.application.call.criteria}
    kept = Edition(
        review_id=review.id, at=review.changed_at, expertise=review.expertise, reason=reason,
        marks={codes[one.criterion_id]: one.mark for one in review.scores if one.criterion_id in codes},
        **{name: getattr(review, name) for name in TEXTS},
    )  # fmt: skip
    session_of(review).add(kept)
    review.kept_at = at
    return kept
