"""Whom a later deadline concerns, and what they are told of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from grants.applications.model import Application
from grants.applications.queries import people_of
from grants.applications.tellings import about
from grants.calls.model import Extension
from grants.calls.queries import officers
from grants.db import session_of
from grants.mail.outbox import Address, Telling, post, post_all
from grants.people.model import Person
from grants.rules.applications import HANDED_IN, OPEN_TO_WRITING
from grants.rules.deadlines import concerns, of_application, on_clocks
from grants.rules.invitations import LASTS, InvitationState
from grants.rules.relations import is_in_conflict
from grants.words import Sentence, say


def concerned(extension: Extension) -> list[Application]:
    """The applications for which a later deadline counts: every draft and every submission within its scope."""
    wanted = select(Application).where(
        Application.call_id == extension.call_id, Application.state.in_(OPEN_TO_WRITING | HANDED_IN),
    )  # fmt: skip
    found = session_of(extension).scalars(wanted.order_by(Application.number)).unique()
    return [one for one in found if any(concerns(extension, part) for part in one.parts)]


def whom(extension: Any, application: Application | None = None) -> Any:
    """For whom a later deadline counts, in words."""
    if application is not None:
        return application.ref
    if extension.side:
        return extension.call.side(extension.side).label
    if extension.institution is not None:
        return extension.institution.name
    return say("all applications")


def told_of_proposal(extension: Extension, by: Any, at: datetime) -> None:
    """Ask the other officers; nobody in conflict with an application hears that it may be let in."""
    call = extension.call
    subject, lines = to_be_returned(extension) if extension.returns else to_be_put_off(extension)
    telling = Telling(
        "extension.proposed", subject, (*lines, say("It counts as soon as you agree. Until then nothing changes.")),
        link=f"/office/calls/{call.id}/deadlines", call_id=call.id, application_id=extension.application_id,
    )  # fmt: skip
    post_all(session_of(extension), [one for one in office(extension, at) if one.id != by.id], telling, at)


def to_be_put_off(extension: Extension) -> tuple[Sentence, tuple[Sentence, ...]]:
    """What is proposed: a later deadline, for whom and why."""
    return say("A later deadline is proposed for “%(call)s”", call=extension.call.name), (
        say("A later deadline for %(whom)s is proposed: %(when)s.",
            whom=whom(extension, extension.application), when=clocks(extension)),
        say("Reason given: %(reason)s", reason=extension.reason),
    )  # fmt: skip


def to_be_returned(extension: Extension) -> tuple[Sentence, tuple[Sentence, ...]]:
    """What is proposed: to give one application back, what to correct, and until when."""
    ref = extension.application.ref
    return say("%(ref)s is to be returned for correction: please agree", ref=ref), (
        say("It is proposed to return %(ref)s to its team, to be corrected until %(when)s.",
            ref=ref, when=clocks(extension)),
        say("What to correct: %(reason)s", reason=extension.reason),
    )  # fmt: skip


def clocks(extension: Extension) -> Any:
    """The new time on each side's clock."""
    return on_clocks(extension.at, [side.zone for side in extension.call.sides])


def office(extension: Extension, at: datetime) -> list[Person]:
    """The officers who may know of it."""
    every = officers(session_of(extension), extension.call.programme_id, at)
    late = extension.application
    return every if late is None else [one for one in every if not is_in_conflict(one, late)]


def told_later(extension: Extension, applications: Sequence[Application], at: datetime) -> None:
    """Tell teams, people who are invited to them, and officers; an invitation lives as long as there is time."""
    lines = sentences(extension)
    for application in applications:
        for invitation in application.invitations:
            last = min(invitation.sent_at + LASTS, of_application(application).at)
            invitation.until = max(invitation.until, last)
        tell_teams(application, "extension.agreed", subject_for(extension, application), lines, at)
    call = extension.call
    subject = say("A later deadline of “%(call)s” is agreed", call=call.name)
    if extension.returns:
        subject = subject_for(extension, extension.application)
    telling = Telling(
        "extension.agreed", subject, lines,
        link=f"/office/calls/{call.id}/deadlines", call_id=call.id, application_id=extension.application_id,
    )  # fmt: skip
    post_all(session_of(extension), office(extension, at), telling, at)


def subject_for(extension: Extension, application: Application) -> Sentence:
    """The news in one line."""
    ref, when = application.ref, clocks(extension)
    if extension.returns:
        return say("%(ref)s: please correct it until %(when)s", ref=ref, when=when)
    return say("%(ref)s: there is more time, until %(when)s", ref=ref, when=when)


def sentences(extension: Extension) -> tuple[Sentence, ...]:
    """What everybody is told: for whom, until when, why."""
    call, late = extension.call, extension.application
    if extension.returns:
        return (
            say("The programme offices have returned %(ref)s to its team: “%(title)s”.", ref=late.ref,
                title=late.title),
            say("What to correct: %(reason)s", reason=extension.reason),
            say("It can be changed and submitted again until %(when)s. If it is not, what was submitted last counts.",
                when=clocks(extension)),
        )  # fmt: skip
    if late is None:
        what = say("The deadline of the call “%(call)s” is put off for %(whom)s.", call=call.name,
                   whom=whom(extension))  # fmt: skip
    else:
        what = say("%(ref)s may be handed in late in the call “%(call)s”.", ref=late.ref, call=call.name)
    return (
        what,
        say("The new deadline: %(when)s", when=clocks(extension)),
        say("Reason given: %(reason)s", reason=extension.reason),
    )


def tell_teams(
    application: Application, kind: str, subject: Sentence, lines: tuple[Sentence, ...], at: datetime
) -> None:
    """Tell everyone on a team, and whoever is invited to it and has not answered."""
    session = session_of(application)
    post_all(session, people_of(application), about(application, kind, subject, *lines), at)
    for invitation in application.invitations:
        if invitation.state is not InvitationState.PENDING:
            continue
        side = application.call.side(invitation.side)
        telling = Telling(
            kind, subject, lines, link=f"/my/invitations/{invitation.id}", sealed=True, call_id=application.call_id,
            application_id=application.id,
        )  # fmt: skip
        post(session, Address(invitation.email, invitation.name, side.language), telling, at)
