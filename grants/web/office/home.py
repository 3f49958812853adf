"""The officer's home: what needs you, what is running, what is done."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask.typing import ResponseReturnValue

from grants import clock
from grants.calls.queries import running_calls
from grants.rules.calls import phase
from grants.rules.relations import holds, is_officer
from grants.rules.roles import Role
from grants.web.desk import Hall
from grants.web.lifeline import tone_of
from grants.web.need import Need
from grants.web.office import call_needs, case_needs, decision_needs, formal_needs, report_needs
from grants.web.office.desk import desk
from grants.web.paper import page
from grants.web.reader import visitor
from grants.web.transaction import session

Ask = Callable[[Any, datetime], list[Need]]
NEEDS: tuple[Ask, ...] = (
    call_needs.needs,
    case_needs.needs,
    decision_needs.needs,
    formal_needs.needs,
    report_needs.needs,
)  # one for each noun


def works_in_office(by: Any, _thing: Any = None) -> bool:
    """Officers and auditors of any programme."""
    return is_officer(by) or bool(holds(by, Role.AUDITOR))


@desk.page("", Hall(works_in_office), "call.draft.read", "call.open.read")
def home() -> ResponseReturnValue:
    """What waits for this officer, soonest first, and the calls that are running."""
    by, at = visitor(), clock.now()
    needs = sorted((need for ask in NEEDS for need in ask(by, at)), key=Need.urgency)
    return page(
        "office/home.html", needs=needs, running=running_calls(session(), by), phase=phase, tone_of=tone_of,
        may_create=is_officer(by),
    )  # fmt: skip
