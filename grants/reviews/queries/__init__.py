"""What is asked of reviews: a reviewer's pile, what a reviewer is handed, the cases of an office, the pool."""

from grants.reviews.queries.asked import AskedLine, asked_of
from grants.reviews.queries.bids import Bidding, BidLine, bidding, counted_bidders
from grants.reviews.queries.blind import BlindReview, blind
from grants.reviews.queries.cases import Case, Cases, PartLine, cases, parts_of
from grants.reviews.queries.conflicts import (
    assignment_of,
    conflicts_in,
    counted_conflicts,
    judged_as,
    judged_by_key,
    own_conflicts,
)
from grants.reviews.queries.editions import editions
from grants.reviews.queries.grounds import (
    Possible,
    ground_of,
    ground_told,
    grounds_between,
    possible_conflicts,
    ties_of,
)
from grants.reviews.queries.pile import Line, in_need, own_reviews, pile, pools_of, queue
from grants.reviews.queries.pool import (
    PoolMember,
    member_of,
    named_grounds,
    open_assignments,
    pool,
    unsettled,
)
from grants.reviews.queries.proposing import is_current, proposals_of, question_of
from grants.reviews.queries.readers import new_readers
from grants.reviews.queries.rescored import Rescored, rescored
from grants.reviews.queries.seeking import Sought, lacking, narrowed
from grants.reviews.queries.totals import BLANKS, Told, Total, in_words, scale, total_of, total_of_marks

__all__ = [
    "BLANKS", "AskedLine", "BidLine", "Bidding", "BlindReview", "Case", "Cases", "Line", "PartLine", "PoolMember",
    "Possible", "Rescored", "Sought", "Told", "Total", "asked_of", "assignment_of", "bidding", "blind", "cases",
    "conflicts_in", "counted_bidders", "counted_conflicts", "editions", "ground_of", "ground_told", "grounds_between",
    "in_need", "in_words", "is_current", "judged_as", "judged_by_key", "lacking", "member_of", "named_grounds",
    "narrowed", "new_readers", "open_assignments", "own_conflicts", "own_reviews", "parts_of", "pile", "pool",
    "pools_of", "possible_conflicts", "proposals_of", "question_of", "queue", "rescored", "scale", "ties_of",
    "total_of", "total_of_marks", "unsettled",
]  # fmt: skip
