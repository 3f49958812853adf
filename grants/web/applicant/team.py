"""The team: who is on it, what each may do, who is invited, who could be."""

import uuid
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from grants import clock
from grants.applications import actions
from grants.applications.actions.inviting import Invited
from grants.applications.actions.team import pending
from grants.applications.former import suggestions
from grants.applications.model import Application, Invitation, Right, TeamMember
from grants.rules.access import may_read
from grants.rules.applications import CHANGE_MEMBER, INVITE
from grants.rules.eligibility import PROFILE, TEAM
from grants.rules.invitations import INVITATION, InvitationState
from grants.rules.relations import side_of_pi
from grants.rules.shapes import lead_role
from grants.web.applicant.applications import OWN
from grants.web.applicant.desk import desk
from grants.web.eligibility import rules_for_team
from grants.web.forms.shape import offer
from grants.web.forms.team import InviteForm, MemberForm, PlaceForm, role_labels, roles_of
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.transaction import attempt
from grants.words import Sentence, say


@desk.page("/applications/<uuid:id>/team", OWN, "application.any.read_team", "application.draft.invite_member",
           "invitation.pending.read", post=True)  # fmt: skip
def team(application: Application) -> ResponseReturnValue:
    """Who is on the team of each side; invite the other side's investigator, or members of one's own."""
    for_pi = request.form.get("right") == "pi"
    asks_pi, asks_member = InviteForm(prefix="pi"), MemberForm(prefix="member")
    asks_member.role.choices = offer(roles_of(application.call))
    form = asks_pi if for_pi else asks_member
    if request.method == "POST" and form.validate():
        with attempt(form) as it:
            actions.invite(application, invited(application, form), visitor(), clock.now())
        if not it.refused:
            return back(application, say("The invitation is on its way to %(email)s.", email=form.email.data))
    return page("applicant/team.html", asks_pi=asks_pi, asks_member=asks_member, form=form, **shown(application)), (
        422 if form.errors else 200
    )


def shown(application: Application) -> dict[str, Any]:
    """What the page shows beside its forms."""
    by, at = visitor(), clock.now()
    mine, labels = side_of_pi(by, application), role_labels(application.call)
    sent = [one for one in application.invitations
            if one.state is InvitationState.PENDING and may_read(by, "invitation", one)]  # fmt: skip
    return {
        "application": application, "my_side": mine, "may_invite": INVITE.is_open_to(by, application, at),
        "rules": rules_for_team(application, by, {TEAM, PROFILE}),
        "empty": [part.side for part in application.parts if part.pi_id is None],
        "pending": [(one, {step.name: step for step in INVITATION.open_to(by, one, at)}) for one in sent],
        "lead_role": lead_role(application.call.team_roles) or say("Principal investigator"),
        "role_label": lambda role: labels.get(role, role), "rights": rights(application),
        "may_change": CHANGE_MEMBER.is_open_to(by, application, at),
        "suggestions": [one for one in suggestions(application) if one.right is Right.PI or one.side == mine],
    }  # fmt: skip


def rights(application: Application) -> dict[uuid.UUID, Sentence]:
    """What each member may do with the application, or that they have not come yet."""
    return {
        one.id: say("has not joined yet") if one.person_id is None
        else say("reads and writes") if one.may_edit else say("reads")
        for one in application.members
    }  # fmt: skip


def invited(application: Application, form: InviteForm | MemberForm) -> Invited:
    """What the form says, as the room wants it."""
    if isinstance(form, MemberForm):
        return Invited(
            form.email.data, form.name.data, side_of_pi(visitor(), application) or "", Right(form.right.data),
            form.role.data, doctoral_student=form.doctoral_student.data, doctorate_on=form.doctorate_on.data,
            affiliation=form.affiliation.data or "",
        )  # fmt: skip
    return Invited(form.email.data, form.name.data, request.form.get("side", ""), Right.PI)


@desk.page("/applications/<uuid:id>/team/<uuid:member_id>", OWN, "application.draft.change_member_role", post=True)
def member(application: Application, member_id: uuid.UUID) -> ResponseReturnValue:
    """What a member of one's own side is in the project, and whether they read or write."""
    found = member_of(application, member_id)
    invitation = next(iter(pending(application, found)), None)
    may_edit = invitation.right is Right.EDIT if invitation else found.may_edit
    form = PlaceForm(data={"role": found.role, "right": "edit" if may_edit else "view"})
    form.role.choices = offer(roles_of(application.call))
    if form.validate_on_submit():
        with attempt(form) as it:
            place = actions.Place(form.role.data, Right(form.right.data))
            actions.change_member(application, found, place, visitor(), clock.now())
        if not it.refused:
            return back(application, say("%(name)s: changed.", name=found.name))
    return page("applicant/member.html", application=application, member=found, form=form), 422 if form.errors else 200


@desk.deed("/applications/<uuid:id>/team/<uuid:member_id>/remove", OWN, "application.draft.remove_member")
def remove_member(application: Application, member_id: uuid.UUID) -> ResponseReturnValue:
    """Take a member off one's own side's team."""
    found = member_of(application, member_id)
    name = found.name
    actions.remove_member(application, found, visitor(), clock.now())
    return back(application, say("%(name)s is no longer on the team, and has been told.", name=name))


@desk.deed("/applications/<uuid:id>/leave", OWN, "application.any.leave_team")
def leave(application: Application) -> ResponseReturnValue:
    """Leave a team one had joined."""
    actions.leave(application, visitor(), clock.now())
    flash(reader().say(say("You have left the team.")), "good")
    return redirect(url_for("applicant.home"), 303)


@desk.deed("/applications/<uuid:id>/team/again/<uuid:former_id>", OWN, "application.draft.invite_member")
def invite_again(application: Application, former_id: uuid.UUID) -> ResponseReturnValue:
    """Invite somebody who was on the application this one was copied from."""
    made: Invitation = actions.invite_again(application, former_id, visitor(), clock.now())
    return back(application, say("The invitation is on its way to %(email)s.", email=made.email))


def member_of(application: Application, member_id: uuid.UUID) -> TeamMember:
    """One of this application's members."""
    found = next((one for one in application.members if one.id == member_id), None)
    if found is None:
        raise NotFound
    return found


def back(application: Application, said: Sentence) -> ResponseReturnValue:
    """Back to the team, saying what was done."""
    flash(reader().say(said), "good")
    return redirect(url_for("applicant.team", id=application.id), 303)
