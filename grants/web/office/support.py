"""Looking into a draft that its team has opened to the office: each look is a deed, and is written down."""

import io
import uuid

from flask import send_file
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from grants import clock
from grants.applications import actions
from grants.applications.model import Application
from grants.web.desk import Door
from grants.web.office.desk import desk
from grants.web.paper import page
from grants.web.papers import application_pdf, stored
from grants.web.reader import visitor
from grants.web.sections import answer_told, sections_of
from grants.words import Sentence, say

OPENED = Door(Application, "application under support")
WHOLE, PDF, FILE = say("the whole text"), say("the PDF"), say("a file")


@desk.deed("/drafts/<uuid:id>/read", OPENED, "application.draft.read", "budget.draft.read_both_sides")
def read_draft(application: Application) -> ResponseReturnValue:
    """The draft as its team wrote it: text and both budgets, to read."""
    note(application, WHOLE)
    answers = {(answer.question, answer.side): answer.value for answer in application.answers}
    return page("office/read_draft.html", application=application, sections=sections_of(application), answers=answers,
                answer_text=answer_told)  # fmt: skip


@desk.deed("/drafts/<uuid:id>/application.pdf", OPENED, "application.draft.preview_pdf")
def draft_pdf(application: Application) -> ResponseReturnValue:
    """The draft as PDF."""
    note(application, PDF)
    made = application_pdf(application, draft=True)
    return send_file(made, mimetype="application/pdf", download_name=f"{application.ref}.pdf")


@desk.deed("/drafts/<uuid:id>/files/<uuid:paper_id>", OPENED, "attachment.draft.download")
def draft_file(application: Application, paper_id: uuid.UUID) -> ResponseReturnValue:
    """A file of the draft, always as a download."""
    paper = next((one for one in application.papers if one.id == paper_id), None)
    if paper is None:
        raise NotFound
    note(application, FILE)
    attachment = paper.attachment
    return send_file(io.BytesIO(stored(attachment.sha256)), mimetype="application/pdf", as_attachment=True,
                     download_name=attachment.safe_name)  # fmt: skip


def note(application: Application, what: Sentence) -> None:
    """Write the look down, where the team reads it."""
    actions.look(application, what, visitor(), clock.now())
