"""The verbs of awards, in files by what they are about."""

from grants.awards.actions.amending import Wish, answer, ask, take_back
from grants.awards.actions.evidence import judge_evidence, show_evidence
from grants.awards.actions.offering import accept, decline, lapse, make

__all__ = [
    "Wish", "accept", "answer", "ask", "decline", "judge_evidence", "lapse", "make", "show_evidence", "take_back",
]  # fmt: skip
