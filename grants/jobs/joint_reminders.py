"""What two sides are reminded of: invitations that wait or ran out, and sign-offs before their own day."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.applications.actions.inviting import receiver
from grants.applications.actions.signing import asked_for
from grants.applications.model import Application, Endorsement, Invitation
from grants.applications.signatures import sign_off
from grants.applications.tellings import about, titled
from grants.calls.model import Call
from grants.jobs.reminders import Case, scope
from grants.mail.outbox import Address, Telling
from grants.rules import reminders
from grants.rules.applications import OPEN_TO_WRITING
from grants.rules.consent import EndorsementState
from grants.rules.deadlines import of_application, on_clocks
from grants.rules.invitations import InvitationState
from grants.rules.reminders import local_day
from grants.rules.rounds import TAKES, is_open_for
from grants.words import say

LAST_WEEK = timedelta(days=8)
LONGEST_WAIT = timedelta(days=60)


def written(kind: Any) -> Any:
    """What belongs to applications that are still written, in calls that take them."""
    return (
        select(kind).join(Application, Application.id == kind.application_id).join(Call, Call.id == Application.call_id)
        .where(Call.state.in_(TAKES), Application.state.in_(OPEN_TO_WRITING))
    )  # fmt: skip


def waiting_invitations(session: Session, at: datetime) -> Iterator[Case]:
    """People who were invited some days ago; in the last week before the close the days before it count."""
    wanted = written(Invitation).where(
        Invitation.state == InvitationState.PENDING, Invitation.until > at, Invitation.sent_at > at - LONGEST_WAIT,
    )  # fmt: skip
    for one in session.scalars(wanted).unique():
        application, to = one.application, receiver(one)
        until = of_application(application).at
        if not is_open_for(application, at) or until - at < LAST_WEEK:
            continue
        zone = getattr(to, "zone", application.call.side(one.side).zone)
        zones = [zone, *(side.zone for side in application.call.sides)]
        telling = Telling(
            "remind_invitation",
            say("Reminder: invitation to a joint application in “%(call)s”", call=application.call.name),
            (
                say("%(person)s invited you to a joint application and waits for your answer.",
                    person=one.invited_by.name_in(to.language)),
                say("The call closes on %(when)s.", when=on_clocks(until, zones)),
            ),
            link=f"/my/invitations/{one.id}", sealed=True, **scope(application),
        )  # fmt: skip
        yield Case(reminders.INVITED, one.id, to, zone, local_day(one.sent_at, zone), one.sent_at, telling)


def invitations_over(session: Session, at: datetime) -> Iterator[Case]:
    """Whoever invited somebody who never answered, the morning after the invitation ran out."""
    wanted = written(Invitation).where(
        Invitation.state == InvitationState.PENDING, Invitation.until <= at, Invitation.until > at - LONGEST_WAIT,
    )  # fmt: skip
    for one in session.scalars(wanted).unique():
        application, to = one.application, one.invited_by
        if not is_open_for(application, at):
            continue
        subject = say("The invitation to %(email)s has run out", email=one.email)
        again = say("Nobody answered it. You can send it again from the page of the team.")
        telling = about(application, "invitation_over", subject, titled(application), again,
                        link=f"/my/applications/{application.id}/team")  # fmt: skip
        yield Case(reminders.INVITED_OVER, one.id, to, to.zone, local_day(one.until, to.zone), one.sent_at, telling)


def open_sign_offs(session: Session, at: datetime) -> Iterator[Case]:
    """Signatories who have not answered, before the day the call asks for, else before its close."""
    wanted = written(Endorsement).where(Endorsement.state.in_((EndorsementState.ASKED, EndorsementState.APPROVED)))
    for one in session.scalars(wanted).unique():
        application, asked = one.application, asked_for(one)
        side = application.call.side(one.side)
        if not is_open_for(application, at) or sign_off(application, asked, side).stands:
            continue
        due = asked.due_on or local_day(of_application(application).at, side.zone)
        to = Address(one.email, one.name, one.language)
        telling = Telling(
            "remind_sign_off", say("Reminder: please sign, %(ref)s", ref=application.ref),
            (
                say("%(person)s asks you to sign “%(what)s” for a joint application in “%(call)s”.",
                    person=one.asked_by.name_in(to.language), what=asked.label, call=application.call.name),
                say("Please answer by %(day)s.", day=due),
            ),
            link=f"/sign-off/{one.id}", sealed=True, **scope(application),
        )  # fmt: skip
        yield Case(reminders.SIGN_OFF, one.id, to, side.zone, due, one.sent_at, telling)


SOURCES = (waiting_invitations, invitations_over, open_sign_offs)
