"""The history of a call: every deed on it and on what was handed in, who did it and when."""

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from grants.applications.model import Application
from grants.applications.queries import handled_in
from grants.calls.model import Call
from grants.calls.queries import paged
from grants.history.queries import of_call
from grants.web.desk import Door
from grants.web.office.desk import desk
from grants.web.office.tabs import tabs, trail
from grants.web.paper import page
from grants.web.past import past
from grants.web.reader import visitor
from grants.web.transaction import session

PER_PAGE = 100


@desk.page("/calls/<uuid:id>/history", Door(Call, "call record"), "audit_log.any.read")
def history(call: Call) -> ResponseReturnValue:
    """Every deed, the newest first; none on a draft, none on an application this person is in conflict with."""
    shown = handled_in(visitor(), call).where(Application.submitted_at.is_not(None))
    told = of_call(call.id, shown.with_only_columns(Application.id))
    found = paged(session(), told, request.args.get("page", 1, type=int), PER_PAGE)
    about = {one.application_id for one in found}
    numbers = session().execute(select(Application.id, Application.number).where(Application.id.in_(about)))
    refs = {row.id: f"{call.code}-{row.number:03d}" for row in numbers}
    rows = [(entry, one) for entry, one in zip(found, past(found), strict=True)]
    return page("office/history.html", call=call, tabs=tabs(call), trail=trail(call), found=found, rows=rows, refs=refs)
