"""What a reviewer reads: one application as PDF, or all of one's own in one archive."""

import io
import zipfile

from flask import send_file
from flask.typing import ResponseReturnValue

from grants.applications.model import Application
from grants.applications.queries import submitted_in
from grants.calls.model import Call
from grants.rules.access import may_read
from grants.web.desk import Door
from grants.web.papers import application_pdf
from grants.web.reader import visitor
from grants.web.reviewer.desk import desk
from grants.web.transaction import session


@desk.page("/applications/<uuid:id>/application.pdf", Door(Application, "judged application"),
           "application.submitted_closed.read", "attachment.submitted.download", "budget.submitted.read")  # fmt: skip
def pdf(application: Application) -> ResponseReturnValue:
    """The application as it was submitted last; its file name and metadata name nobody."""
    return send_file(
        application_pdf(application), mimetype="application/pdf", download_name=f"{application.ref}.pdf",
    )  # fmt: skip


@desk.page("/calls/<uuid:id>/applications.zip", Door(Call, "call papers"), "export.reviewer.own_assigned_zip")
def papers(call: Call) -> ResponseReturnValue:
    """Everything this person is to read in a call, as one archive to take along."""
    by, archive = visitor(), io.BytesIO()
    found = session().scalars(submitted_in(by, call).order_by(Application.number)).unique()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as folder:
        for application in found:
            if may_read(by, "judged application", application):
                folder.writestr(f"{application.ref}.pdf", application_pdf(application).getvalue())
    archive.seek(0)
    return send_file(archive, mimetype="application/zip", as_attachment=True, download_name=f"{call.code}.zip")
