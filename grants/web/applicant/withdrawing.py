"""Going on after submitting, withdrawing, throwing a draft away, taking it back."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.applications import actions
from grants.applications.model import Application
from grants.rules.applications import ApplicationState
from grants.web.applicant.applications import OWN
from grants.web.applicant.desk import desk
from grants.web.forms.application import WithdrawForm
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.signin import freshly_confirmed
from grants.web.transaction import attempt
from grants.words import say


@desk.deed("/applications/<uuid:id>/reopen", OWN, "application.submitted_open.reopen_for_edit")
def reopen(application: Application) -> ResponseReturnValue:
    """Go on writing; what was submitted stays valid."""
    actions.reopen(application, visitor(), clock.now())
    return redirect(url_for("applicant.application", id=application.id), 303)


@desk.page("/applications/<uuid:id>/withdraw", OWN, "application.submitted_closed.withdraw",
           "application.draft.delete", post=True)  # fmt: skip
def withdraw(application: Application) -> ResponseReturnValue:
    """Delete a draft or withdraw a submission, after saying exactly what that does."""
    form = WithdrawForm()
    is_draft = application.state is ApplicationState.DRAFT
    if is_draft:
        del form.reason
    else:
        freshly_confirmed()
    if form.validate_on_submit():
        with attempt(form) as it:
            if is_draft:
                actions.delete_draft(application, visitor(), clock.now())
            else:
                actions.withdraw(application, form.reason.data, visitor(), clock.now())
        if not it.refused:
            flash(reader().say(say("Done. The other side has been told.")), "good")
            return redirect(url_for("applicant.home"), 303)
    return page("applicant/withdraw.html", application=application, form=form, is_draft=is_draft), (
        422 if form.errors else 200
    )


@desk.deed("/applications/<uuid:id>/take-back", OWN, "application.draft.delete")
def take_draft_back(application: Application) -> ResponseReturnValue:
    """Take a deleted draft back, as it was."""
    actions.take_draft_back(application, visitor(), clock.now())
    flash(reader().say(say("The draft is back, as it was. The team has been told.")), "good")
    return redirect(url_for("applicant.application", id=application.id), 303)
