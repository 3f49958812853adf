"""The reviewer's and the chair's desk: the pile, the review beside its PDF, the panel."""

from grants.web.reviewer import (
    assignments,
    bids,
    conflicts,
    discussion,
    earlier,
    figures,
    grid,
    home,
    meeting,
    offline,
    opening,
    panels,
    papers,
    ranked,
    rescoring,
    reviews,
)
from grants.web.reviewer.desk import desk

__all__ = [
    "assignments", "bids", "conflicts", "desk", "discussion", "earlier", "figures", "grid", "home", "meeting",
    "offline", "opening", "panels", "papers", "ranked", "rescoring", "reviews",
]  # fmt: skip
