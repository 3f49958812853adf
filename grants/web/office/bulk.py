"""What officers do with many applications at once: tag them, tick an item, write to their teams."""

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.applications import actions
from grants.applications.actions import Looked
from grants.applications.model import Application
from grants.applications.queries import handled_in
from grants.calls.model import Call
from grants.reviews.queries import narrowed
from grants.rules.applications import TICK
from grants.rules.refusal import Refused
from grants.rules.shapes import has_part
from grants.web.desk import Door
from grants.web.forms.desk import circular_form, circular_of
from grants.web.office.applications import bulk_form, carried, list_page, sought_form, sought_in
from grants.web.office.assignments import is_id
from grants.web.office.desk import desk
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.transaction import attempt, session
from grants.words import Sentence, say

OFFICE = Door(Call, "call office")
WRITE = "note_internal.any.write"
MOST = 1000
TOO_MANY = say("That is more than %(most)s at once. Narrow the list.", most=MOST)
Tagging = Callable[[list[Application], str, Any, datetime], int]


def chosen_in(call: Call, form: Any) -> list[Application]:
    """The applications that are ticked, or all that the list finds; never one this officer is in conflict with."""
    ids = [uuid.UUID(one) for one in request.form.getlist("chosen")[: MOST + 1] if is_id(one)]
    wanted = handled_in(visitor(), call).where(Application.id.in_(ids))
    if form.whole.data:
        wanted = narrowed(visitor(), call, sought_in(sought_form(call)))
    ordered = wanted.order_by(Application.number).limit(MOST + 1)
    found = list(session().scalars(ordered.with_for_update(of=Application)).unique())
    if not found:
        raise Refused(say("Tick the applications first."))
    if len(found) > MOST:
        raise Refused(TOO_MANY)
    return found


def done_with_all(call: Call, deed: Callable[[list[Application], Any], Sentence]) -> ResponseReturnValue:
    """Do one thing with all that is chosen, all of it or nothing; then back to the same list."""
    form = bulk_form(call, sent=True)
    if form.validate_on_submit():
        with attempt(form) as it:
            said = deed(chosen_in(call, form), form)
        if not it.refused:
            flash(reader().say(said), "good")
            where = url_for("office.applications", id=call.id)
            return redirect(f"{where}?{request.query_string.decode()}", 303)
    return list_page(call, form), 422


@desk.deed("/calls/<uuid:id>/applications/tag", OFFICE, WRITE)
def tag_all(call: Call) -> ResponseReturnValue:
    """Put a tag on all that is chosen."""
    return tagging(call, actions.tag, lambda count: say("%(count)s applications were tagged.", count=count))


@desk.deed("/calls/<uuid:id>/applications/untag", OFFICE, WRITE)
def untag_all(call: Call) -> ResponseReturnValue:
    """Take a tag off all that is chosen."""
    return tagging(call, actions.untag, lambda count: say("The tag was taken off %(count)s applications.", count=count))


def tagging(call: Call, verb: Tagging, told: Callable[[int], Sentence]) -> ResponseReturnValue:
    """Tag or untag all that is chosen, and say how many that were."""
    return done_with_all(call, lambda chosen, form: told(verb(chosen, form.tag.data or "", visitor(), clock.now())))


@desk.deed("/calls/<uuid:id>/applications/tick", OFFICE, WRITE)
def tick_all(call: Call) -> ResponseReturnValue:
    """Tick one item of the own side's checklist for all that is chosen and stands to be looked at."""

    def deed(chosen: list[Application], form: Any) -> Sentence:
        side, _, code = (form.item.data or "").partition(".")
        if not code:
            raise Refused(say("Choose the item."), "item")
        by, at = visitor(), clock.now()
        fit = [one for one in chosen if has_part(one, side) and TICK.is_open_to(by, one, at)]
        for one in fit:
            actions.tick(one, Looked(side, code), by, at)
        return say("Ticked for %(count)s applications.", count=len(fit))

    return done_with_all(call, deed)


@desk.deed("/calls/<uuid:id>/applications/write", OFFICE, "application.any.write_to_team")
def write_to_teams(call: Call) -> ResponseReturnValue:
    """Write to the teams of all that is chosen: first what would be sent to how many, then, counted once more, sent."""
    bulk, sends = bulk_form(call, sent=True), "sure" in request.form
    form = circular_form(call, sent=sends)
    with attempt(bulk) as it:
        chosen = chosen_in(call, bulk)
    if it.refused:
        return list_page(call, bulk), 422
    if sends and form.validate_on_submit():
        with attempt(form) as it:
            count = sent_to_all(chosen, form, call)
        if not it.refused:
            flash(reader().say(say("Written to %(count)s people. It goes out within a minute.", count=count)), "good")
            return redirect(url_for("office.mail", id=call.id), 303)
        chosen = chosen_in(call, bulk)
    return circular_page(call, form, chosen), 422 if form.errors else 200


def sent_to_all(chosen: Sequence[Application], form: Any, call: Call) -> int:
    """Write to everybody on the chosen teams, once the number that was typed is theirs."""
    if (form.sure.data or "").strip() != str(len(chosen)):
        raise Refused(say("Write how many applications it goes to: %(count)s.", count=len(chosen)), "sure")
    return actions.tell_teams(chosen, circular_of(form, call.languages), visitor(), clock.now())


def circular_page(call: Call, form: Any, chosen: Sequence[Application]) -> str:
    """The form, with everybody it would go to."""
    return page("office/circular.html", call=call, form=form, chosen=chosen, args=carried())
