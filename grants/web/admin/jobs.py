"""What no page waits for, as the administrator sees it: kinds, times and faults; no receiver and no text."""

import re
import uuid

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.history import note
from grants.jobs import queries
from grants.jobs.engine import again
from grants.jobs.model import Job, JobState
from grants.jobs.send_mail import send_again
from grants.mail.model import Message
from grants.rules.refusal import Hidden
from grants.web.admin.desk import desk
from grants.web.admin.home import ADMINISTRATORS
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.transaction import session
from grants.words import Sentence, say

NAMES = {
    "ask_reports": say("Asking for reports"),
    "close_calls": say("Closing calls whose deadline has passed"),
    "issue_letters": say("Issuing letters"),
    "lapse_offers": say("Letting offers lapse whose day has passed"),
    "hold_late_reports": say("Noting who owes a report for too long"),
    "propose_reviewers": say("Working out which reviewer suits which application"),
    "purge": say("Removing what is no longer needed"),
    "reckon_ranks": say("Computing expected places in a ranking"),
    "retain": say("Deleting what has been kept long enough"),
    "remind": say("Sending reminders"),
    "counterpart_grace": say("Telling who can still confirm after the close"),
    "tell_undone": say("Telling whose confirmation or signature no longer counts"),
}
TONES = {JobState.RUNNING: "wait", JobState.FAILED: "bad", JobState.DONE: "good", JobState.WAITING: "neutral"}


@desk.page("/jobs", ADMINISTRATORS, "system.diagnostics.read", "mail_outbox.any.read")
def jobs() -> ResponseReturnValue:
    """The jobs, and the mail that does not get through."""
    found = queries.jobs(session())
    return page(
        "admin/jobs.html", jobs=found, stuck=queries.undelivered(session()), waiting=queries.on_its_way(session()),
        failed=sum(one.state is JobState.FAILED for one in found), name=name, tones=TONES, faceless=faceless,
    )  # fmt: skip


def name(job: Job) -> Sentence:
    """What a job does, for people."""
    return NAMES.get(job.kind, say("Work of the kind “%(kind)s”", kind=job.kind))


def faceless(fault: str) -> str:
    """A server's words without the address they speak of: whom the mail was for is the office's business."""
    return re.sub(r"\S+@\S+", "…", fault)


@desk.deed("/jobs/<uuid:key>/again", ADMINISTRATORS, "system.diagnostics.read")
def try_again(key: uuid.UUID) -> ResponseReturnValue:
    """Try once more what was given up."""
    found = session().get(Job, key)
    if found is None:
        raise Hidden
    again(found, clock.now())
    flash(reader().say(say("It will be tried again within a minute.")), "good")
    return redirect(url_for("admin.jobs"), 303)


@desk.deed("/mail/<uuid:key>/send", ADMINISTRATORS, "mail_outbox.any.resend")
def resend(key: uuid.UUID) -> ResponseReturnValue:
    """Send again a message that did not get through; the administrator does not read it."""
    found, at = session().get(Message, key), clock.now()
    if found is None or found.sent_at is not None or not found.is_wanted:
        raise Hidden
    send_again(found, at)
    note(session(), found, "send_again", visitor(), at)
    flash(reader().say(say("The message will be sent again within a minute.")), "good")
    return redirect(url_for("admin.jobs"), 303)
