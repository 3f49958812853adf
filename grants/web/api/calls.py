"""The records of a call for an office's own systems: the tables of the exports, a thousand rows at a time."""

import re
from collections.abc import Mapping
from itertools import islice
from types import ModuleType
from typing import Any

from flask import Response, request
from sqlalchemy import select
from werkzeug.exceptions import NotFound

from grants.calls.model import Call
from grants.exports import applications, awards, decisions, outcomes, payments
from grants.exports.json import exact
from grants.exports.table import Table
from grants.rules.access import may_read
from grants.rules.relations import is_signed_in
from grants.rules.scopes import Scope
from grants.web.api.desk import desk, said, within
from grants.web.desk import Door, Hall
from grants.web.reader import visitor
from grants.web.transaction import session
from grants.words import SOURCE, language

PAGE = 1000
TABLES: Mapping[Scope, ModuleType] = {
    Scope.APPLICATIONS: applications, Scope.DECISIONS: decisions, Scope.AWARDS: awards, Scope.PAYMENTS: payments,
    Scope.OUTCOMES: outcomes,
}  # fmt: skip


@desk.page("/calls", Hall(is_signed_in), "call.archived.read")
def calls() -> Response:
    """The calls whose record this reader keeps."""
    found = session().scalars(select(Call).order_by(Call.code)).unique()
    kept = [call for call in found if may_read(visitor(), "call record", call)]
    return said({"calls": [
        {"id": str(call.id), "code": call.code, "name": call.name, "state": call.state.value} for call in kept
    ]})  # fmt: skip


@desk.page("/calls/<uuid:id>/<table>", Door(Call, "call record"), "export.call.applications_csv",
           "decision.before_release.read", "award.active.read", "outcome.private.read")  # fmt: skip
def rows(call: Call, table: str) -> Response:
    """One table of the call's record, a page at a time."""
    scope = next((one for one in TABLES if one.value == table), None)
    if scope is None:
        raise NotFound
    within(scope)
    number = max(request.args.get("page", 1, type=int), 1)
    told = list(
        islice(objects(TABLES[scope].table(session(), visitor(), call)), (number - 1) * PAGE, number * PAGE + 1)
    )
    return said({"call": call.code, "page": number, "rows": told[:PAGE], "has_more": len(told) > PAGE})


def objects(table: Table) -> Any:
    """The rows as objects, their names made of the English headings."""
    plainly = language(SOURCE)
    names = [name_of(heading) for heading in table.headings(plainly)]
    return (dict(zip(names, map(exact, row), strict=True)) for row in table.cells(plainly))


def name_of(heading: str) -> str:
    """A heading as the name of a field."""
    return re.sub(r"[^0-9a-z]+", "_", heading.lower()).strip("_")
