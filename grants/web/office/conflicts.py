"""The conflicts on record in a call: who may not judge or handle what, and why."""

from flask.typing import ResponseReturnValue

from grants.calls.model import Call
from grants.reviews.queries import conflicts_in
from grants.rules.conflicts import REASONS
from grants.web.desk import Door
from grants.web.office.desk import desk
from grants.web.paper import page
from grants.web.reader import visitor
from grants.web.transaction import session


@desk.page("/calls/<uuid:id>/conflicts", Door(Call, "call figures"), "coi.any.read_all")
def conflicts(call: Call) -> ResponseReturnValue:
    """Every conflict, by application; none of applications that this person is in conflict with."""
    found = conflicts_in(session(), visitor(), call)
    return page("office/conflicts.html", call=call, found=found, reasons=REASONS)
