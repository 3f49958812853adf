"""The reviews of a call as a case states them: who scored what, reviewers by a number that tells nobody's name."""

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from sqlalchemy.orm import Session

from grants.calls.model import Call
from grants.decisions.heard import marks_in
from grants.rules.plausible import FEWEST_REVIEWS

DRAWS, FEWEST_DRAWS, WALKS = 200, 20, 20_000  # a walk down many takes long: then fewer plausible rankings are walked


def reviews_told(session: Session, call: Call, numbers: Sequence[int]) -> dict[str, Any] | None:
    """The reviews as a case states them; none where too few are in to say how sure a ranking is."""
    marks = marks_in(session, call, numbers)
    counts = Counter(mark.number for mark in marks)
    low, high = min(one.low for one in call.criteria), max(one.high for one in call.criteria)
    if not numbers or low == high or any(counts[number] < FEWEST_REVIEWS for number in numbers):
        return None
    reviewers = sorted({masked(call, mark.reviewer) for mark in marks})
    given = {(mark.number, masked(call, mark.reviewer)): float(mark.total) for mark in marks}
    return {
        "applications": [f"{call.code}-{number:03d}" for number in numbers],
        "reviewers": [f"R{place}" for place in range(1, len(reviewers) + 1)],
        "scores": [[given.get((number, reviewer)) for reviewer in reviewers] for number in numbers],
        "scale": [low, high],
        "draws": max(FEWEST_DRAWS, min(DRAWS, WALKS // len(numbers))),
        "seed": 0,
    }


def masked(call: Call, reviewer: str) -> str:
    """A reviewer by a word from which nobody is found."""
    return sha256(f"{call.id}:{reviewer}".encode()).hexdigest()
