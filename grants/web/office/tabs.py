"""The pages of one call in the office, beside each other; each is shown to those who may enter it."""

from typing import Any

from flask import current_app, request, url_for

from grants.calls.model import Call
from grants.rules.access import may_read
from grants.rules.calls import BEFORE_PUBLICATION
from grants.web.reader import visitor
from grants.words import Sentence, say

BEFORE = {"office.call", "office.money", "office.reviewers", "office.mail", "office.history"}
TABS = (
    (say("Call"), "office.call", "call record"),
    (say("Deadlines"), "office.deadlines", "call record"),
    (say("Money"), "office.money", "call record"),
    (say("Applications"), "office.applications", "call record"),
    (say("On several"), "office.several", "call office"),
    (say("Reviewers"), "office.reviewers", "call figures"),
    (say("Assignments"), "office.assignments", "call figures"),
    (say("Decisions"), "office.decisions", "call record"),
    (say("Funding"), "office.funding", "call figures"),
    (say("Release"), "office.release", "call record"),
    (say("Awards"), "office.awards", "call record"),
    (say("Letters"), "office.letters", "call record"),
    (say("Reports"), "office.reports", "call figures"),
    (say("Figures"), "office.figures", "call figures"),
    (say("Mail"), "office.mail", "call record"),
    (say("Exports"), "office.exports", "call figures"),
    (say("Records"), "office.kept", "call record"),
    (say("History"), "office.history", "call record"),
)


def trail(call: Call) -> list[tuple[Any, str]]:
    """The way back to the call: by the office for those who keep its record, by the panel for its chair."""
    if may_read(visitor(), "call record", call):
        return [(say("Office"), url_for("office.home")), (call.name, url_for("office.call", id=call.id))]
    return [(say("Panel"), url_for("reviewer.panels")), (call.name, url_for("reviewer.panel", id=call.id))]


def tabs(call: Call) -> list[tuple[Sentence, str, bool]]:
    """The tabs of a call for this reader: label, address, whether it is this page."""
    by = visitor()
    return [
        (label, url_for(endpoint, id=call.id), endpoint == request.endpoint)
        for label, endpoint, noun in TABS
        if endpoint in current_app.view_functions
        and (call.state not in BEFORE_PUBLICATION or endpoint in BEFORE)
        and may_read(by, noun, call)
        and (endpoint != "office.funding" or call.walks)
    ]
