"""Joining: what an invitation turns into when its addressee accepts it."""

from datetime import datetime

from grants.applications.model import Application, Invitation, Part, Right, TeamMember
from grants.applications.tellings import about, titled
from grants.db import session_of
from grants.mail import post
from grants.people.model import Person
from grants.rules import applications as law
from grants.rules import invitations
from grants.rules.refusal import Refused
from grants.rules.relations import is_on_team
from grants.words import say


def accept_invitation(invitation: Invitation, by: Person, at: datetime) -> Application:
    """Join by one's own link: as principal investigator of the side, or as a member of its team."""
    application = invitation.application
    joining = law.STEP_IN if invitation.steps_in else law.JOIN
    application.allow(joining, by, at)
    if is_on_team(by, application):
        raise Refused(say("You are on this team already."))
    invitation.take(invitations.ACCEPT_INVITATION, by, at)
    if invitation.right is Right.PI:
        lead_side(application.part(invitation.side), by)
    else:
        join_as_member(application, invitation, by, at)
    settle(application, invitation, at)
    application.take(joining, by, at, side=invitation.side, right=invitation.right.value)
    tell_joined(invitation, by, at)
    return application


def lead_side(part: Part, by: Person) -> None:
    """Take the place of a side's principal investigator."""
    if part.pi_id is not None:
        raise Refused(say("Somebody else has taken this place meanwhile. Ask for a new invitation."))
    part.pi, part.pi_id = by, by.id
    part.institution, part.institution_id = by.institution, by.institution_id
    part.unit, part.position_held = by.unit, by.title


def settle(application: Application, invitation: Invitation, at: datetime) -> None:
    """While it is written the text is another one now; who steps in later stands behind what was submitted."""
    application.changed_at = at
    if application.state in law.OPEN_TO_WRITING:
        application.content_version += 1
    elif invitation.right is Right.PI:
        part = application.part(invitation.side)
        part.confirmed_version, part.confirmed_at = application.content_version, at


def join_as_member(application: Application, invitation: Invitation, by: Person, at: datetime) -> None:
    """Tie the member who was named to the account that accepted."""
    member = next((one for one in application.members if one.email == invitation.email and one.person_id is None), None)
    if member is None:
        member = TeamMember(
            side=invitation.side, name=invitation.name, role=invitation.role, email=invitation.email, added_at=at,
        )  # fmt: skip
        application.members.append(member)
    member.person_id, member.may_edit = by.id, invitation.right is Right.EDIT
    member.institution_id = by.institution_id
    member.doctorate_on = member.doctorate_on or by.doctorate_on
    member.doctoral_student = member.doctoral_student or by.doctoral_student


def tell_joined(invitation: Invitation, by: Person, at: datetime) -> None:
    """Tell whoever invited that the invitation was accepted."""
    application, to = invitation.application, invitation.invited_by
    subject = say("%(person)s has joined your application", person=by.name_in(to.language))
    link = f"/office/applications/{application.id}" if invitation.steps_in else ""
    post(session_of(application), to, about(application, "invitation_accepted", subject, titled(application),
                                            link=link), at)  # fmt: skip
