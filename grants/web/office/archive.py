"""The record of a call to put away: everything this reader may read of it, in one file that checks itself."""

import io
from http import HTTPStatus

from flask import send_file
from flask.typing import ResponseReturnValue

from grants import clock
from grants.applications.model import Application
from grants.applications.queries import submitted_in
from grants.calls.model import Call
from grants.exports.archive import Papers, archive
from grants.web.desk import Door
from grants.web.office.desk import desk
from grants.web.office.tabs import tabs
from grants.web.paper import page
from grants.web.papers import application_pdf, made_meanwhile, stored
from grants.web.reader import reader, visitor
from grants.web.transaction import session


@desk.page("/calls/<uuid:id>/record.zip", Door(Call, "call record"), "export.call.files_zip")
def record_zip(call: Call) -> ResponseReturnValue:
    """The whole record; while papers are still being made the page says how far they are."""
    by = visitor()
    mine = list(session().scalars(submitted_in(by, call).order_by(Application.number)).unique())
    left = made_meanwhile(mine)
    if left:
        told = page("office/record.html", call=call, tabs=tabs(call), made=len(mine) - left, of=len(mine))
        return told, HTTPStatus.ACCEPTED, {"Refresh": "1"}
    papers = Papers(lambda one: application_pdf(one).getvalue(), stored)
    made = archive(session(), by, call, papers, (reader(), clock.now()))
    return send_file(io.BytesIO(made), "application/zip", as_attachment=True, download_name=f"{call.code}-record.zip")
