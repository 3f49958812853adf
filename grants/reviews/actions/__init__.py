"""The verbs of reviews, in files by what they are about."""

from grants.reviews.actions.answering import accept, declare_conflict, decline, withdraw_for_conflict
from grants.reviews.actions.assigning import LINK, Asked, assign, remind, remove
from grants.reviews.actions.bidding import bid
from grants.reviews.actions.discussing import discuss
from grants.reviews.actions.keeping import restore
from grants.reviews.actions.pooling import Newcomer, add_reviewer
from grants.reviews.actions.proposing import apply_proposal, ask_for_proposal, keep_outcome
from grants.reviews.actions.rescoring import rescore
from grants.reviews.actions.reviewing import Judgement, reopen, score, submit, void
from grants.reviews.actions.ties import add_tie, drop_ties, remove_tie

__all__ = [
    "LINK", "Asked", "Judgement", "Newcomer", "accept", "add_reviewer", "add_tie", "apply_proposal",
    "ask_for_proposal", "assign", "bid", "declare_conflict", "decline", "discuss", "drop_ties", "keep_outcome",
    "remind", "remove", "remove_tie", "reopen", "rescore", "restore", "score", "submit", "void",
    "withdraw_for_conflict",
]  # fmt: skip
