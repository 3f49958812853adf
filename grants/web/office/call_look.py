"""Looking over a draft: what was copied, what may belong elsewhere, what drifted apart between the languages."""

from itertools import groupby

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.calls import actions
from grants.calls.gaps import TITLES
from grants.calls.leftovers import Point, to_look_at
from grants.calls.model import Call
from grants.rules.calls import LOOK_OVER
from grants.web.desk import Door
from grants.web.forms.shape import Sheet
from grants.web.office.calls import where
from grants.web.office.desk import desk
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.transaction import attempt, session
from grants.words import say

OFFICE = Door(Call, "call office")


@desk.page("/calls/<uuid:id>/look-over", OFFICE, "call.draft.edit", post=True)
def look_over(call: Call) -> ResponseReturnValue:
    """Everything to look at again, section by section: change it, or say that it is right as it stands."""
    form, by, at = Sheet(), visitor(), clock.now()
    found = to_look_at(session(), call)
    if form.validate_on_submit():
        with attempt(form) as it:
            count = actions.look_over(call, ticked(found), by, at)
        if not it.refused:
            flash(reader().say(say("Found right: %(count)s.", count=count)), "good")
            return redirect(url_for("office.look_over", id=call.id), 303)
    return page(
        "office/call_look.html", call=call, form=form, count=len(found), sections=by_section(call, found),
        may_settle=LOOK_OVER.is_open_to(by, call, at),
    ), 422 if form.errors else 200  # fmt: skip


def ticked(found: list[Point]) -> set[str]:
    """The things ticked, or all of one section."""
    section = request.form.get("section")
    if section:
        return {point.key for point in found if point.leaf.path[0] == section}
    return set(request.form.getlist("point"))


def by_section(call: Call, found: list[Point]) -> list[dict[str, object]]:
    """The things in the order of the call, under the section they belong to."""
    return [
        {"code": name, "title": TITLES.get(name, say(name)), "where": where(call, name), "points": list(points)}
        for name, points in groupby(found, key=lambda point: point.leaf.path[0])
    ]
