"""Inviting: a personal link, bound to one address, that gives one right on one side."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from grants.applications.model import Application, Invitation, Right, TeamMember
from grants.db import session_of
from grants.mail import post
from grants.mail.outbox import Address, Telling
from grants.people.model import Person
from grants.people.queries import by_email
from grants.rules import applications as law
from grants.rules import invitations
from grants.rules.calls import closes_at
from grants.rules.invitations import InvitationState
from grants.rules.refusal import Refused
from grants.rules.relations import is_on_team, side_of_pi
from grants.words import Moment, say

LASTS = timedelta(days=30)


@dataclass(frozen=True)
class Invited:
    """Who is invited, to which side, with which right; what is known of an early career is told here."""

    email: str
    name: str
    side: str
    right: Right
    role: str = ""
    doctoral_student: bool = False
    doctorate_on: date | None = None


def invite(application: Application, whom: Invited, by: Person, at: datetime) -> Invitation:
    """Invite somebody by mail: the principal investigator of another side, or a member of one's own team."""
    application.take(law.INVITE, by, at, email=whom.email, side=whom.side, right=whom.right.value)
    check_side(application, whom, by)
    session = session_of(application)
    if any(one.email == whom.email and one.state is InvitationState.PENDING for one in application.invitations):
        raise Refused(say("This address has been invited already. Send the invitation again instead."), "email")
    invitation = Invitation(
        application=application, side=whom.side, email=whom.email, name=whom.name, right=whom.right, role=whom.role,
        invited_by_id=by.id, invited_by=by, until=min(at + LASTS, max(closes_at(application.call), at)), sent_at=at,
    )  # fmt: skip
    session.add(invitation)
    invitation.begin(by, at)
    if whom.right is not Right.PI:
        application.members.append(
            TeamMember(
                side=whom.side,
                name=whom.name,
                role=whom.role,
                doctoral_student=whom.doctoral_student,
                doctorate_on=whom.doctorate_on,
                may_edit=False,
                added_at=at,
                email=whom.email,
            ),
        )
    tell_invited(invitation, at)
    return invitation


def check_side(application: Application, whom: Invited, by: Person) -> None:
    """A side has one principal investigator; a team is built by its own side."""
    part = application.part(whom.side)
    if whom.right is Right.PI and part.pi_id is not None:
        raise Refused(
            say("%(side)s already has a principal investigator.", side=application.call.side(whom.side).label), "email",
        )  # fmt: skip
    if whom.right is not Right.PI and whom.side != side_of_pi(by, application):
        raise Refused(say("Each principal investigator builds the team of their own side."), "side")


def tell_invited(invitation: Invitation, at: datetime) -> None:
    """Send the personal link."""
    application, by = invitation.application, invitation.invited_by
    side = application.call.side(invitation.side)
    session = session_of(application)
    known = by_email(session, invitation.email)
    to: Any = known or Address(invitation.email, invitation.name, side.language)
    what = (
        say("%(person)s asks you to be the principal investigator of %(side)s in a joint application.",
            person=by.name_in(to.language), side=side.label)
        if invitation.right is Right.PI
        else say("%(person)s asks you to join the team of %(side)s in a joint application.",
                 person=by.name_in(to.language), side=side.label)
    )  # fmt: skip
    telling = Telling(
        kind="invitation",
        subject=say("Invitation to a joint application: %(call)s", call=application.call.name),
        paragraphs=(
            what,
            say("Title: %(title)s", title=application.title or say("not yet given")),
            say("The call closes on %(when)s.", when=Moment(closes_at(application.call), side.zone)),
            say("This link is personal: it works only for %(email)s, until %(until)s.",
                email=invitation.email, until=Moment(invitation.until, side.zone)),
        ),
        link=f"/my/invitations/{invitation.id}", sealed=True, call_id=application.call_id,
        application_id=application.id, reply_to=by.email,
    )  # fmt: skip
    post(session, to, telling, at)


