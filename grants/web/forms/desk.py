"""The shape of what the completeness desk sends: notes, ticks, tags, what is returned, what is written to teams."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from wtforms import TimeField

from grants.applications.actions import Circular, Later
from grants.applications.model import Application
from grants.calls.model import Call
from grants.rules.relations import sides_of
from grants.web.forms.call import AT, FOLDS, spoken, zones_near
from grants.web.forms.shape import Sheet, choose, day, line, offer, required, text, tick
from grants.web.forms.wording import gathered, worded_line, worded_text
from grants.words import say

EVERYONE = "all"


class NoteForm(Sheet):
    """A note among officers: for every office, or for the own side alone."""

    text = text(say("Note"), 4000, description=say("Applicants and panel never see it."))
    audience = choose(say("Who reads it"), [], radio=True)


def made(kind: Any, *, sent: bool, **options: Any) -> Any:
    """A form as it was sent, or empty."""
    return kind(**options) if sent else kind(None, **options)


def note_form(application: Application, by: Any, *, sent: bool) -> Any:
    """The form, with the readers this officer can choose from; where there is one office there is nothing to choose."""
    form, call = made(NoteForm, sent=sent, prefix="note"), application.call
    if len(call.sides) == 1:
        del form.audience
        return form
    own = [side for side in call.sides if side.code in sides_of(by, call)]
    mine = [(side.code, say("Only the officers of %(side)s", side=side.label)) for side in own]
    form.audience.choices = offer([(EVERYONE, say("The officers of every side")), *mine])
    return form


def audience_of(form: Any) -> str:
    """The side whose officers alone read a note; nothing where all do."""
    return "" if form.audience is None or form.audience.data == EVERYONE else str(form.audience.data)


class TickForm(Sheet):
    """What is said of one item of the checklist."""

    remark = line(say("Remark, for the officers of your side only"), 1000, needed=False)
    is_done = tick(say("Looked at, in order"))


class TagForm(Sheet):
    """A word to find an application by."""

    tag = line(say("Tag"), 40)


class BulkForm(Sheet):
    """What is done with all that is chosen in a list, whose filter asks for a tag as well."""

    tag = line(say("Tag"), 40, needed=False, id="bulk-tag")
    item = choose(say("Item of my side's checklist"), [], needed=False)
    whole = tick(say("Everything this list finds, on all its pages"))


def return_form(application: Application, *, sent: bool) -> Any:
    """The form on which an application is given back: what to correct, until when, on whose clock."""
    call = application.call
    fields: dict[str, Any] = {
        "zone": choose(say("On the clocks of"), []),
        "closes": day(say("Last day for the correction")),
        "closes_clock": TimeField(AT, [required()]),
        "fold": choose(say("Which of the two is meant?"), FOLDS, needed=False, radio=True),
    } | worded_text("reason", call.languages, 2000)
    kind = type("ReturnForm", (Sheet,), fields)
    form = made(kind, sent=sent, prefix="return", data={"zone": call.closing.zone})
    form.zone.choices = offer((zone, spoken(zone)) for zone in zones_near(call))
    return form


def correction_of(form: Any, application: Application) -> Later:
    """What the form says, as the deed takes it."""
    wall = datetime.combine(form.closes.data, form.closes_clock.data)
    return Later(
        wall=f"{wall:%Y-%m-%d %H:%M}", zone=form.zone.data,
        reason=gathered(form, "reason", application.call.languages),
        fold=int(form.fold.data) if form.fold.data in {"0", "1"} else None, application=application, returns=True,
    )  # fmt: skip


def circular_form(call: Call, *, sent: bool) -> Any:
    """The form on which an office writes to teams, in the languages of the call."""
    fields: dict[str, Any] = {"sure": line(say("Number of applications, to make sure"), 6)}
    fields |= worded_line("subject", call.languages, 200) | worded_text("text", call.languages, 8000)
    return made(type("CircularForm", (Sheet,), fields), sent=sent)


def circular_of(form: Any, languages: Iterable[str]) -> Circular:
    """What is written."""
    spoken = list(languages)
    return Circular(gathered(form, "subject", spoken), gathered(form, "text", spoken))
