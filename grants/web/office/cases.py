"""One application in the office, the whole case: what was sent, reviewers, conflicts, history."""

import uuid

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.applications import actions
from grants.applications.model import Application, ConflictKind
from grants.db import session_of
from grants.reviews import actions as reviews
from grants.reviews.actions import Asked
from grants.reviews.queries import member_of
from grants.rules.refusal import Refused
from grants.web.desk import Door
from grants.web.forms.cases import AskForm
from grants.web.forms.review import ConflictForm
from grants.web.office.case_page import case_page, to_ask
from grants.web.office.desk import desk
from grants.web.reader import reader, visitor
from grants.web.transaction import attempt
from grants.words import Sentence, say

CASE = Door(Application, "application case")


@desk.page("/applications/<uuid:id>", CASE, "application.submitted_open.read", "application.submitted_closed.read",
           "application.withdrawn.read", "application.any.read_versions", "application.any.read_team",
           "budget.submitted.read", "eligibility.submitted.read", "note_internal.any.read", "coi.any.read_all",
           "assignment.any.read_all", "review_own.submitted.read", "review_other.submitted.read_text",
           "review_other.submitted.read_scores", "review_private_comment.any.read", "reviewer_identity.any.read",
           "review_aggregate.before_release.read", "review_feedback.before_release.read",
           "audit_log.any.read")  # fmt: skip
def application(application: Application) -> ResponseReturnValue:
    """The case."""
    return case_page(application)


@desk.deed("/applications/<uuid:id>/reviewers", CASE, "assignment.any.create")
def ask(application: Application) -> ResponseReturnValue:
    """Ask one of the pool to judge this application."""
    form = AskForm(prefix="ask")
    form.reviewer.choices = to_ask(application)
    if form.validate_on_submit():
        by, at = visitor(), clock.now()
        with attempt(form) as it:
            member = member_of(session_of(application), application.call, uuid.UUID(form.reviewer.data), at)
            if member is None:
                raise Refused(say("This person is not in the pool."), "reviewer")
            reviews.assign([Asked(application, member)], by, at)
        if not it.refused:
            return back(application, say("The reviewer has been asked by mail."), "reviewers")
    return case_page(application, ask=form), 422


@desk.deed("/applications/<uuid:id>/conflict", CASE, "coi.any.declare_own")
def declare_conflict(application: Application) -> ResponseReturnValue:
    """An officer's own conflict: from now on this application is nowhere for them."""
    form = ConflictForm(prefix="conflict")
    if form.validate_on_submit():
        by, why = visitor(), (ConflictKind.DECLARED, form.reason.data or "")
        with attempt(form) as it:
            actions.record_conflict(application, by, why, by, clock.now())
        if not it.refused:
            flash(reader().say(say("Your conflict is on record. You will not see this application again.")), "good")
            return redirect(url_for("office.applications", id=application.call_id), 303)
    return case_page(application, conflict=form), 422


def back(application: Application, said: Sentence, place: str) -> ResponseReturnValue:
    """Back to the case, to the place where the deed was done."""
    flash(reader().say(said), "good")
    return redirect(url_for("office.application", id=application.id, _anchor=place), 303)
