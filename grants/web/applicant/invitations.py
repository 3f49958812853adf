"""An invitation: for its addressee a page and one button; for whoever sent it, to send again, to take back."""

import uuid

from flask import current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.applications import actions
from grants.applications.model import Invitation
from grants.mail.outbox import fits
from grants.rules.invitations import ASK_FOR_OWN, InvitationState
from grants.rules.refusal import Hidden
from grants.rules.relations import is_signed_in
from grants.web.applicant.desk import desk
from grants.web.desk import Door, Hall, enter
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.transaction import SAFE, session
from grants.words import Sentence, say

SENT = Door(Invitation, "invitation")


@desk.page("/invitations/<uuid:id>", Hall(is_signed_in), "invitation.pending.read", "invitation.pending.accept",
           post=True)  # fmt: skip
def invitation(id: uuid.UUID) -> ResponseReturnValue:  # noqa: A002 - the name of the place in the address
    """One's own invitation: what it is about, and one button; only the addressee's account can press it."""
    found, by, at = held(id), visitor(), clock.now()
    if request.method == "POST":
        mine = enter(Invitation, id, "invitation") if found.email == by.email else found
        application = actions.accept_invitation(mine, by, at)
        return redirect(url_for("applicant.application", id=application.id), 303)
    return page(
        "applicant/invitation.html", invitation=found, key=request.values.get("key", ""),
        is_mine=found.email == by.email, is_over=found.state is not InvitationState.PENDING or found.until < at,
        has_asked=found.wanted_by_id == by.id, may_ask=ASK_FOR_OWN.is_open_to(by, found, at),
    )  # fmt: skip


@desk.deed("/invitations/<uuid:id>/ask", Hall(is_signed_in), "invitation.pending.ask_for_own")
def ask_for_own(id: uuid.UUID) -> ResponseReturnValue:  # noqa: A002 - the name of the place in the address
    """Ask whoever invited for an invitation to one's own address."""
    actions.ask_for_own(held(id), visitor(), clock.now())
    flash(reader().say(say("Whoever sent the invitation has been asked. You get a mail if they invite you.")), "good")
    return redirect(url_for("applicant.invitation", id=id, key=request.form.get("key", "")), 303)


def held(key: uuid.UUID) -> Invitation:
    """The invitation, for whoever was sent it or holds its sealed link; for anybody else there is none."""
    lock = None if request.method in SAFE else {"of": Invitation}
    found = session().get(Invitation, key, with_for_update=lock)
    secret, seal = current_app.config["SECRET_KEY"], request.values.get("key", "")
    if found is None or not (fits(secret, f"/my/invitations/{key}", seal) or found.email == visitor().email):
        raise Hidden
    return found


@desk.deed("/invitations/<uuid:id>/resend", SENT, "invitation.pending.resend")
def resend(invitation: Invitation) -> ResponseReturnValue:
    """Send the same invitation again."""
    actions.resend(invitation, visitor(), clock.now())
    return back(invitation, say("The invitation is on its way to %(email)s.", email=invitation.email))


@desk.deed("/invitations/<uuid:id>/revoke", SENT, "invitation.pending.revoke")
def revoke(invitation: Invitation) -> ResponseReturnValue:
    """Take an invitation back."""
    actions.revoke(invitation, visitor(), clock.now())
    return back(invitation, say("The invitation to %(email)s no longer works.", email=invitation.email))


@desk.deed("/invitations/<uuid:id>/readdress", SENT, "invitation.pending.readdress")
def readdress(invitation: Invitation) -> ResponseReturnValue:
    """Invite the address that asked instead of the one that was written to."""
    made = actions.readdress(invitation, visitor(), clock.now())
    return back(invitation, say("The invitation is on its way to %(email)s.", email=made.email))


@desk.deed("/invitations/<uuid:id>/turn-away", SENT, "invitation.pending.readdress")
def turn_away(invitation: Invitation) -> ResponseReturnValue:
    """Refuse whoever asked for the invitation of another."""
    actions.turn_away(invitation, visitor(), clock.now())
    return back(invitation, say("Refused. The invitation to %(email)s stays as it was.", email=invitation.email))


def back(invitation: Invitation, said: Sentence) -> ResponseReturnValue:
    """Back to the team, saying what was done."""
    flash(reader().say(said), "good")
    return redirect(url_for("applicant.team", id=invitation.application_id), 303)
