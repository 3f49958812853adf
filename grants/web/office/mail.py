"""The mail of a call: did it go out, to whom, what did it say; and sending again what did not arrive."""

import uuid

from flask import current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from grants import clock
from grants.calls.model import Call
from grants.calls.queries import paged
from grants.history import note
from grants.jobs import queries
from grants.jobs.model import Job
from grants.jobs.send_mail import send_again
from grants.mail.compose import footer
from grants.mail.model import Message
from grants.rules.access import may_read
from grants.rules.refusal import Hidden
from grants.web.desk import Door
from grants.web.forms.mail import MailForm
from grants.web.office.desk import desk
from grants.web.office.tabs import tabs
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.transaction import session
from grants.words import say

RECORD = Door(Call, "call record")
OFFICE = Door(Call, "call office")


@desk.page("/calls/<uuid:id>/mail", RECORD, "mail_outbox.any.read")
def mail(call: Call) -> ResponseReturnValue:
    """Every message of the call, the newest first."""
    form = MailForm(request.args)
    wanted = asked_for(form, queries.messages_of(visitor(), call))
    found = paged(session(), wanted, request.args.get("page", 1, type=int))
    stuck = paged(session(), queries.messages_of(visitor(), call).where(queries.stuck()), 1).total
    return page("office/mail.html", call=call, tabs=tabs(call), form=form, found=found, stuck=stuck, tone=tone)


def asked_for(form: MailForm, wanted: Select[Message]) -> Select[Message]:
    """The messages that the form asks for; a form that is not in order asks for all."""
    if not form.validate():
        return wanted
    if form.to.data:
        wanted = wanted.where(Message.to.contains(form.to.data.lower(), autoescape=True))
    if form.state.data == "stuck":
        wanted = wanted.where(queries.stuck())
    elif form.state.data == "waiting":
        wanted = wanted.where(Message.sent_at.is_(None), Message.next_try_at.is_not(None))
    return wanted


def tone(message: Message) -> str:
    """How a message's state is marked."""
    if message.sent_at is not None:
        return "good"
    return "bad" if message.next_try_at is None and message.is_wanted else "wait"


@desk.page("/calls/<uuid:id>/mail/<uuid:key>", RECORD, "mail_outbox.any.read")
def message(call: Call, key: uuid.UUID) -> ResponseReturnValue:
    """One message as it was written; a personal link is shown without its key."""
    found = message_or_nothing(call, key)
    settings = current_app.config["SETTINGS"]
    return page(
        "office/message.html", call=call, message=found, footer=footer(found), tone=tone(found),
        link=f"{settings.base_url}{found.link}" if found.link else "", sender=settings.mail_from,
        may_send=may_read(visitor(), "call office", call) and found.is_wanted,
    )  # fmt: skip


def message_or_nothing(call: Call, key: uuid.UUID) -> Message:
    """The message, if this person may read it."""
    found = queries.message_of(session(), visitor(), call, key)
    if found is None:
        raise Hidden
    return found


@desk.deed("/calls/<uuid:id>/mail/<uuid:key>/send", OFFICE, "mail_outbox.any.resend")
def resend(call: Call, key: uuid.UUID) -> ResponseReturnValue:
    """Send a message again: the same text, under the same Message-ID."""
    found, at = message_or_nothing(call, key), clock.now()
    if found.is_wanted:
        send_again(found, at)
        note(session(), found, "send_again", visitor(), at)
        flash(reader().say(say("The message will be sent again within a minute.")), "good")
    return redirect(url_for("office.message", id=call.id, key=found.id), 303)


@desk.page("/jobs/<uuid:id>", Door(Job, "job"), "letter.draft.read")
def job(job: Job) -> ResponseReturnValue:
    """How far a piece of long work is; it can be left, and looked at again."""
    return page("office/job.html", job=job)