def accept_invitation(invitation: Invitation, by: Person, at: datetime) -> Application:
    """Join by one's own link: as principal investigator of the side, or as a member of its team."""
    application = invitation.application
    application.allow(law.JOIN, by, at)
    if is_on_team(by, application):
        raise Refused(say("You are on this team already."))
    invitation.take(invitations.ACCEPT_INVITATION, by, at)
    part = application.part(invitation.side)
    if invitation.right is Right.PI:
        if part.pi_id is not None:
            raise Refused(say("Somebody else has taken this place meanwhile. Ask for a new invitation."))
        part.pi, part.pi_id = by, by.id
        part.institution, part.unit, part.position_held = by.institution, by.unit, by.title
    else:
        join_as_member(application, invitation, by, at)
    application.content_version += 1
    application.changed_at = at
    application.take(law.JOIN, by, at, side=invitation.side, right=invitation.right.value)
    tell_joined(invitation, by, at)
    return application


def join_as_member(application: Application, invitation: Invitation, by: Person, at: datetime) -> None:
    """Tie the member who was named to the account that accepted."""
    member = next((one for one in application.members if one.email == invitation.email and one.person_id is None), None)
    if member is None:
        member = TeamMember(side=invitation.side, name=invitation.name, role=invitation.role, added_at=at)
        application.members.append(member)
    member.person_id, member.may_edit = by.id, invitation.right is Right.EDIT
    member.institution_id = by.institution_id
    member.doctorate_on = member.doctorate_on or by.doctorate_on
    member.doctoral_student = member.doctoral_student or by.doctoral_student


def tell_joined(invitation: Invitation, by: Person, at: datetime) -> None:
    """Tell whoever invited that the invitation was accepted."""
    application, to = invitation.application, invitation.invited_by
    telling = Telling(
        kind="invitation_accepted",
        subject=say("%(person)s has joined your application", person=by.name_in(to.language)),
        paragraphs=(say("%(ref)s: %(title)s", ref=application.ref, title=application.title or say("not yet given")),),
        link=f"/my/applications/{application.id}", call_id=application.call_id, application_id=application.id,
    )  # fmt: skip
    post(session_of(application), to, telling, at)


def resend(invitation: Invitation, by: Person, at: datetime) -> None:
    """Send the same invitation again, with a fresh date; at most once an hour."""
    if at - invitation.sent_at < timedelta(hours=1):
        raise Refused(say("This invitation was sent less than an hour ago."))
    invitation.take(invitations.RESEND_INVITATION, by, at)
    invitation.sent_at, invitation.until = at, min(at + LASTS, max(closes_at(invitation.application.call), at))
    tell_invited(invitation, at)


def revoke(invitation: Invitation, by: Person, at: datetime) -> None:
    """Take an invitation back: its link is dead from now on."""
    invitation.take(invitations.REVOKE_INVITATION, by, at)


def remove_member(application: Application, member: TeamMember, by: Person, at: datetime) -> None:
    """Take somebody off one's own side's team; they lose sight of it with the next request."""
    if member.side != side_of_pi(by, application):
        raise Refused(say("Each principal investigator builds the team of their own side."))
    application.take(law.REMOVE_MEMBER, by, at, name=member.name)
    forget(application, member, at)


def leave(application: Application, by: Person, at: datetime) -> None:
    """Leave a team one had joined."""
    application.take(law.LEAVE, by, at)
    for member in [one for one in application.members if one.person_id == by.id]:
        forget(application, member, at)


def forget(application: Application, member: TeamMember, at: datetime) -> None:
    """Take a member out of the text, with any link that still leads in."""
    for invitation in application.invitations:
        if invitation.email == member.email and invitation.state is InvitationState.PENDING:
            invitation.until = min(invitation.until, at)
    application.members.remove(member)
    session_of(application).delete(member)
    application.content_version += 1
    application.changed_at = at
