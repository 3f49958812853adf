"""Answering by the mailed link: one reviewer, one application, no account needed to say yes, no, or in conflict.

The link shows title and people, acts only when a button is pressed, works again and again until the reviews are due,
and opens nothing else: what was accepted is read after signing in.
"""

import uuid
from typing import Any

from flask import current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.applications import actions as applications
from grants.applications.model import ConflictKind
from grants.mail.outbox import fits
from grants.reviews import actions
from grants.reviews.actions import LINK
from grants.reviews.model import Assignment
from grants.reviews.queries import ground_told
from grants.rules.readers import is_asked_reviewer
from grants.rules.refusal import Hidden
from grants.rules.relations import anyone, judges_blind
from grants.rules.reviews import ASSIGNMENT, link_is_over
from grants.web.desk import Hall
from grants.web.forms.review import AnswerForm
from grants.web.paper import page
from grants.web.public.desk import desk
from grants.web.transaction import SAFE, attempt, session


@desk.page("/asked/<uuid:id>", Hall(anyone), "assignment.any.answer_by_link", post=True)
def asked(id: uuid.UUID) -> ResponseReturnValue:  # noqa: A002 - the name of the place in the address
    """Title and people; the three answers, each by a button only."""
    assignment, form = held(id), AnswerForm()
    over = link_is_over(assignment, clock.now())
    if over is None and form.validate_on_submit():
        with attempt(form) as it:
            answer(assignment, form)
        if not it.refused:
            return redirect(url_for("public.asked", id=id, key=request.values.get("key")), 303)
        assignment = held(id)
    return asked_page(assignment, form), 422 if form.errors or (over and request.method not in SAFE) else 200


def held(key: uuid.UUID) -> Assignment:
    """The assignment, for whoever holds its sealed link while it is meant for its reviewer; else there is none."""
    lock: Any = None if request.method in SAFE else {"of": Assignment}
    found = session().get(Assignment, key, with_for_update=lock)
    sealed = fits(current_app.config["SECRET_KEY"], LINK % key, request.values.get("key", ""))
    if found is None or not sealed or found.reviewer.disabled_at or not is_asked_reviewer(found.reviewer, found):
        raise Hidden
    return found


def answer(assignment: Assignment, form: AnswerForm) -> None:
    """Do what the pressed button says, as the reviewer to whom the link was mailed."""
    whom, at, reason = assignment.reviewer, clock.now(), form.reason.data or ""
    deed = request.form.get("deed", "")
    if deed == "accept":
        actions.accept(assignment, whom, at)
    elif deed == "decline":
        actions.decline(assignment, (reason, form.suggestion.data or ""), whom, at)
    elif deed == "conflict":
        actions.declare_conflict(assignment, reason, whom, at)
        applications.record_conflict(assignment.application, whom, (ConflictKind.DECLARED, reason), whom, at)


def asked_page(assignment: Assignment, form: AnswerForm) -> str:
    """The page: what is asked, or what was answered."""
    whom, at, application = assignment.reviewer, clock.now(), assignment.application
    return page(
        "public/asked.html", assignment=assignment, application=application, form=form, key=request.values.get("key"),
        steps={step.name for step in ASSIGNMENT.open_to(whom, assignment, at)}, over=link_is_over(assignment, at),
        found=ground_told(session(), whom, application), blind=judges_blind(whom, application.call),
        review=assignment.review if assignment.is_accepted else None,
    )  # fmt: skip
