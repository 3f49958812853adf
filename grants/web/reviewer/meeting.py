"""The panel's meeting: who is there, the agenda in which nobody leaves twice if it can be, the minutes on paper."""

import io
import uuid
from typing import Any

from flask import flash, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from grants import clock
from grants.applications.model import Application
from grants.calls.model import Call
from grants.decisions import actions, queries
from grants.decisions.actions import Minuted
from grants.decisions.meeting import agenda_for, items_of, members_of
from grants.letters.minutes import minutes
from grants.rules.agenda import between
from grants.rules.calls import is_open
from grants.rules.decisions import MEET
from grants.rules.relations import is_chair_of_call
from grants.web.desk import Door
from grants.web.forms.decision import MinuteForm, keys
from grants.web.forms.shape import Sheet
from grants.web.paper import page
from grants.web.papers import engine
from grants.web.reader import reader, visitor
from grants.web.reviewer.desk import desk
from grants.web.reviewer.panels import CHAIRS, READS, about, address_of
from grants.web.transaction import attempt, rest, session
from grants.words import NAMES, say

PER_PAGE = 25


@desk.page("/panels/<uuid:id>/meeting", READS, "ranking.draft.read", "ranking.locked.read")
def meeting(call: Call) -> ResponseReturnValue:
    """The agenda, grouped by who is out of the room, and what was written down so far."""
    return shown(call)


@desk.deed("/panels/<uuid:id>/attendance", CHAIRS, "attendance.any.record")
def attendance(call: Call) -> ResponseReturnValue:
    """Write down who is there."""
    form = Sheet()
    if form.validate_on_submit():
        with attempt(form) as it:
            actions.record_attendance(call, keys(request.form.getlist("present")), visitor(), clock.now())
        if not it.refused:
            flash(reader().say(say("Recorded who is at the meeting.")), "good")
            return redirect(url_for("reviewer.meeting", id=call.id), 303)
    return shown(call, form), 422


@desk.deed("/panels/applications/<uuid:id>/minute", Door(Application, "ranked application"), "ranking.draft.edit")
def minute(application: Application) -> ResponseReturnValue:
    """Write down who presents an application and what the panel said of it."""
    form = MinuteForm()
    chosen = keys([form.presenter.data or ""])
    if form.validate_on_submit():
        written = Minuted(chosen[0] if chosen else None, form.said.data or "")
        with attempt(form) as it:
            actions.minute(application, written, visitor(), clock.now())
        if not it.refused:
            flash(reader().say(say("Written into the minutes of %(ref)s.", ref=application.ref)), "good")
            where = url_for("reviewer.meeting", id=application.call_id, page=request.args.get("page"))
            return redirect(f"{where}#item-{application.id}", 303)
    return shown(application.call, form, application.id), 422


@desk.page("/panels/<uuid:id>/minutes-<code>.pdf", READS, "ranking.draft.read", "ranking.locked.read")
def minutes_pdf(call: Call, code: str) -> ResponseReturnValue:
    """The minutes on paper, in the language asked for; of what this reader may know."""
    if code not in NAMES or is_open(call, clock.now()):
        raise NotFound
    facts, name = minutes(session(), call, visitor(), code, clock.now()), f"{call.code}-minutes-{code}.pdf"
    rest()
    return send_file(io.BytesIO(engine().render(facts)), mimetype="application/pdf", download_name=name)


def shown(call: Call, form: Any = None, refused: uuid.UUID | None = None) -> str:
    """The page of the meeting, a sheet of the agenda at a time; what was refused stands where it was typed."""
    by, at = visitor(), clock.now()
    seen = queries.standings(session(), by, call) if not is_open(call, at) else []
    members, rows = members_of(session(), call, at), {one.number: one for one in seen}
    visible = {one.person.id: len(one.away_for & rows.keys()) for one in members}
    names, state = {one.person.id: one.person.name_in(reader().code) for one in members}, about(call)
    pages = max(1, -(-len(seen) // PER_PAGE))
    here = min(max(1, request.args.get("page", 1, int)), pages)
    blocks = between(agenda_for(seen, members), (here - 1) * PER_PAGE, here * PER_PAGE)
    ids = [rows[number].id for block in blocks for number in block.numbers]
    return page(
        "reviewer/meeting.html", call=call, members=members, leaves=visible, rows=rows, form=form, refused=refused,
        blocks=blocks, away=[reader().say(", ").join(sorted(names[key] for key in block.away)) for block in blocks],
        names=names, here=here, pages=pages,
        items=items_of(session(), ids), titles=queries.titles_of(session(), ids), codes=NAMES,
        address_of=address_of(call), writes=state["works"] and is_chair_of_call(by, call), label=MEET.label, **state,
    )  # fmt: skip
