"""Support: an investigator opens the draft to the programme office for a while, and sees every look."""

from datetime import timedelta

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.applications import actions
from grants.applications.model import Application
from grants.history.queries import told_to_team
from grants.rules.applications import END_SUPPORT, LOOK, OPEN_SUPPORT
from grants.rules.formal import support_is_on
from grants.web.applicant.applications import OWN
from grants.web.applicant.desk import desk
from grants.web.forms.team import SupportForm
from grants.web.paper import page
from grants.web.past import past
from grants.web.reader import visitor
from grants.web.transaction import attempt, session

SHOWN = frozenset({OPEN_SUPPORT.name, END_SUPPORT.name, LOOK.name})


@desk.page("/applications/<uuid:id>/support", OWN, "application.draft.open_support", post=True)
def support(application: Application) -> ResponseReturnValue:
    """Whether the office may look in now, until when, and who looked at what."""
    by, at, form = visitor(), clock.now(), SupportForm()
    if form.validate_on_submit():
        with attempt(form) as it:
            actions.open_support(application, timedelta(hours=int(form.lasts.data)), by, at)
        if not it.refused:
            return redirect(url_for("applicant.support", id=application.id), 303)
    told = told_to_team(session(), application.id, SHOWN)
    return page(
        "applicant/support.html", application=application, form=form,
        is_on=support_is_on(by, application, at) is None, may_open=OPEN_SUPPORT.is_open_to(by, application, at),
        may_end=END_SUPPORT.is_open_to(by, application, at), looks=past(one for one in told if one.step in SHOWN),
    ), 422 if form.errors else 200  # fmt: skip


@desk.deed("/applications/<uuid:id>/support/end", OWN, "application.draft.open_support")
def end_support(application: Application) -> ResponseReturnValue:
    """Close the draft to the office again."""
    actions.end_support(application, visitor(), clock.now())
    return redirect(url_for("applicant.support", id=application.id), 303)
