"""The verbs of reviews, in files by what they are about."""

from grants.reviews.actions.answering import accept, declare_conflict, decline
from grants.reviews.actions.assigning import Asked, assign, remind, remove
from grants.reviews.actions.keeping import restore
from grants.reviews.actions.pooling import Newcomer, add_reviewer
from grants.reviews.actions.reviewing import Judgement, reopen, score, submit, void

__all__ = [
    "Asked", "Judgement", "Newcomer", "accept", "add_reviewer", "assign", "declare_conflict", "decline", "remind",
    "remove", "reopen", "restore", "score", "submit", "void",
]  # fmt: skip
