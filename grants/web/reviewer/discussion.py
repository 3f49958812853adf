"""The panel's written discussion of one application: one thread, read by the panel and nobody else."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.applications.model import Application
from grants.reviews import actions
from grants.reviews.discussing import thread
from grants.rules.discussion import knows_names, voice_of
from grants.rules.reviews import discussion_is_open
from grants.web.desk import Door
from grants.web.forms.review import RemarkForm
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.reviewer.desk import desk
from grants.web.transaction import attempt, session
from grants.words import say


@desk.page("/applications/<uuid:id>/discussion", Door(Application, "discussion"), "discussion.open.read",
           "discussion.open.post", post=True)  # fmt: skip
def discussion(application: Application) -> ResponseReturnValue:
    """Everything that was said, and a box to say more while the discussion is open."""
    by, at, form = visitor(), clock.now(), RemarkForm()
    if form.validate_on_submit():
        with attempt(form) as it:
            actions.discuss(application, form.text.data or "", by, at)
        if not it.refused:
            flash(reader().say(say("Said to the panel.")), "good")
            return redirect(url_for("reviewer.discussion", id=application.id), 303)
    shut = discussion_is_open(by, application, at)
    told = page(
        "reviewer/discussion.html", application=application, form=form, shut=shut,
        thread=thread(session(), by, application, reader().code), speaks=shut is None and voice_of(by, application),
        names=knows_names(by, application),
    )  # fmt: skip
    return told, 422 if form.errors else 200
