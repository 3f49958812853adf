"""One application, seen by its team: start it, find one's way in it, take its steps."""

from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.applications import actions, queries
from grants.applications.model import Application
from grants.calls.model import Call
from grants.history.queries import told_to_team
from grants.rules.applications import APPLICATION, OPEN_TO_WRITING, TEAM_STEPS, WRITE, ApplicationState
from grants.rules.calls import closes_at, is_open
from grants.rules.relations import side_written_by
from grants.rules.shapes import Shape, leading
from grants.web.applicant.decided import told
from grants.web.applicant.desk import desk
from grants.web.applicant.stages import RESULT_TONES, public_state, stages_of
from grants.web.desk import Door
from grants.web.forms.application import StartForm, WithdrawForm
from grants.web.forms.shape import offer
from grants.web.paper import page
from grants.web.past import past
from grants.web.reader import reader, visitor
from grants.web.sections import gap_address, tasks_of
from grants.web.signin import freshly_confirmed
from grants.web.transaction import attempt, session
from grants.words import Sentence, say

OWN = Door(Application, "own application")
ON_THE_PAGE = {"submit", "reopen", "leave"}


@desk.page("/start/<uuid:id>", Door(Call, "call to apply in"), "application.new.create", post=True)
def start(call: Call) -> ResponseReturnValue:
    """Start an application: choose the side one works on; everything else can wait."""
    form = StartForm()
    sides = [(side.code, side.label) for side in leading(call)]
    form.side.choices = offer(sides)
    if not form.side.data:
        form.side.data = sides[0][0] if len(sides) == 1 else own_side(call)
    if form.validate_on_submit():
        with attempt(form) as it:
            application = actions.start(call, form.side.data, visitor(), clock.now())
        if not it.refused:
            return redirect(url_for("applicant.application", id=application.id), 303)
    alone = len(call.sides) == 1 or call.shape == Shape.NOMINATION
    return page("applicant/start.html", call=call, form=form, alone=alone), 422 if form.errors else 200


def own_side(call: Call) -> str | None:
    """The side this person's university stands on."""
    institution = visitor().institution_id
    members = {member.institution_id: member.side for member in call.programme.members}
    return members.get(institution)


@desk.page("/applications/<uuid:id>", OWN, "application.draft.read", "application.submitted_open.read",
           "application.submitted_closed.read", "application.withdrawn.read", "decision.released.read_own",
           "review_feedback.after_release.read", "review_score.after_release.read_own_average",
           "audit_log.own_application.read_history")  # fmt: skip
def application(application: Application) -> ResponseReturnValue:
    """Where the application stands, what comes next and by when."""
    by, at = visitor(), clock.now()
    missing = queries.gaps(application)
    application.gap_count = len(missing)
    return page(
        "applicant/application.html", application=application, tasks=tasks_of(application, by, missing),
        stages=stages_of(application, at), state=public_state(application, at), gaps=missing,
        tones=RESULT_TONES, examined=queries.examined(application),
        steps=[step for step in APPLICATION.open_to(by, application, at) if step.name in ON_THE_PAGE],
        entries=past(told_to_team(session(), application.id, TEAM_STEPS)), may_throw_away=throwing_away(application),
        is_writing=application.state in OPEN_TO_WRITING and is_open(application.call, at),
        next_deed=next_deed(application, missing), closing=closes_at(application.call), outcome=told(application),
    )  # fmt: skip


def next_deed(application: Application, missing: list[queries.Gap]) -> tuple[Sentence, str] | None:
    """The one thing to do next: fill the first gap, then read, confirm and submit."""
    by, at = visitor(), clock.now()
    if not WRITE.is_open_to(by, application, at):
        return None
    mine = side_written_by(by, application)
    own = [gap for gap in missing if not gap.side or gap.side in mine or gap.section == "team"]
    if own:
        return say("Go on: %(count)s still missing", count=len(missing)), gap_address(application, own[0])
    return say("Read, confirm, submit"), url_for("applicant.submit", id=application.id)


def throwing_away(application: Application) -> Any:
    """The one dangerous step that is open now: delete a draft, or withdraw what was handed in."""
    by, at = visitor(), clock.now()
    open_now = {step.name: step for step in APPLICATION.open_to(by, application, at)}
    return open_now.get("delete") or open_now.get("withdraw")


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
    if not is_draft:
        freshly_confirmed()
    if form.validate_on_submit():
        with attempt(form) as it:
            if is_draft:
                actions.delete_draft(application, visitor(), clock.now())
            else:
                actions.withdraw(application, form.reason.data or "", visitor(), clock.now())
        if not it.refused:
            flash(reader().say(say("Done. The other side has been told.")), "good")
            return redirect(url_for("applicant.home"), 303)
    return page("applicant/withdraw.html", application=application, form=form, is_draft=is_draft), (
        422 if form.errors else 200
    )


@desk.deed("/applications/<uuid:id>/leave", OWN, "application.any.leave_team")
def leave(application: Application) -> ResponseReturnValue:
    """Leave a team one had joined."""
    actions.leave(application, visitor(), clock.now())
    return redirect(url_for("applicant.home"), 303)
