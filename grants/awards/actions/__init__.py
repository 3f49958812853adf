"""The verbs of awards, in files by what they are about."""

from grants.awards.actions.amending import Wish, answer, ask, take_back
from grants.awards.actions.evidence import judge_evidence, show_evidence
from grants.awards.actions.offering import Head, accept, decline, lapse, make
from grants.awards.actions.paying import Planned, pay, plan, strike

__all__ = [
    "Head", "Planned", "Wish", "accept", "answer", "ask", "decline", "judge_evidence", "lapse", "make", "pay", "plan",
    "show_evidence", "strike", "take_back",
]  # fmt: skip
