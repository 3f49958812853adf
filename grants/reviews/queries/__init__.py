"""What is asked of reviews: a reviewer's pile, what a reviewer is handed, the cases of an office, the pool."""

from grants.reviews.queries.asked import AskedLine, asked_of
from grants.reviews.queries.blind import BlindReview, blind
from grants.reviews.queries.cases import Case, Cases, PartLine, Sought, cases, lacking, parts_of
from grants.reviews.queries.pile import Line, pile, queue
from grants.reviews.queries.pool import (
    Plan,
    PoolMember,
    fresh_proposal,
    member_of,
    named_grounds,
    open_assignments,
    pool,
    unsettled,
)
from grants.reviews.queries.totals import BLANKS, Told, Total, in_words, scale, total_of

__all__ = [
    "BLANKS", "AskedLine", "BlindReview", "Case", "Cases", "Line", "PartLine", "Plan", "PoolMember", "Sought",
    "Told", "Total", "asked_of", "blind", "cases", "fresh_proposal", "in_words", "lacking", "member_of",
    "named_grounds", "open_assignments", "parts_of", "pile", "pool", "queue", "scale", "total_of",
    "unsettled",
]  # fmt: skip
