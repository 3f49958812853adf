"""One application, seen by its team: start it, find one's way in it, take its steps."""

from typing import Any

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.applications import actions, queries
from grants.applications.extensions import sentences
from grants.applications.model import Application
from grants.applications.signatures import sign_offs
from grants.calls.model import Call
from grants.history.queries import told_to_team
from grants.rules.applications import APPLICATION, OPEN_TO_WRITING, TEAM_STEPS, WRITE
from grants.rules.consent import grace_until, is_in_counterpart_grace
from grants.rules.deadlines import of_application
from grants.rules.extensions import given_back
from grants.rules.relations import is_pi, side_written_by
from grants.rules.rounds import is_open_for
from grants.rules.shapes import Shape, leading
from grants.web.applicant.decided import told
from grants.web.applicant.desk import desk
from grants.web.applicant.reading import team_alone
from grants.web.applicant.stages import public_state, stages_of
from grants.web.applicant.tasks import tasks_of
from grants.web.desk import Door
from grants.web.eligibility import rules_for_starter, rules_for_team
from grants.web.forms.application import StartForm
from grants.web.forms.shape import offer
from grants.web.paper import page
from grants.web.past import past
from grants.web.reader import visitor
from grants.web.sections import gap_address
from grants.web.transaction import attempt, session
from grants.words import Sentence, say

OWN = Door(Application, "own application", team_alone)
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
    rules = rules_for_starter(call, visitor(), form.side.data or own_side(call))
    return page("applicant/start.html", call=call, form=form, alone=alone, rules=rules), 422 if form.errors else 200


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
    missing, signatures, returned = queries.gaps(application), sign_offs(application), given_back(application)
    application.gap_count = len(missing)
    application.unsigned = tuple(one.name for one in signatures if not one.stands)
    return page(
        "applicant/application.html", application=application, gaps=missing, signatures=signatures,
        tasks=tasks_of(application, by, missing, signatures), stages=stages_of(application, at),
        state=public_state(application, at), rules=rules_for_team(application, by),
        steps=[step for step in APPLICATION.open_to(by, application, at) if step.name in ON_THE_PAGE],
        entries=past(told_to_team(session(), application.id, TEAM_STEPS)), may_throw_away=throwing_away(application),
        is_writing=is_open_for(application, at) and application.state in OPEN_TO_WRITING,
        next_deed=next_deed(application, missing), closing=of_application(application).at, outcome=told(application),
        grace=grace_until(application) if is_in_counterpart_grace(application, at) else None, ways=ways(application),
        returned=sentences(returned) if returned else (),
    )  # fmt: skip


def ways(application: Application) -> list[tuple[Sentence, str]]:
    """What a team may want beside writing: to talk, to be helped, to settle who leads, to see what was copied."""
    by, key = visitor(), application.id
    found = [(say("Comments of the team"), url_for("applicant.comments", id=key))]
    if is_pi(by, application) and application.state in OPEN_TO_WRITING:
        found.append((say("Help from the programme office"), url_for("applicant.support", id=key)))
        if len(application.parts) > 1:
            found.append((say("Who leads"), url_for("applicant.lead", id=key)))
    if application.copied_from_id:
        found.append((say("What was copied"), url_for("applicant.copied", id=key)))
    return found


def next_deed(application: Application, missing: list[queries.Gap]) -> tuple[Sentence, str] | None:
    """The one thing to do next: fill the first gap, then read, confirm and submit."""
    by, at = visitor(), clock.now()
    if is_in_counterpart_grace(application, at) and is_pi(by, application):
        return say("Read, confirm, submit"), url_for("applicant.submit", id=application.id)
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
