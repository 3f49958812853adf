"""Inviting: a personal link, bound to one address, that gives one right on one side."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from grants.applications.model import Application, Invitation, Right, TeamMember
from grants.applications.queries import people_of
from grants.applications.tellings import about, titled
from grants.db import session_of
from grants.mail import post
from grants.mail.outbox import Address, Telling
from grants.people.model import Person
from grants.people.queries import by_email
from grants.rules import applications as law
from grants.rules import invitations
from grants.rules.deadlines import of_application
from grants.rules.invitations import LASTS, InvitationState
from grants.rules.refusal import Refused
from grants.rules.relations import side_of_pi
from grants.words import Moment, Sentence, say

MOST_A_DAY = 20


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
    affiliation: str = ""


def invite(application: Application, whom: Invited, by: Person, at: datetime) -> Invitation:
    """Invite somebody by mail: the principal investigator of another side, or a member of one's own team."""
    application.take(law.INVITE, by, at, email=whom.email, name=whom.name, side=whom.side, right=whom.right.value)
    check_side(application, whom, by)
    check_address(application, whom, at)
    if whom.right is not Right.PI:
        application.members.append(
            TeamMember(
                side=whom.side,
                name=whom.name,
                role=whom.role,
                affiliation=whom.affiliation,
                doctoral_student=whom.doctoral_student,
                doctorate_on=whom.doctorate_on,
                may_edit=False,
                added_at=at,
                email=whom.email,
            ),
        )
        application.content_version += 1
        application.changed_at = at
    return issue(application, whom, by, at)


def issue(application: Application, whom: Invited, by: Person, at: datetime, *, steps_in: bool = False) -> Invitation:
    """Make the personal link and send it; the law was asked before."""
    invitation = Invitation(
        application=application, side=whom.side, email=whom.email, name=whom.name, right=whom.right, role=whom.role,
        invited_by_id=by.id, invited_by=by, until=lasts(application, at, steps_in=steps_in), sent_at=at,
        steps_in=steps_in,
    )  # fmt: skip
    session_of(application).add(invitation)
    invitation.begin(by, at, email=whom.email)
    tell_invited(invitation, at)
    return invitation


def lasts(application: Application, at: datetime, *, steps_in: bool) -> datetime:
    """Until when an invitation works: thirty days, and not beyond the close of the call."""
    until = at + LASTS
    return until if steps_in else min(until, max(of_application(application).at, at))


def check_side(application: Application, whom: Invited, by: Person) -> None:
    """A side has one principal investigator; a team is built by its own side."""
    part = next((one for one in application.parts if one.side == whom.side), None)
    if part is None:
        raise Refused(say("This side has no part in the application."), "side")
    if whom.right is Right.PI and part.pi_id is not None:
        raise Refused(
            say("%(side)s already has a principal investigator.", side=application.call.side(whom.side).label), "email",
        )  # fmt: skip
    if whom.right is not Right.PI and whom.side != side_of_pi(by, application):
        raise Refused(say("Each principal investigator builds the team of their own side."), "side")


def check_address(application: Application, whom: Invited, at: datetime) -> None:
    """Nobody is invited twice, nobody who is there; and no application sends mail without end."""
    if any(person.email == whom.email for person in people_of(application)):
        raise Refused(say("This person is on the team already."), "email")
    if any(one.email == whom.email and one.state is InvitationState.PENDING for one in application.invitations):
        raise Refused(say("This address has been invited already. Send the invitation again instead."), "email")
    if sum(at - one.sent_at < timedelta(days=1) for one in application.invitations) >= MOST_A_DAY:
        raise Refused(say("At most %(most)s invitations a day are sent for one application.", most=MOST_A_DAY), "email")


def tell_invited(invitation: Invitation, at: datetime) -> None:
    """Send the personal link."""
    application, by = invitation.application, invitation.invited_by
    call, side = application.call, application.call.side(invitation.side)
    to = receiver(invitation)
    telling = Telling(
        kind="invitation",
        subject=say("Invitation to a joint application: %(call)s", call=call.name),
        paragraphs=(
            asked_for(invitation, to.language),
            say("Title: %(title)s", title=application.title or say("not yet given")),
            *(() if invitation.steps_in else
              (say("The call closes on %(when)s.", when=Moment(of_application(application).at, side.zone)),)),
            say("This link is personal: it works only for %(email)s, until %(until)s.",
                email=invitation.email, until=Moment(invitation.until, side.zone)),
        ),
        link=f"/my/invitations/{invitation.id}", sealed=True, call_id=application.call_id,
        application_id=application.id, reply_to=by.email,
    )  # fmt: skip
    post(session_of(application), to, telling, at)


