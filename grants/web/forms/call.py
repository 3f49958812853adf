"""The forms of a call as its officers write it: a new one, its dates, its money, how it is judged."""

from collections.abc import Iterable
from typing import Any

from flask_wtf.file import FileField
from wtforms import TimeField

from grants.calls.model import Call
from grants.calls.values import wrong_call_code
from grants.rules.calls import CallState
from grants.rules.conflicts import CHOICES
from grants.rules.deadlines import places
from grants.web.forms.shape import (
    Sheet,
    choose,
    choose_many,
    day,
    kept,
    line,
    offer,
    optional,
    required,
    text,
    whole,
    wrong,
)
from grants.words import NAMES, say

FOLDS = [
    ("0", say("The first time, before the clocks go back")),
    ("1", say("The second time, after the clocks went back")),
]
AT: Any = say("at")
STYLES = [("western", say("31 March 2022")), ("era", say("Japanese era: 令和4年3月31日"))]


def call_code(_form: Any, field: Any) -> None:
    """The code by which people know a call."""
    reason = wrong_call_code(field.data)
    if reason is not None:
        raise wrong(reason)


class ListForm(Sheet):
    """What an officer looks for among the calls."""

    state = choose(
        say("Status"), [("", say("All")), *((state.value, state.label) for state in CallState)], needed=False
    )
    text = line(say("Name or code"), 100, needed=False)


class NewCallForm(Sheet):
    """A new call: from a template of the house, as a copy of another call, or from a file."""

    source = choose(say("Begin with"), [], radio=True)
    code = line(
        say("Code of the new call"), 30, call_code, needed=False,
        description=say("Such as MIRAI-2023; applications are numbered after it. Left empty, the source's is taken."),
    )  # fmt: skip
    years = whole(
        say("Years later than the original"), low=0, high=20, needed=False,
        description=say("The days of a copy move by so many years; each is to be looked at before it is published."),
    )  # fmt: skip
    file = FileField(
        say("Definition file"), [optional()],
        description=say("A YAML file as this system exports it. Every fault is shown with its line."),
    )  # fmt: skip


class DatesForm(Sheet):
    """When a call opens and closes, and the days of its life."""

    version = kept()
    zone = choose(say("On the clocks of"), {})
    opens = day(say("Opens on"))
    opens_clock = TimeField(AT, [required()])
    closes = day(say("Closes on"))
    closes_clock = TimeField(AT, [required()])
    fold = choose(say("Which of the two is meant?"), FOLDS, needed=False, radio=True)
    grace = whole(say("Grace in minutes"), high=1440)
    counterpart_grace = whole(say("Hours in which the other side may still confirm"), high=168, needed=False)
    internal_on = day(say("Home universities are told by"), needed=False)
    reviews_due_on = day(say("Reviews are in by"), needed=False)
    decides_by = day(say("Sides decide by"), needed=False)
    announces_on = day(say("Outcome told about"), needed=False)
    starts_on = day(say("Projects start on"))
    ends_on = day(say("Projects end on"))
    accepts_within_days = whole(say("Days to accept an award"), low=1, high=365)
    due_on = day(say("Report due on"), needed=False)
    due_days_after_end = whole(say("or so many days after the end"), low=1, high=730, needed=False)


def dates_form(call: Call, **values: Any) -> DatesForm:
    """The form of dates, with the places of this call first among the zones."""
    form = DatesForm(data=values)
    form.zone.choices = zones_of(call)
    return form


def zones_of(call: Call) -> Any:
    """Every place whose clocks may be meant, those of this call first."""
    near = zones_near(call)
    others = sorted(places() - set(near))
    named = {say("Places of this call"): near, say("Everywhere else"): others}
    return offer({head: [(zone, spoken(zone)) for zone in zones] for head, zones in named.items()})


def zones_near(call: Call) -> list[str]:
    """The places of a call: where its deadline was set, and where its sides are."""
    return list(dict.fromkeys([call.closing.zone, *(side.zone for side in call.sides)]))


def spoken(zone: str) -> str:
    """A zone's place as people read it."""
    return zone.replace("_", " ")


class JudgingForm(Sheet):
    """How applications are reviewed; a weight for each criterion is added when the call is known."""

    version = kept()
    conflicts = choose_many(
        say("Possible conflicts are looked for by these rules"), [(one.value, one.reason) for one in CHOICES],
        description=say("Somebody of the team itself is always in conflict; working at the same university never is."),
    )  # fmt: skip


def judging_form(call: Call, **values: Any) -> Any:
    """The form of judging, with a weight for every criterion of the call."""
    weights = {weight_of(one.code): whole(one.label, high=100) for one in call.criteria}
    kind = type("JudgingForm", (JudgingForm,), weights)
    return kind(data=values | {weight_of(one.code): one.weight for one in call.criteria})


def weight_of(code: str) -> str:
    """The name of a criterion's weight on the form."""
    return f"weight_{code}"


class OrderForm(Sheet):
    """A list whose lines are moved by buttons."""

    version = kept()


class BecauseForm(Sheet):
    """Why a call may open though a party has no agreement."""

    because = text(say("Why it may open without an agreement"), 1000)


def languages_choice(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Languages to choose from, each by its own name."""
    return [(code, NAMES[code]) for code in codes]
