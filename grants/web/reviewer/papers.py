"""What a reviewer reads: one application as PDF, or all of one's own in one archive or one PDF."""

import io
import zipfile
from collections.abc import Callable, Sequence
from http import HTTPStatus

from flask import send_file
from flask.typing import ResponseReturnValue

from grants.applications.model import Application
from grants.applications.queries import submitted_in
from grants.calls.model import Call
from grants.letters.binding import in_one
from grants.rules.access import may_read
from grants.rules.relations import judges_blind
from grants.web.desk import Door
from grants.web.paper import page
from grants.web.papers import application_pdf, made_meanwhile
from grants.web.reader import visitor
from grants.web.reviewer.desk import desk
from grants.web.transaction import session

CALL = Door(Call, "call papers")
Putting = Callable[[Call, Sequence[Application]], tuple[bytes, str, str]]


@desk.page("/applications/<uuid:id>/application.pdf", Door(Application, "judged application"),
           "application.submitted_closed.read", "attachment.submitted.download", "budget.submitted.read")  # fmt: skip
def pdf(application: Application) -> ResponseReturnValue:
    """The application as it was submitted last; its file name and metadata name nobody."""
    return send_file(
        io.BytesIO(read_by(application)), mimetype="application/pdf", download_name=f"{application.ref}.pdf",
    )  # fmt: skip


@desk.page("/calls/<uuid:id>/applications.zip", CALL, "export.reviewer.own_assigned_zip")
def papers(call: Call) -> ResponseReturnValue:
    """Everything this person is to read in a call, as one archive to take along."""
    return taken(call, archived)


@desk.page("/calls/<uuid:id>/applications.pdf", CALL, "export.reviewer.own_assigned_zip")
def bound(call: Call) -> ResponseReturnValue:
    """The same as one PDF, a bookmark for each application."""
    return taken(call, in_one_pdf)


def taken(call: Call, put_together: Putting) -> ResponseReturnValue:
    """What is to be read, put together; while papers are still being made, a page that says how far it is."""
    by = visitor()
    found = session().scalars(submitted_in(by, call).order_by(Application.number)).unique()
    mine = [application for application in found if may_read(by, "judged application", application)]
    left = made_meanwhile(mine, blind=judges_blind(by, call))
    if left:
        told = page("reviewer/papers.html", call=call, made=len(mine) - left, of=len(mine))
        return told, HTTPStatus.ACCEPTED, {"Refresh": "1"}
    made, kind, ending = put_together(call, mine)
    return send_file(io.BytesIO(made), mimetype=kind, as_attachment=True, download_name=f"{call.code}.{ending}")


def read_by(application: Application) -> bytes:
    """The application as this person is to read it."""
    return application_pdf(application, blind=judges_blind(visitor(), application.call)).getvalue()


def archived(_call: Call, mine: Sequence[Application]) -> tuple[bytes, str, str]:
    """One file for each application."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as folder:
        for application in mine:
            folder.writestr(f"{application.ref}.pdf", read_by(application))
    return archive.getvalue(), "application/zip", "zip"


def in_one_pdf(call: Call, mine: Sequence[Application]) -> tuple[bytes, str, str]:
    """All in one."""
    named = [(f"{one.ref} {one.title}", read_by(one)) for one in mine]
    return in_one(named, call.code), "application/pdf", "pdf"
