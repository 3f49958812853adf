"""Files of an application: handed in, taken out, downloaded; judged before anything is kept."""

import io
import uuid

from flask import current_app, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from grants import clock
from grants.applications import actions
from grants.applications.model import Application, Paper
from grants.files.actions import Intake, Kept, Label, attach, make_room
from grants.files.store import Store
from grants.rules.applications import WRITE
from grants.rules.refusal import Refused
from grants.rules.uploads import Quota
from grants.web.applicant.applications import OWN
from grants.web.applicant.desk import desk
from grants.web.desk import enter
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.sections import asked_in, sections_of
from grants.web.transaction import begin_again, session
from grants.words import say


def store() -> Store:
    """Where files lie."""
    return Store(current_app.config["SETTINGS"].data_folder / "files")


@desk.page("/applications/<uuid:id>/files/<question>", OWN, "attachment.draft.upload", post=True)
def paper(application: Application, question: str) -> ResponseReturnValue:
    """Hand a file in, in answer to one question."""
    side = request.values.get("side", "")
    found = next(
        (one for asked in sections_of(application).values() for one in asked_in(asked, application)
         if (one[0].code, one[1]) == (question, side) and one[0].kind == "file"),
        None,
    )  # fmt: skip
    if found is None:
        raise NotFound
    reason = ""
    if request.method == "POST":
        try:
            hand_in(application, (question, side))
        except Refused as refusal:
            begin_again()
            reason = reader().say(refusal.reason)
            application = enter(Application, application.id, "own application")
        else:
            return redirect(url_for("applicant.section", id=application.id, section=found[0].section), 303)
    return page("applicant/paper.html", application=application, question=found[0], side=side, reason=reason), (
        422 if reason else 200
    )


def hand_in(application: Application, place: tuple[str, str]) -> None:
    """Judge the file with no transaction open, then name it and put it in its place."""
    by, at, key = visitor(), clock.now(), application.id
    application.allow(WRITE, by, at)
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise Refused(say("Choose a PDF file."), "file")
    name, person = sent.filename, by.id
    session().rollback()
    settings = current_app.config["SETTINGS"]
    kept: Kept = Intake(store(), clamd=settings.clamd).take_in(sent.read(), "file")
    held = enter(Application, key, "own application")
    used = sum(one.attachment.size for one in held.papers)
    make_room(session(), kept.size, person, used, Quota())
    attachment = attach(session(), kept, Label(name, "application", person), at)
    actions.hand_in(held, place, attachment, visitor(), at)


@desk.deed("/applications/<uuid:id>/files/<uuid:paper_id>/remove", OWN, "attachment.draft.delete")
def take_out(application: Application, paper_id: uuid.UUID) -> ResponseReturnValue:
    """Take a file out of the draft."""
    actions.take_out(application, paper_of(application, paper_id), visitor(), clock.now())
    return redirect(url_for("applicant.application", id=application.id), 303)


@desk.page("/applications/<uuid:id>/files/<uuid:paper_id>/download", OWN, "attachment.draft.download",
           "attachment.submitted.download", "attachment.withdrawn.download")  # fmt: skip
def download(application: Application, paper_id: uuid.UUID) -> ResponseReturnValue:
    """One's own file, as it was handed in; always as a download."""
    attachment = paper_of(application, paper_id).attachment
    return send_file(
        io.BytesIO(store().open(attachment.sha256)), mimetype="application/pdf", as_attachment=True,
        download_name=attachment.safe_name,
    )  # fmt: skip


def paper_of(application: Application, paper_id: uuid.UUID) -> Paper:
    """One of this application's files."""
    found = next((one for one in application.papers if one.id == paper_id), None)
    if found is None:
        raise NotFound
    return found