def asked_for(invitation: Invitation, language: str) -> Sentence:
    """What the addressee is asked to be."""
    side, person = invitation.application.call.side(invitation.side).label, invitation.invited_by.name_in(language)
    if invitation.steps_in:
        return say("%(person)s, of the programme office, asks you to step in as principal investigator of %(side)s.",
                   person=person, side=side)  # fmt: skip
    if invitation.right is Right.PI:
        return say("%(person)s asks you to be the principal investigator of %(side)s in a joint application.",
                   person=person, side=side)  # fmt: skip
    return say("%(person)s asks you to join the team of %(side)s in a joint application.", person=person, side=side)


def receiver(invitation: Invitation) -> Any:
    """Whom the mail goes to: the account of the address, or the address alone, in its side's language."""
    language = invitation.application.call.side(invitation.side).language
    known = by_email(session_of(invitation), invitation.email)
    return known or Address(invitation.email, invitation.name, language)


def resend(invitation: Invitation, by: Person, at: datetime) -> None:
    """Send the same invitation again, with a fresh date; at most once an hour."""
    invitation.take(invitations.RESEND_INVITATION, by, at, email=invitation.email)
    invitation.sent_at = at
    invitation.until = lasts(invitation.application, at, steps_in=invitation.steps_in)
    tell_invited(invitation, at)


def revoke(invitation: Invitation, by: Person, at: datetime) -> None:
    """Take an invitation back: its link is dead from now on, and its addressee is told."""
    invitation.take(invitations.REVOKE_INVITATION, by, at, email=invitation.email)
    telling = about(
        invitation.application, "invitation_revoked",
        say("An invitation no longer works: %(call)s", call=invitation.application.call.name),
        say("The invitation to a joint application that was sent to you was taken back. Its link no longer works."),
        link="/my",
    )  # fmt: skip
    post(session_of(invitation), receiver(invitation), telling, at)


def ask_for_own(invitation: Invitation, by: Person, at: datetime) -> None:
    """Ask whoever invited for an invitation of one's own: the link was sent to another address than this account's."""
    invitation.take(invitations.ASK_FOR_OWN, by, at)
    invitation.wanted_by_id, invitation.wanted_by, invitation.wanted_at = by.id, by, at
    application, to = invitation.application, invitation.invited_by
    subject = say("%(person)s asks for an invitation to another address", person=by.name_in(to.language))
    telling = about(
        application, "invitation_wanted", subject, titled(application),
        say("You sent an invitation to %(email)s. %(person)s holds its link and uses the address %(other)s.",
            email=invitation.email, person=by.name_in(to.language), other=by.email),
        say("If this is the person you meant, invite this address instead. If not, refuse: the link opens nothing."),
        link=f"/my/applications/{application.id}/team",
    )  # fmt: skip
    post(session_of(invitation), to, telling, at)


def readdress(invitation: Invitation, by: Person, at: datetime) -> Invitation:
    """Invite the address that asked, in place of the one the invitation was sent to."""
    application, wanted = invitation.application, invitation.wanted_by
    invitation.take(invitations.READDRESS, by, at)
    application.allow(law.INVITE, by, at)
    if wanted is None:
        raise Refused(say("Nobody asks for this invitation."))
    whom = Invited(wanted.email, invitation.name or wanted.name_in("en"), invitation.side, invitation.right,
                   invitation.role)  # fmt: skip
    check_address(application, whom, at)
    for member in application.members:
        if member.email == invitation.email and member.person_id is None:
            member.email = wanted.email
    return issue(application, whom, by, at)


def turn_away(invitation: Invitation, by: Person, at: datetime) -> None:
    """Refuse somebody who holds the link of another; the invitation itself stays as it was."""
    invitation.take(invitations.TURN_AWAY, by, at)
    invitation.wanted_by_id = invitation.wanted_by = None
