"""Trying a call's policy out on an earlier call of the programme, before it opens: a page that only reads."""

from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from grants.calls.decision_words import decision_told
from grants.calls.model import Call
from grants.calls.queries import former_calls
from grants.decisions.queries import hidden_from
from grants.decisions.trial import Trial, outcomes, trials
from grants.rules.access import may_read
from grants.rules.funding import POLICY_LABELS, JointResult
from grants.rules.refusal import Refused
from grants.web.desk import Door
from grants.web.office.desk import desk
from grants.web.paper import page
from grants.web.reader import visitor
from grants.web.transaction import session
from grants.words import Sentence

PER_PAGE = 50


@desk.page("/calls/<uuid:id>/try-policy", Door(Call, "call record"), "call.draft.read", "call.open.read")
def try_policy(call: Call) -> ResponseReturnValue:
    """All nine policies over an earlier call, side by side; one of them application by application."""
    by = visitor()
    formers = [one for one in former_calls(session(), call) if may_read(by, "call record", one)]
    former = next((one for one in formers if one.id == chosen()), formers[0] if formers else None)
    found, reason = tried(call, former)
    policy = request.args.get("policy", call.policy)
    one = next((each for each in found if each.policy == policy), None)
    own = next((each for each in found if each.policy == call.policy), None)
    rows = one.decisions if one else ()
    pages = max(1, -(-len(rows) // PER_PAGE))
    here = min(max(1, request.args.get("page", 1, int)), pages)
    return page(
        "office/try_policy.html", call=call, formers=formers, former=former, found=found, reason=reason, one=one,
        own=set(own.funded) if own else set(), rows=rows[(here - 1) * PER_PAGE : here * PER_PAGE], here=here,
        pages=pages, total=len(rows), results=tuple(JointResult),
        labelled={result.value: result.label for result in JointResult}, labels=POLICY_LABELS,
        deciding=decision_told(call), really=outcomes(session(), former) if former else {},
    )  # fmt: skip


def chosen() -> UUID | None:
    """The earlier call that is asked for; nonsense is nothing."""
    try:
        return UUID(request.args.get("former", ""))
    except ValueError:
        return None


def tried(call: Call, former: Any) -> tuple[list[Trial], Sentence | None]:
    """The trials, or why the earlier call cannot be computed."""
    if former is None:
        return [], None
    try:
        return trials(session(), call, former, hidden_from(session(), visitor(), former)), None
    except Refused as refused:
        return [], refused.reason
