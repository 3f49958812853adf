"""The rounds of review of a call: chosen and changed in a draft, moved on when one is over."""

from dataclasses import replace

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.calls.form import RoundDefinition
from grants.calls.model import Call
from grants.calls.terms import CallDefinition
from grants.decisions import actions
from grants.reviews.queries import new_readers
from grants.rules.calls import EDIT, NEXT_ROUND
from grants.rules.phases import BLIND, DECIDES, OTHERS, PRESETS, READS, TOLD, next_round_of
from grants.rules.refusal import Hidden
from grants.web.desk import Door
from grants.web.forms.rounds import NextRoundForm, PresetForm, RoundForm, round_form, shares_in
from grants.web.forms.shape import Sheet
from grants.web.office.call_editor import OFFICE, saved
from grants.web.office.desk import desk
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.transaction import attempt, session
from grants.words import language, say

PLAIN = ("reads", "reviews_per_side", "least", "blind", "others", "decides", "told", "discussed", "bid_days", "due_on")


@desk.page("/calls/<uuid:id>/rounds", Door(Call, "call record"), "call.draft.read", "call.closed.read")
def rounds(call: Call) -> ResponseReturnValue:
    """Every round with what it allows, and which is the present one."""
    return rounds_page(call, PresetForm(None, data={"version": call.version}))


@desk.deed("/calls/<uuid:id>/rounds/preset", OFFICE, "call.draft.edit")
def choose_rounds(call: Call) -> ResponseReturnValue:
    """Take rounds that are ready; each can be changed then."""
    form = PresetForm()
    if form.validate_on_submit() and saved(call, form, lambda terms: with_preset(terms, form.preset.data)):
        return redirect(url_for("office.rounds", id=call.id), 303)
    return rounds_page(call, form), 422


def with_preset(terms: CallDefinition, name: str) -> CallDefinition:
    """The definition with the rounds of a preset, named in every language of the call."""
    speakers = {code: language(code) for code in terms.languages}
    made = tuple(
        RoundDefinition(code=code, label={one: speakers[one].say(label) for one in speakers}, **vars(switches))
        for code, label, switches in PRESETS[name].rounds
    )
    return replace(terms, review=replace(terms.review, rounds=made))


@desk.page("/calls/<uuid:id>/rounds/<code>", OFFICE, "call.draft.edit", post=True)
def edit_round(call: Call, code: str) -> ResponseReturnValue:
    """The switches of one round."""
    call.allow(EDIT, visitor(), clock.now())
    one = next((each for each in call.review_rounds if each.code == code), None)
    if one is None:
        raise Hidden
    form = round_form(call, one)
    if form.validate_on_submit() and saved(call, form, lambda terms: with_round(terms, code, form)):
        return redirect(url_for("office.rounds", id=call.id), 303)
    return page("office/round.html", call=call, form=form, one=one), 422 if form.errors else 200


def with_round(terms: CallDefinition, code: str, form: RoundForm) -> CallDefinition:
    """The definition with one round changed; the day of the first stands among the times."""
    stated = terms.review.stated_rounds(terms.languages)
    said = {name: form[name].data for name in PLAIN}
    said |= {name: tuple(form[name].data or ()) for name in ("criteria", "counts")}
    said |= {name: shares_in(form[name].data) or () for name in ("guide", "border")}
    times = terms.times
    if stated[0].code == code:
        times = replace(times, reviews_due_on=said.pop("due_on"))
    made = tuple(replace(each, **said) if each.code == code else each for each in stated)
    return replace(terms, times=times, review=replace(terms.review, rounds=made))


@desk.deed("/calls/<uuid:id>/rounds/next", OFFICE, "review.round.begin")
def begin_next_round(call: Call) -> ResponseReturnValue:
    """Move on: what was written is kept, and whoever is asked to look again is told."""
    form = NextRoundForm()
    if form.validate_on_submit() and readers_are_confirmed(call, form):
        with attempt(form) as it:
            count = actions.next_round(call, visitor(), clock.now())
        if not it.refused:
            flash(reader().say(say("The next round has begun, with %(count)s applications.", count=count)), "good")
            return redirect(url_for("office.rounds", id=call.id), 303)
    return rounds_page(call, form), 422


def readers_are_confirmed(call: Call, form: NextRoundForm) -> bool:
    """Whether nobody comes to read what others wrote, or the officer has said that those who do are meant to."""
    if form.readers_are_meant.data or not new_readers(session(), visitor(), call):
        return True
    form.readers_are_meant.errors = [say("Look at who will read it, and tick that they are meant to.")]
    return False


def rounds_page(call: Call, form: Sheet) -> str:
    """The page, with whatever was refused at its head."""
    by, at = visitor(), clock.now()
    may_edit = EDIT.is_open_to(by, call, at)
    return page(
        "office/rounds.html", call=call, form=form, may_edit=may_edit, next_one=next_round_of(call),
        words={"reads": READS, "others": OTHERS, "decides": DECIDES, "told": TOLD, "blind": BLIND},
        presets=form if isinstance(form, PresetForm) else PresetForm(None, data={"version": call.version}),
        moves_on=NEXT_ROUND.is_open_to(by, call, at), readers=new_readers(session(), by, call),
        begins=form if isinstance(form, NextRoundForm) else NextRoundForm(None),
    )  # fmt: skip
