"""The verbs of reports: asked for, written by the team, submitted, returned or accepted."""

from grants.reports.actions.asking import ask_for
from grants.reports.actions.holding import hold
from grants.reports.actions.judging import accept, return_report, submit, waive
from grants.reports.actions.outcomes import add_outcome, change_outcome, paste, remove_outcome
from grants.reports.actions.publishing import publish, take_back
from grants.reports.actions.writing import spend, write
from grants.rules.answers import Written
from grants.rules.spending import Outlay

__all__ = [
    "Outlay",
    "Written",
    "accept",
    "add_outcome",
    "ask_for",
    "change_outcome",
    "hold",
    "paste",
    "publish",
    "remove_outcome",
    "return_report",
    "spend",
    "submit",
    "take_back",
    "waive",
    "write",
]  # fmt: skip
