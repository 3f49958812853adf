"""The reviewer's home: what needs you, and the pile, call by call."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from flask import url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.reviews.queries import Line, pile, pools_of
from grants.rules.relations import holds
from grants.rules.reviews import AssignmentState
from grants.rules.roles import Role
from grants.web.desk import Hall
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.reviewer.desk import desk
from grants.web.transaction import session
from grants.words import Sentence, say

NOT_MINE = {
    AssignmentState.DECLINED: say("You declined"),
    AssignmentState.CONFLICTED: say("You have a conflict"),
}


def reviews(by: Any, _thing: Any = None) -> bool:
    """Someone in the pool of any call."""
    return bool(holds(by, Role.REVIEWER))


@desk.page("", Hall(reviews), "assignment.any.read_own")
def home() -> ResponseReturnValue:
    """The pile: what waits first, with its date, then what is in."""
    by, at = visitor(), clock.now()
    lines = sorted(pile(session(), by), key=by_call)
    calls = [heap(list(of_call), by, at) for _, of_call in groupby(lines, key=by_call)]
    needs = [need for one in calls for need in one["needs"]]
    piled = {one["id"] for one in calls}
    return page(
        "reviewer/home.html", needs=needs, state_of=state_of, address_of=address_of,
        waiting=[one for one in calls if one["needs"]], done=[one for one in reversed(calls) if not one["needs"]],
        empty=[call for call in pools_of(session(), by) if call.id not in piled],
    )  # fmt: skip


def by_call(line: Line) -> tuple[Any, ...]:
    """The calls in the order of their dates; one without a date comes last."""
    return line.call.due_on or date.max, str(line.call.id)


def heap(lines: list[Line], by: Any, at: datetime) -> dict[str, Any]:
    """One call of the pile: its lines, how many are in of how many, what it asks now."""
    call, live = lines[0].call, [line for line in lines if line.is_live]
    due_on = call.due_on
    overdue = due_on is not None and at.astimezone(ZoneInfo(by.zone)).date() > due_on
    done = len(live) - sum(line.is_waiting for line in live)
    return {
        "id": call.id, "name": call.name, "bid_days": call.bid_days, "due_on": due_on, "lines": lines,
        "done": done, "of": len(live), "opened": any(line.review_id for line in live),
        "overdue": overdue and done < len(live),
        "needs": needs_of(live, overdue=overdue),
    }  # fmt: skip


def needs_of(live: list[Line], *, overdue: bool) -> Iterable[dict[str, Any]]:
    """What one call asks of the reviewer: answers first, then reviews; each leads to the first of them."""
    asked = [line for line in live if line.asked is AssignmentState.INVITED]
    begun = [line for line in live if line.is_waiting and line not in asked]
    wanted: list[tuple[list[Line], Sentence, Sentence]] = []
    if asked:
        ask = say("Say of %(count)s applications whether you have a conflict (%(call)s)", count=len(asked),
                  call=asked[0].call.name)  # fmt: skip
        wanted.append((asked, ask, say("Look at the first")))
    if begun:
        ask = say("Review %(count)s applications (%(call)s)", count=len(begun), call=begun[0].call.name)
        wanted.append((begun, ask, say("Go on")))
    due_on = live[0].call.due_on if live else None
    by_when = reader().weekday(due_on) if due_on else ""
    return [
        {"sentence": sentence, "verb": verb, "by": by_when, "tone": "warn" if overdue else "wait",
         "address": address_of(lines[0])}
        for lines, sentence, verb in wanted
    ]  # fmt: skip


def address_of(line: Line) -> str:
    """Where a line leads: to the review once it is accepted, before that to title and people."""
    if line.review_id and line.asked is AssignmentState.ACCEPTED and line.is_live:
        return url_for("reviewer.review", id=line.review_id)
    return url_for("reviewer.assignment", id=line.assignment_id)


def state_of(line: Line) -> tuple[Sentence, str]:
    """The reviewer's own state of it, in a word with its tone."""
    if not line.is_live:
        return NOT_MINE.get(line.asked, NOT_MINE[AssignmentState.CONFLICTED]), "neutral"
    if line.asked is AssignmentState.INVITED or line.written is None:
        return say("Waits for your answer"), "warn"
    return line.written.label, "wait" if line.is_waiting else "good"
