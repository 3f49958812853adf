"""Comments: what the team says to itself about each section; nobody else reads them."""

import uuid

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from grants import clock
from grants.applications import actions
from grants.applications.model import Application
from grants.applications.talk import comments_of, unread
from grants.web.applicant.applications import OWN
from grants.web.applicant.desk import desk
from grants.web.forms.team import CommentForm
from grants.web.paper import page
from grants.web.reader import visitor
from grants.web.sections import places_of
from grants.web.transaction import attempt

TALK = ("application.draft.comment", "application.draft.read")


@desk.page("/applications/<uuid:id>/comments", OWN, *TALK, post=True)
def comments(application: Application) -> ResponseReturnValue:
    """Everything the team has said, by section; one more comment on one of them."""
    places, form, by = places_of(application), CommentForm(), visitor()
    here = request.values.get("section", "")
    if here and here not in places:
        raise NotFound
    if form.validate_on_submit() and here:
        with attempt(form) as it:
            actions.comment(application, here, form.text.data, by, clock.now())
        if not it.refused:
            return redirect(url_for("applicant.comments", id=application.id, section=here), 303)
    said = comments_of(application)
    waiting = unread(application, by)
    shown = [code for code in places if code == here or (not here and any(one.section == code for one in said))]
    return page(
        "applicant/comments.html", application=application, form=form, places=places, here=here, shown=shown,
        said=said, unread=waiting,
    ), 422 if form.errors else 200  # fmt: skip


@desk.deed("/applications/<uuid:id>/comments/<uuid:comment_id>/resolve", OWN, "application.draft.comment")
def resolve_comment(application: Application, comment_id: uuid.UUID) -> ResponseReturnValue:
    """Say that what a comment meant is settled, or open it again."""
    said = next((one for one in comments_of(application) if one.id == comment_id), None)
    if said is None:
        raise NotFound
    actions.resolve(application, said, visitor(), clock.now())
    return redirect(url_for("applicant.comments", id=application.id, section=said.section), 303)


@desk.deed("/applications/<uuid:id>/comments/read", OWN, "application.draft.comment")
def comments_read(application: Application) -> ResponseReturnValue:
    """Say that one has read them, on one section or on all."""
    by, at, here = visitor(), clock.now(), request.form.get("section", "")
    for section in [here] if here in places_of(application) else list(unread(application, by)):
        actions.mark_read(application, section, by, at)
    return redirect(url_for("applicant.comments", id=application.id, section=here or None), 303)
