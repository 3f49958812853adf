"""The form on which a later deadline is proposed: for whom, until when on which clock, and why."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from wtforms import TimeField

from grants.applications.actions import Later
from grants.applications.model import Application
from grants.calls.model import Call
from grants.web.forms.call import AT, FOLDS, zones_of
from grants.web.forms.shape import Sheet, choose, day, kept, offer, required
from grants.web.forms.wording import gathered, worded_text
from grants.words import say

ALL = "all"


def deadline_form(call: Call, late: Iterable[Application]) -> Any:
    """The form, with the sides and universities of the call and the applications that could be let in."""
    fields: dict[str, Any] = {
        "version": kept(),
        "whom": choose(say("For whom"), {}),
        "zone": choose(say("On the clocks of"), {}),
        "closes": day(say("New last day")),
        "closes_clock": TimeField(AT, [required()]),
        "fold": choose(say("Which of the two is meant?"), FOLDS, needed=False, radio=True),
    } | worded_text("reason", call.languages, 1000)
    form = type("DeadlineForm", (Sheet,), fields)(data={"version": call.version, "zone": call.closing.zone})
    form.zone.choices = zones_of(call)
    form.whom.choices = offer(whom_choices(call, late))
    return form


def whom_choices(call: Call, late: Iterable[Application]) -> dict[Any, list[tuple[str, Any]]]:
    """For all, for a side, for a university, or for one application alone."""
    today = call.starts_on
    members = {
        member.institution_id: member.institution.name
        for member in call.programme.members if member.until is None or member.until >= today
    }  # fmt: skip
    ones = [(f"application:{one.id}", say("%(ref)s: %(title)s", ref=one.ref, title=one.title)) for one in late]
    groups: dict[Any, list[tuple[str, Any]]] = {
        say("Everybody"): [(ALL, say("All applications of the call"))],
        say("One side"): [(f"side:{side.code}", side.label) for side in call.sides] if len(call.sides) > 1 else [],
        say("One university"): [(f"institution:{key}", name) for key, name in members.items()],
        say("One application that is let in late"): ones,
    }
    return {head: rows for head, rows in groups.items() if rows}


def later_of(form: Any, call: Call, late: Iterable[Application]) -> Later:
    """What the form says, as the deed takes it."""
    kind, _, key = form.whom.data.partition(":")
    wall = datetime.combine(form.closes.data, form.closes_clock.data)
    return Later(
        wall=f"{wall:%Y-%m-%d %H:%M}", zone=form.zone.data, reason=gathered(form, "reason", call.languages),
        fold=int(form.fold.data) if form.fold.data in {"0", "1"} else None,
        side=key if kind == "side" else "", institution_id=UUID(key) if kind == "institution" else None,
        application=next((one for one in late if kind == "application" and str(one.id) == key), None),
    )  # fmt: skip
