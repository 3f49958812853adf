"""Writing a draft: its texts, its dates, its sides. Every page changes the definition and saves the whole of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.calls import actions
from grants.calls.form import ReportDefinition
from grants.calls.model import Call
from grants.calls.queries import definition_of
from grants.calls.terms import CallDefinition, LetterheadDefinition, SideDefinition
from grants.rules.budget import parse_amount
from grants.rules.calls import EDIT
from grants.rules.refusal import Refused
from grants.web.desk import Door
from grants.web.forms.call import dates_form
from grants.web.forms.call_parts import LETTERHEAD, LINES, LONG, letter_languages, sides_form, texts_form
from grants.web.forms.wording import gathered, gathered_lines
from grants.web.lifeline import clocks
from grants.web.office.desk import desk
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.transaction import attempt, seen
from grants.words import NAMES, say

OFFICE = Door(Call, "call office")
Change = Callable[[CallDefinition], CallDefinition]


@desk.page("/calls/<uuid:id>/texts", OFFICE, "call.draft.edit", post=True)
def edit_texts(call: Call) -> ResponseReturnValue:
    """Every text of the call, its languages side by side."""
    call.allow(EDIT, visitor(), clock.now())
    form = texts_form(call)
    if form.validate_on_submit() and saved(call, form, lambda terms: with_texts(terms, form)):
        return redirect(url_for("office.call", id=call.id), 303)
    titles = {**LINES, **LONG}
    return page("office/call_texts.html", call=call, form=form, titles=titles), 422 if form.errors else 200


def with_texts(terms: CallDefinition, form: Any) -> CallDefinition:
    """The definition with these texts."""
    texts: dict[str, Any] = {name: gathered(form, name, terms.languages) for name in (*LINES, *LONG)}
    thanks = texts.pop("acknowledgement")
    conditions = tuple(gathered_lines(form, "conditions", terms.languages))
    if form.binding_language.data not in form.languages.data:
        raise Refused(say("The binding language must be one of the call's languages."), "binding_language")
    return replace(
        terms,
        **texts,
        languages=tuple(form.languages.data),
        binding_language=form.binding_language.data,
        themes=tuple(
            replace(theme, label=gathered(form, f"theme_{theme.code}", terms.languages)) for theme in terms.themes
        ),
        award=replace(terms.award, acknowledgement=thanks, conditions=conditions),
    )


@desk.page("/calls/<uuid:id>/dates", OFFICE, "call.draft.edit", post=True)
def edit_dates(call: Call) -> ResponseReturnValue:
    """When the call opens and closes; a time that does not exist is refused, one that comes twice is asked about."""
    by = visitor()
    call.allow(EDIT, by, clock.now())
    form = dates_form(call, **dates_of(call))
    if form.validate_on_submit() and saved(call, form, lambda terms: with_dates(terms, form)):
        return redirect(url_for("office.call", id=call.id), 303)
    return page("office/call_dates.html", call=call, form=form, clocks=clocks(call, by)), 422 if form.errors else 200


def dates_of(call: Call) -> dict[str, Any]:
    """The dates as the values of their form."""
    terms = definition_of(call)
    times, award, report = terms.times, terms.award, terms.report
    return {
        "version": call.version, "zone": times.zone, "grace": times.grace_seconds // 60,
        "counterpart_grace": times.counterpart_grace_hours,
        "opens": times.opens.date(), "opens_clock": times.opens.time(),
        "closes": times.closes.date(), "closes_clock": times.closes.time(),
        "fold": None if times.fold is None else str(times.fold),
        **{name: getattr(times, name) for name in ("internal_on", "reviews_due_on", "decides_by", "announces_on")},
        **{name: getattr(award, name) for name in ("starts_on", "ends_on", "accepts_within_days")},
        "due_on": report.due_on, "due_days_after_end": report.due_days_after_end,
    }  # fmt: skip


def with_dates(terms: CallDefinition, form: Any) -> CallDefinition:
    """The definition with these dates."""
    opens = datetime.combine(form.opens.data, form.opens_clock.data)
    closes = datetime.combine(form.closes.data, form.closes_clock.data)
    if closes <= opens:
        raise Refused(say("The call must open before it closes."), "closes")
    if form.ends_on.data <= form.starts_on.data:
        raise Refused(say("Projects must end after they start."), "ends_on")
    days = {name: form[name].data for name in ("internal_on", "reviews_due_on", "decides_by", "announces_on")}
    times = replace(
        terms.times, zone=form.zone.data, opens=opens, closes=closes, grace_seconds=form.grace.data * 60,
        counterpart_grace_hours=form.counterpart_grace.data or 0,
        fold=int(form.fold.data) if form.fold.data in {"0", "1"} else None, **days,
    )  # fmt: skip
    awarded = {name: form[name].data for name in ("starts_on", "ends_on", "accepts_within_days")}
    return replace(terms, times=times, award=replace(terms.award, **awarded), report=due(terms.report, form))


def due(report: ReportDefinition, form: Any) -> ReportDefinition:
    """When the report is due: on a day, or so many days after the end, never both."""
    if (form.due_on.data is None) == (form.due_days_after_end.data is None):
        raise Refused(say("Say either on which day the report is due or how many days after the end."), "due_on")
    return replace(report, due_on=form.due_on.data, due_days_after_end=form.due_days_after_end.data)


@desk.page("/calls/<uuid:id>/sides", OFFICE, "call.draft.edit", post=True)
def edit_sides(call: Call) -> ResponseReturnValue:
    """What each side pays at most, by when, and what its letters look like."""
    call.allow(EDIT, visitor(), clock.now())
    form = sides_form(call)
    if form.validate_on_submit() and saved(call, form, lambda terms: with_sides(call, terms, form)):
        return redirect(url_for("office.call", id=call.id), 303)
    return page("office/call_sides.html", call=call, form=form, letterhead=LETTERHEAD, letters=letter_languages,
                names=NAMES), 422 if form.errors else 200  # fmt: skip


def with_sides(call: Call, terms: CallDefinition, form: Any) -> CallDefinition:
    """The definition with these sides."""
    return replace(terms, sides=tuple(with_side(side, call, form) for side in terms.sides))


def with_side(side: SideDefinition, call: Call, form: Any) -> SideDefinition:
    """One side as its fields say."""
    code = side.code
    own = letter_languages(side)
    worded = {name: {**getattr(side.letterhead, name), **gathered(form, f"{code}_{name}", own)} for name in LETTERHEAD}
    return replace(
        side,
        label=gathered(form, f"{code}_label", call.languages),
        cap=parse_amount(form[f"{code}_cap"].data, side.currency, f"{code}_cap"),
        spend_by=form[f"{code}_spend_by"].data,
        names_head=form[f"{code}_names_head"].data,
        letter_prefix=form[f"{code}_letter_prefix"].data,
        date_style=form[f"{code}_date_style"].data,
        letterhead=LetterheadDefinition(**worded, email=form[f"{code}_email"].data),
    )


def saved(call: Call, form: Any, change: Change) -> bool:
    """Save a changed draft, unless somebody else did meanwhile or the law speaks against it."""
    with attempt(form) as it:
        call.expect(seen() or 0)
        before = definition_of(call)
        after = change(before)
        actions.edit_call(call, after, visitor(), clock.now())
    if not it.refused:
        flash(reader().say(say("Saved.")), "good")
        warn_of_drift(before, after)
    return not it.refused


def warn_of_drift(before: CallDefinition, after: CallDefinition) -> None:
    """Say so when a text was changed in one language only: the others may now tell another story."""
    for name, title in {**LINES, **LONG}.items():
        old, new = (getattr(terms if name != "acknowledgement" else terms.award, name) for terms in (before, after))
        touched = {language for language in after.languages if old.get(language) != new.get(language)}
        left = [NAMES[language] for language in after.languages if language not in touched and new.get(language)]
        if touched and left:
            sentence = say("“%(title)s” was changed, but not in %(languages)s.", title=title, languages=", ".join(left))
            flash(reader().say(sentence), "warn")
