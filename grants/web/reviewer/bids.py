"""What one would like to judge: the applications of a call by title and people, before anybody is asked."""

import uuid
from collections.abc import Iterable

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.calls.model import Call
from grants.reviews import actions
from grants.reviews.queries import Bidding, BidLine, bidding
from grants.rules.bids import Liking, bids_until, reason_no_bids
from grants.web.desk import Door
from grants.web.forms.review import bid_form
from grants.web.forms.shape import Sheet
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.reviewer.desk import desk
from grants.web.reviewer.reviews import on_the_clock
from grants.web.transaction import attempt, session
from grants.words import say

NOTHING = Bidding((), 1, 1, 0, 0)


@desk.page("/calls/<uuid:id>/bids", Door(Call, "call bids"), "assignment.any.bid", "application.any.read_team",
           post=True)  # fmt: skip
def bids(call: Call) -> ResponseReturnValue:
    """A page of the list, each line with what one says of it; nothing of it before the close and after the days."""
    by, at = visitor(), clock.now()
    reason = reason_no_bids(call, at)
    found = NOTHING if reason else bidding(session(), by, call, request.args.get("page", 1, type=int), at)
    form = bid_form(found.rows)
    if form.validate_on_submit():
        with attempt(form) as it:
            actions.bid(call, said_in(form, found.rows), by, at)
        if not it.refused:
            flash(reader().say(say("Saved %(when)s", when=on_the_clock())), "good")
            onward = "next" in request.form and found.number < found.pages
            return redirect(url_for("reviewer.bids", id=call.id, page=found.number + onward), 303)
    return page(
        "reviewer/bids.html", call=call, found=found, form=form, reason=reason, until=bids_until(call),
    ), 422 if form.errors else 200  # fmt: skip


def said_in(form: Sheet, rows: Iterable[BidLine]) -> dict[uuid.UUID, Liking | None]:
    """What the form says of each line of the page."""
    said = {line.key: form[line.field].data for line in rows if line.found is None}
    return {key: Liking(liking) if liking else None for key, liking in said.items()}
