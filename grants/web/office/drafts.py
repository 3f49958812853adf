"""A draft as an office may know it, to answer questions before the deadline: who, how far; never what it says."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.applications import actions
from grants.applications.model import Application, Invitation
from grants.applications.queries import gaps
from grants.rules.access import may_read
from grants.rules.invitations import INVITATION, InvitationState
from grants.web.desk import Door
from grants.web.office.applications import TONES
from grants.web.office.desk import desk
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.words import Sentence, say

INVITED = Door(Invitation, "invitation record")


@desk.page("/drafts/<uuid:id>", Door(Application, "application metadata"), "application.draft.read_metadata")
def draft(application: Application) -> ResponseReturnValue:
    """Number, title, people, how many things are missing, last change; invitations to send again or take back."""
    by, at = visitor(), clock.now()
    pending = [one for one in application.invitations if one.state is InvitationState.PENDING]
    return page(
        "office/draft.html", application=application, call=application.call, tones=TONES,
        missing=len(gaps(application)), may_look=may_read(by, "application under support", application),
        may_change=may_read(by, "application office", application),
        pending=[(one, {step.name for step in INVITATION.open_to(by, one, at)}) for one in pending],
    )  # fmt: skip


@desk.deed("/invitations/<uuid:id>/resend", INVITED, "invitation.pending.resend")
def resend_invitation(invitation: Invitation) -> ResponseReturnValue:
    """Send the same invitation again."""
    actions.resend(invitation, visitor(), clock.now())
    return back(invitation, say("The invitation is on its way to %(email)s.", email=invitation.email))


@desk.deed("/invitations/<uuid:id>/revoke", INVITED, "invitation.pending.revoke")
def revoke_invitation(invitation: Invitation) -> ResponseReturnValue:
    """Take an invitation back."""
    actions.revoke(invitation, visitor(), clock.now())
    return back(invitation, say("The invitation to %(email)s no longer works.", email=invitation.email))


def back(invitation: Invitation, said: Sentence) -> ResponseReturnValue:
    """Back to the draft, saying what was done."""
    flash(reader().say(said), "good")
    return redirect(url_for("office.draft", id=invitation.application_id), 303)
