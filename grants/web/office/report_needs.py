"""What reports ask of an officer."""

from datetime import datetime
from typing import Any

from flask import url_for

from grants.reports.queries import judged_by
from grants.rules.reports import Standing
from grants.web.need import Need
from grants.web.transaction import session
from grants.words import say


def needs(by: Any, at: datetime) -> list[Need]:
    """Reports that wait for this officer's side, and reports that are late: one line for each call."""
    found = []
    for call in judged_by(session(), by, at.date()):
        told = {"call": call.name}
        if call.submitted:
            found.append(Need(
                say("%(count)s reports in “%(call)s” wait for your side", count=call.submitted, **told), None,
                say("Read"), url_for("office.reports", id=call.call_id, standing=Standing.SUBMITTED.value),
            ))  # fmt: skip
        if call.overdue:
            found.append(Need(
                say("%(count)s reports in “%(call)s” are overdue", count=call.overdue, **told), None, say("See which"),
                url_for("office.reports", id=call.call_id, standing=Standing.OVERDUE.value), "warn",
            ))  # fmt: skip
    return found
