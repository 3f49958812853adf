"""Calls whose deadline has passed are closed by the clock, and everybody concerned is told."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from grants.applications.actions import end_late_grant, stand_as_submitted
from grants.applications.model import Application
from grants.applications.queries import people_of
from grants.applications.tellings import tell_office
from grants.calls.actions import close
from grants.calls.model import Call, Deadline, Extension
from grants.calls.queries import officers
from grants.jobs.engine import Work, job
from grants.mail.outbox import Telling, post_all
from grants.rules.applications import STANDS_AT_THE_END
from grants.rules.applications import ApplicationState as A
from grants.rules.calls import CallState, closes_at, deadline_has_passed, is_open_for
from grants.rules.consent import is_in_counterpart_grace
from grants.rules.deadlines import of_application, on_clocks, shuts
from grants.rules.extensions import ExtensionState
from grants.rules.relations import THE_CLOCK
from grants.words import Moment, say


@job("close_calls", every=timedelta(seconds=30))
def run(work: Work) -> None:
    """Close every call whose last deadline, with its grace, is over, and end the time of those let in late."""
    with work.record.transaction() as session:
        published = session.scalars(select(Call).where(Call.state == CallState.PUBLISHED))
        over = [call.id for call in published if deadline_has_passed(THE_CLOCK, call, work.at) is None]
        late = late_grants_over(session, work.at)
    for call_id in over:
        with work.record.transaction() as session:
            close_one(session, call_id, work.at)
    for extension_id in late:
        with work.record.transaction() as session:
            end_one(session, extension_id, work.at)


def close_one(session: Session, call_id: UUID, at: datetime) -> None:
    """Close one call: what was reopened stands as it was submitted last, what was never submitted stays a draft."""
    call = session.get(Call, call_id, with_for_update={"of": Call})
    if call is None or call.state is not CallState.PUBLISHED:
        return
    close(call, THE_CLOCK, at)
    mine = select(Application).where(Application.call_id == call.id).order_by(Application.number)
    found = [one for one in session.scalars(mine).unique() if not is_open_for(one, at)]
    for application in found:
        leave_as_it_is(session, application, at)
    states = [application.state for application in found]
    tell_officers(session, call, (states.count(A.SUBMITTED), states.count(A.DRAFT)), at)


def leave_as_it_is(session: Session, application: Application, at: datetime) -> None:
    """The time of one application is over: it stands as submitted last, or was never submitted; its team is told."""
    if application.state in STANDS_AT_THE_END:
        was_returned = application.state is A.RETURNED
        stand_as_submitted(application, at)
        tell_standing(session, application, at)
        if was_returned:
            tell_uncorrected(application, at)
    elif application.state is A.DRAFT and not is_in_counterpart_grace(application, at):
        tell_unsent(session, application, at)


def late_grants_over(session: Session, at: datetime) -> list[UUID]:
    """The late grants whose time has passed, with its grace."""
    granted = select(Deadline).join(Extension, Extension.id == Deadline.extension_id).where(
        Extension.state == ExtensionState.AGREED, Extension.application_id.is_not(None),
    )  # fmt: skip
    return [one.extension_id for one in session.scalars(granted) if one.extension_id and at > shuts(one)]


def end_one(session: Session, extension_id: UUID, at: datetime) -> None:
    """End one late grant, unless the application still has time by another deadline."""
    extension = session.get(Extension, extension_id, with_for_update={"of": Extension})
    if extension is None or extension.state is not ExtensionState.AGREED:
        return
    application = end_late_grant(extension, at)
    if not is_open_for(application, at):
        leave_as_it_is(session, application, at)


def tell_officers(session: Session, call: Call, counts: tuple[int, int], at: datetime) -> None:
    """Tell the offices of both sides what came in."""
    submitted, drafts = counts
    zones = [side.zone for side in call.sides]
    telling = Telling(
        "call.closed", say("The call “%(call)s” is closed: %(count)s applications", call=call.name, count=submitted),
        (
            say("The deadline %(when)s has passed, and the call is closed.", when=on_clocks(closes_at(call), zones)),
            say("%(count)s applications were submitted; %(drafts)s drafts were not.", count=submitted, drafts=drafts),
            say("Next: check who is eligible, and ask reviewers."),
        ),
        link=f"/office/calls/{call.id}", call_id=call.id,
    )  # fmt: skip
    post_all(session, officers(session, call.programme_id, at), telling, at)


def tell_standing(session: Session, application: Application, at: datetime) -> None:
    """Tell a team that reopened its application which version counts."""
    sent = Moment(application.submitted_at or at, application.call.zone)
    telling = Telling(
        "stands", say("%(ref)s stands as you submitted it", ref=application.ref),
        (
            say("“%(title)s” was open for editing when the time was over.", title=application.title),
            say("The version you submitted on %(when)s counts.", when=sent),
        ),
        link=f"/my/applications/{application.id}", call_id=application.call_id, application_id=application.id,
    )  # fmt: skip
    post_all(session, people_of(application), telling, at)


def tell_uncorrected(application: Application, at: datetime) -> None:
    """Tell the offices that a returned application came back as it was."""
    subject = say("%(ref)s was not submitted again", ref=application.ref)
    said = say("The time for its correction is over; what was submitted last counts.")
    tell_office(application, at, "not_corrected", subject, said)


def tell_unsent(session: Session, application: Application, at: datetime) -> None:
    """Tell a team whose draft was never submitted."""
    call, title = application.call, application.title or application.ref
    telling = Telling(
        "not_submitted", say("%(ref)s was not submitted", ref=application.ref),
        (
            say("The call “%(call)s” closed on %(when)s.", call=call.name,
                when=on_clocks(of_application(application).at, [side.zone for side in call.sides])),
            say("Your draft “%(title)s” was not submitted and takes no part in it.", title=title),
            say("If you think this is a mistake, write to the programme office."),
        ),
        link=f"/my/applications/{application.id}", call_id=application.call_id, application_id=application.id,
    )  # fmt: skip
    post_all(session, people_of(application), telling, at)
