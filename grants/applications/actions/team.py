"""The team: what its members may do, taking one off, leaving."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from grants.applications.model import Application, Invitation, Right, TeamMember
from grants.applications.tellings import about, titled
from grants.db import session_of
from grants.mail import post
from grants.mail.outbox import Address
from grants.people.model import Person
from grants.rules import applications as law
from grants.rules import invitations
from grants.rules.invitations import InvitationState
from grants.rules.refusal import Refused
from grants.rules.relations import side_of_pi
from grants.words import say


@dataclass(frozen=True)
class Place:
    """What a member is in the project, and whether they read or write."""

    role: str
    right: Right


def change_member(application: Application, member: TeamMember, place: Place, by: Person, at: datetime) -> None:
    """Change what a member of one's own side is and may do; who has not joined yet gets it on joining."""
    own_side(application, member, by)
    application.take(law.CHANGE_MEMBER, by, at, name=member.name, role=place.role, right=place.right.value)
    if place.right is Right.PI:
        raise Refused(say("A side has one principal investigator; that is changed by the programme offices."), "right")
    if member.role != place.role:
        member.role = place.role
        changed(application, at)
    may_edit = place.right is Right.EDIT
    for invitation in pending(application, member):
        invitation.right = place.right
    if member.person_id is not None and member.may_edit != may_edit:
        member.may_edit = may_edit
        tell_right(application, member, at)


def pending(application: Application, member: TeamMember) -> list[Invitation]:
    """The invitation that a member has not answered yet."""
    if member.person_id is not None:
        return []
    sent = (one for one in application.invitations if one.email == member.email)
    return [one for one in sent if one.state is InvitationState.PENDING]


def receiver(application: Application, member: TeamMember) -> Any:
    """A member's account, or the address they were invited under."""
    known = session_of(application).get(Person, member.person_id) if member.person_id else None
    return known or Address(member.email, member.name, application.call.side(member.side).language)


def tell_right(application: Application, member: TeamMember, at: datetime) -> None:
    """Tell a member what they may do now."""
    right = say("You may read and write it now.") if member.may_edit else say("You may read it now, and not write.")
    subject = say("Your place on the team has changed: %(ref)s", ref=application.ref)
    telling = about(application, "member_changed", subject, titled(application), right)
    post(session_of(application), receiver(application, member), telling, at)


def remove_member(application: Application, member: TeamMember, by: Person, at: datetime) -> None:
    """Take somebody off one's own side's team; they lose sight of it with the next request, and are told."""
    own_side(application, member, by)
    application.take(law.REMOVE_MEMBER, by, at, name=member.name)
    for invitation in pending(application, member):
        invitation.take(invitations.REVOKE_INVITATION, by, at, email=invitation.email)
    to = receiver(application, member)
    subject = say("You are no longer on the team of a joint application: %(call)s", call=application.call.name)
    gone = say("%(person)s has taken you off the team. The application is no longer open to you.",
               person=by.name_in(to.language))  # fmt: skip
    if to.email:
        post(session_of(application), to, about(application, "member_removed", subject, gone, link="/my"), at)
    forget(application, member, at)


def leave(application: Application, by: Person, at: datetime) -> None:
    """Leave a team one had joined; the investigator of the side is told."""
    mine = [one for one in application.members if one.person_id == by.id]
    application.take(law.LEAVE, by, at)
    for member in mine:
        pi = application.part(member.side).pi
        if pi is not None:
            subject = say("%(person)s has left the team of %(ref)s", person=by.name_in(pi.language),
                          ref=application.ref)  # fmt: skip
            post(session_of(application), pi, about(application, "member_left", subject, titled(application)), at)
        forget(application, member, at)
    subject = say("You have left the team of a joint application: %(call)s", call=application.call.name)
    gone = say("The application is no longer open to you.")
    post(session_of(application), by, about(application, "left", subject, gone, link="/my"), at)


def own_side(application: Application, member: TeamMember, by: Person) -> None:
    """A team is built by its own side's investigator."""
    if member.side != side_of_pi(by, application):
        raise Refused(say("Each principal investigator builds the team of their own side."))


def forget(application: Application, member: TeamMember, at: datetime) -> None:
    """Take a member out of the text; of what was submitted, the name stays and only the way in is closed."""
    if application.state not in law.OPEN_TO_WRITING:
        member.person_id, member.may_edit = None, False
        return
    application.members.remove(member)
    session_of(application).delete(member)
    changed(application, at)


def changed(application: Application, at: datetime) -> None:
    """The text is another one now: confirmations of the one before no longer count."""
    application.content_version += 1
    application.changed_at = at
