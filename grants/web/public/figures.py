"""What the public reads of a programme's results: released rounds only, and only what such offices publish."""

from collections.abc import Sequence
from typing import Any

from flask import Response, request
from werkzeug.exceptions import NotFound

from grants.calls.model import Call
from grants.calls.queries import FINISHED
from grants.exports import csv
from grants.exports.table import Table
from grants.reports.queries import figures as counted
from grants.reports.queries import over_rounds
from grants.rules.relations import ANYONE
from grants.web.desk import Door
from grants.web.figures import bars, published, rate
from grants.web.public.desk import desk
from grants.web.reader import reader
from grants.web.transaction import session
from grants.words import say

COLUMNS = [
    (say("University"), lambda row: row.name),
    (say("Side"), lambda row: row.side),
    (say("Applications submitted, as principal investigator"), lambda row: row.as_pi.submitted),
    (say("Approved, as principal investigator"), lambda row: row.as_pi.approved),
]


def figures_of(calls: Sequence[Call]) -> dict[str, Any]:
    """The released rounds together, and one of them whole, the newest unless another is asked for."""
    released = [call for call in calls if call.state in FINISHED]
    if not released:
        return {"counts": None}
    call = next((one for one in released if one.code == request.args.get("round")), released[0])
    counts = counted(session(), ANYONE, call)
    return {
        "overall": over_rounds(session(), released) if len(released) > 1 else None, "counts": counts,
        "counted_call": call, "big": published(counts), "bars": bars(counts), "rate": rate,
    }  # fmt: skip


@desk.page("/calls/<uuid:id>/universities.csv", Door(Call, "call"), "decision.released.list_public_awards")
def universities_csv(call: Call) -> Response:
    """The table behind the public chart, to take away."""
    if call.state not in FINISHED:
        raise NotFound
    rows = [row for row in counted(session(), ANYONE, call).universities if row.side]
    held = {"Content-Disposition": f'attachment; filename="{call.code.lower()}-universities.csv"'}
    return Response(csv.write(Table(COLUMNS, rows), reader()), content_type="text/csv; charset=utf-8", headers=held)
