"""What a closed call's applications ask of its officers: the own side's eligibility check and checklist, reviewers."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from flask import url_for

from grants.calls.model import Call
from grants.calls.queries import running_calls
from grants.reviews.queries import lacking
from grants.rules.calls import Phase, closes_at, phase
from grants.rules.relations import is_officer_of_call
from grants.web.need import Need
from grants.web.transaction import session
from grants.words import say

SAID = {
    "eligibility": (say("%(count)s applications wait for your side's eligibility check (%(call)s)"), say("Check")),
    "reviewers": (say("%(count)s applications lack reviewers (%(call)s)"), say("Assign")),
    "checklist": (say("%(count)s applications wait for your side's checklist (%(call)s)"), say("Look through them")),
}
WHERE = {
    "eligibility": "office.applications", "reviewers": "office.assignments", "checklist": "office.applications",
}  # fmt: skip


def needs(by: Any, at: datetime) -> list[Need]:
    """What waits in the calls that have closed."""
    return [need for call in running_calls(session(), by) for need in asked_by(call, by, at)]


def asked_by(call: Call, by: Any, at: datetime) -> Iterator[Need]:
    """What one call asks of one officer now."""
    if phase(call, at) is not Phase.CLOSED or not is_officer_of_call(by, call):
        return
    for what, count in lacking(session(), by, call).items():
        if count:
            sentence, verb = SAID[what]
            address = url_for(WHERE[what], id=call.id, lacking=what)
            yield Need(say(sentence.text, count=count, call=call.name), closes_at(call), verb, address)
