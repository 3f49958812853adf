"""The team: who is on it, who is invited, and the invitation itself."""

import uuid

from flask import current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from grants import clock
from grants.applications import actions
from grants.applications.actions.inviting import Invited
from grants.applications.model import Application, Invitation, Right
from grants.mail.outbox import fits
from grants.rules.access import may_read
from grants.rules.applications import INVITE
from grants.rules.invitations import INVITATION, InvitationState
from grants.rules.refusal import Hidden
from grants.rules.relations import is_signed_in, side_of_pi
from grants.web.applicant.applications import OWN
from grants.web.applicant.desk import desk
from grants.web.desk import Door, Hall, enter
from grants.web.forms.application import ROLES, InviteForm, MemberForm
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.transaction import attempt, session
from grants.words import say


@desk.page("/applications/<uuid:id>/team", OWN, "application.any.read_team", "application.draft.invite_member",
           "invitation.pending.read", post=True)  # fmt: skip
def team(application: Application) -> ResponseReturnValue:
    """Who is on the team of each side; invite the other side's investigator, or members of one's own."""
    by, at = visitor(), clock.now()
    for_pi = request.form.get("right") == "pi"
    asks_pi, asks_member = InviteForm(prefix="pi"), MemberForm(prefix="member")
    form = asks_pi if for_pi else asks_member
    if request.method == "POST" and form.validate():
        with attempt(form) as it:
            actions.invite(application, invited(application, form), by, at)
        if not it.refused:
            flash(reader().say(say("The invitation is on its way to %(email)s.", email=form.email.data)), "good")
            return redirect(url_for("applicant.team", id=application.id), 303)
    empty = [part.side for part in application.parts if part.pi_id is None]
    pending = [one for one in application.invitations
               if one.state is InvitationState.PENDING and may_read(by, "invitation", one)]  # fmt: skip
    return page(
        "applicant/team.html", application=application, asks_pi=asks_pi, asks_member=asks_member, empty=empty,
        pending=[(one, INVITATION.open_to(by, one, at)) for one in pending], my_side=side_of_pi(by, application),
        may_invite=INVITE.is_open_to(by, application, at), form=form,
        role_label=lambda role: dict(ROLES).get(role, role),
    ), 422 if form.errors else 200  # fmt: skip


def invited(application: Application, form: InviteForm | MemberForm) -> Invited:
    """What the form says, as the room wants it."""
    if isinstance(form, MemberForm):
        return Invited(
            form.email.data, form.name.data, side_of_pi(visitor(), application) or "", Right(form.right.data),
            form.role.data, doctoral_student=form.doctoral_student.data, doctorate_on=form.doctorate_on.data,
        )  # fmt: skip
    return Invited(form.email.data, form.name.data, request.form.get("side", ""), Right.PI)


@desk.deed("/applications/<uuid:id>/team/<uuid:member_id>/remove", OWN, "application.draft.remove_member")
def remove_member(application: Application, member_id: uuid.UUID) -> ResponseReturnValue:
    """Take a member off one's own side's team."""
    member = next((one for one in application.members if one.id == member_id), None)
    if member is None:
        raise NotFound
    actions.remove_member(application, member, visitor(), clock.now())
    return redirect(url_for("applicant.team", id=application.id), 303)


@desk.deed("/invitations/<uuid:id>/resend", Door(Invitation, "invitation"), "invitation.pending.resend")
def resend(invitation: Invitation) -> ResponseReturnValue:
    """Send the same invitation again."""
    actions.resend(invitation, visitor(), clock.now())
    flash(reader().say(say("The invitation is on its way to %(email)s.", email=invitation.email)), "good")
    return redirect(url_for("applicant.team", id=invitation.application_id), 303)


@desk.deed("/invitations/<uuid:id>/revoke", Door(Invitation, "invitation"), "invitation.pending.revoke")
def revoke(invitation: Invitation) -> ResponseReturnValue:
    """Take an invitation back."""
    actions.revoke(invitation, visitor(), clock.now())
    return redirect(url_for("applicant.team", id=invitation.application_id), 303)


@desk.page("/invitations/<uuid:id>", Hall(is_signed_in), "invitation.pending.read", "invitation.pending.accept",
           post=True)  # fmt: skip
def invitation(id: uuid.UUID) -> ResponseReturnValue:  # noqa: A002 - the name of the place in the address
    """One's own invitation: what it is about, and one button; only the addressee's account can press it."""
    found = session().get(Invitation, id)
    by, key = visitor(), request.values.get("key", "")
    sealed = found is not None and fits(current_app.config["SECRET_KEY"], f"/my/invitations/{id}", key)
    if found is None or not (sealed or found.email == by.email):
        raise Hidden
    if request.method == "POST":
        held = enter(Invitation, id, "invitation") if found.email == by.email else found
        application = actions.accept_invitation(held, by, clock.now())
        return redirect(url_for("applicant.application", id=application.id), 303)
    return page("applicant/invitation.html", invitation=found, key=key, is_mine=found.email == by.email,
                is_over=found.state is not InvitationState.PENDING or found.until < clock.now())  # fmt: skip
