"""The life-line of a call: its stages with their dates, and where it stands now."""

from datetime import datetime
from typing import Any

from grants.calls.model import Call, Deadline
from grants.rules.calls import BEFORE_PUBLICATION, Phase, phase
from grants.web.reader import reader
from grants.words import Moment, Sentence, say

HERE = {Phase.DRAFT: -1, Phase.UPCOMING: -1, Phase.OPEN: 0, Phase.CLOSED: 1, Phase.RELEASED: 3, Phase.ARCHIVED: 5}


def stages_of(call: Call, at: datetime) -> list[dict[str, Any]]:
    """What happens in a call, as anyone may know it: applications, review, decisions, projects, reports."""
    deadline = call.closing
    closes = reader().moment(deadline.at, clock_of(call))
    rows = [
        (say("Applications"), say("until %(when)s", when=closes)),
        (say("Review"), until(call.review_round.due_on)),
        (say("Decisions"), say("about %(day)s", day=call.announces_on) if call.announces_on else None),
        (say("Projects"), say("%(start)s to %(end)s", start=call.starts_on, end=call.ends_on)),
        (say("Reports"), due(call)),
    ]
    return drawn(rows, now_in(call, at))


def office_stages_of(call: Call, at: datetime) -> list[dict[str, Any]]:
    """The same life as its officers walk it: writing and agreeing come first."""
    rows = [(say("Written"), None), (say("Agreed by both sides"), opening(call))]
    here = {"draft": 0, "proposed": 1}.get(call.state.value)
    public = stages_of(call, at)
    first = drawn(rows, len(rows) if here is None else here)
    return first + public


def opening(call: Call) -> Sentence:
    """When the call opens."""
    return say("opens %(when)s", when=Moment(call.opens_at, clock_of(call)))


def until(day: Any) -> Sentence | None:
    """Until a day, where one is set."""
    return say("until %(day)s", day=day) if day else None


def due(call: Call) -> Sentence | None:
    """When the reports are due."""
    if call.reporting["due_on"]:
        return say("due %(day)s", day=datetime.fromisoformat(call.reporting["due_on"]).date())
    return say("%(days)s days after the end", days=call.reporting["due_days_after_end"])


def now_in(call: Call, at: datetime) -> int:
    """The stage a call is in: reviews end on their day, projects run after the release."""
    here = HERE[phase(call, at)]
    if here == 1 and (due_on := call.review_round.due_on) and at.date() > due_on:
        return 2
    return 4 if here == 3 and at.date() > call.ends_on else here  # noqa: PLR2004 - places on the line


def drawn(rows: list[tuple[Sentence, Sentence | None]], here: int) -> list[dict[str, Any]]:
    """Stages for the page: done, now or next."""
    return [
        {
            "name": name,
            "when": reader().say(when) if when else None,
            "state": "done" if place < here else "now" if place == here else "next",
        }
        for place, (name, when) in enumerate(rows)
    ]


def clocks(call: Call, by: Any) -> list[tuple[Any, str]]:
    """On whose clocks a time of this call is shown: each side's, and the reader's own where it is another."""
    deadline: Deadline = call.closing
    shown: dict[str, Any] = {side.zone: side.label for side in call.sides}
    if deadline.zone not in shown:
        shown = {deadline.zone: say("Time of the call"), **shown}
    if by.id is not None:
        shown.setdefault(by.zone, say("Your time"))
    return [(label, zone) for zone, label in shown.items()]


def clock_of(call: Call) -> str:
    """The one clock where there is room for one: that of the side whose language is read, else the deadline's."""
    own = (side.zone for side in call.sides if side.language == reader().code)
    return next(own, call.closing.zone)


def tone_of(call: Call, at: datetime) -> str:
    """The dot beside a call's state."""
    if call.state in BEFORE_PUBLICATION:
        return "neutral"
    return {Phase.OPEN: "good", Phase.UPCOMING: "wait", Phase.CLOSED: "wait"}.get(phase(call, at), "neutral")
