"""Tables to take away: what each reader may take is what they may see."""

from collections.abc import Mapping
from types import ModuleType

from flask import Response
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from grants.calls.model import Call
from grants.exports import (
    applications,
    awards,
    csv,
    decisions,
    instalments,
    json,
    outcomes,
    payments,
    scores,
    spending,
    xlsx,
)
from grants.exports.table import Table
from grants.rules.access import may_read
from grants.web.desk import Door
from grants.web.office.desk import desk
from grants.web.office.tabs import tabs, trail
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.transaction import session
from grants.words import Sentence, say

FORMATS = {
    "csv": (csv.write, "text/csv; charset=utf-8"),
    "json": (json.write, "application/json; charset=utf-8"),
    "xlsx": (xlsx.write, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
RECORDS: Mapping[str, ModuleType] = {
    "applications": applications, "decisions": decisions, "awards": awards, "outcomes": outcomes,
    "payments": payments, "instalments": instalments, "spending": spending,
}  # fmt: skip
ABOUT: tuple[tuple[str, Sentence, Sentence], ...] = (
    ("applications", say("Applications"),
     say("One row for each application that was handed in: people, universities, amounts, eligibility, state.")),
    ("scores", say("Scores"),
     say("One row for each review that is in: every mark, the weighted total. Reviewers are named: keep it safe.")),
    ("decisions", say("Decisions"),
     say("One row for each application: place, recommendation, what each side decided, the joint result.")),
    ("awards", say("Awards"),
     say("One row for each award: amounts, answers, cost centres, what the report says was spent.")),
    ("payments", say("Money of awards"),
     say("One row for each line in the ledgers: promised, paid, set free, returned, with payer and cost centre.")),
    ("instalments", say("Planned payments"),
     say("One row for each payment that a side plans: amount, day or report, where it stands, payer, cost centre.")),
    ("spending", say("Spending by kind of cost"),
     say("One row for each kind of cost of each side: what the budget asked for, what the report says was spent.")),
    ("outcomes", say("Outcomes"),
     say("One row for each publication, person exchanged, follow-on grant and so on.")),
)  # fmt: skip


@desk.page("/calls/<uuid:id>/exports", Door(Call, "call figures"), "export.call.applications_csv",
           "export.call.scores_csv")  # fmt: skip
def exports(call: Call) -> ResponseReturnValue:
    """What can be taken away, and what is in it."""
    keeps_record = may_read(visitor(), "call record", call)
    offered = [row for row in ABOUT if keeps_record or row[0] == "scores"]
    return page(
        "office/exports.html", call=call, tabs=tabs(call), trail=trail(call), offered=offered, formats=FORMATS,
        keeps_record=keeps_record,
    )  # fmt: skip


@desk.page("/calls/<uuid:id>/exports/<table>.<kind>", Door(Call, "call record"), "export.call.applications_csv",
           "decision.before_release.read", "award.active.read", "outcome.private.read")  # fmt: skip
def export(call: Call, table: str, kind: str) -> Response:
    """One table of the call's record."""
    if table not in RECORDS:
        raise NotFound
    taken: Table = RECORDS[table].table(session(), visitor(), call)
    return sent(taken, f"{call.code}-{table}", kind)


@desk.page("/calls/<uuid:id>/exports/scores.<kind>", Door(Call, "call figures"), "export.call.scores_csv")
def export_scores(call: Call, kind: str) -> Response:
    """All scores of the call; the chair takes them as well."""
    return sent(scores.table(session(), visitor(), call), f"{call.code}-scores", kind)


def sent(table: Table, name: str, kind: str) -> Response:
    """The table as a file of that kind, in the reader's language."""
    if kind not in FORMATS:
        raise NotFound
    write, mimetype = FORMATS[kind]
    held = f'attachment; filename="{name.lower()}.{kind}"'
    return Response(write(table, reader()), content_type=mimetype, headers={"Content-Disposition": held})
