"""Who applies in a call: the roles of a team, who signs for it, and what officers look at when it came in."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.calls.checks import roles_are_clear, signers_can_sign
from grants.calls.form import EndorsementDefinition, ItemDefinition, RoleDefinition
from grants.calls.model import Call
from grants.calls.statement import definition_of
from grants.calls.terms import CallDefinition
from grants.rules.calls import EDIT
from grants.rules.refusal import Hidden, Refused
from grants.web.forms.call import OrderForm
from grants.web.forms.call_parts import line_form
from grants.web.forms.wording import gathered
from grants.web.office.call_editor import OFFICE, saved
from grants.web.office.desk import desk
from grants.web.office.order import rearranged
from grants.web.paper import page
from grants.web.reader import visitor
from grants.words import Sentence, say

ACTS = ("call.draft.edit", "call.open.set_form_and_criteria")


@dataclass(frozen=True)
class Listed:
    """One of the lists: what its lines are, what it is called, what of a line is asked beside its name."""

    kind: type
    title: Sentence
    asked: tuple[str, ...]


LISTS: Mapping[str, Listed] = {
    "roles": Listed(RoleDefinition, say("Roles on the team"), ("least", "most", "leads")),
    "endorsements": Listed(EndorsementDefinition, say("Who signs for it"), ("sides", "by")),
    "checklist": Listed(ItemDefinition, say("Checklist"), ("sides",)),
}


@desk.page("/calls/<uuid:id>/applying", OFFICE, *ACTS, post=True)
def edit_applying(call: Call) -> ResponseReturnValue:
    """The three lists, line by line: to add, change, move and take out."""
    call.allow(EDIT, visitor(), clock.now())
    form = OrderForm(version=call.version)
    if form.validate_on_submit() and saved(call, form, moved):
        return redirect(url_for("office.edit_applying", id=call.id), 303)
    return page("office/call_applying.html", call=call, form=form, lists=LISTS,
                applying=definition_of(call).applying), 422 if form.errors else 200  # fmt: skip


def moved(terms: CallDefinition) -> CallDefinition:
    """The definition after a line was moved or taken out: `checklist:up:cv`."""
    which, _, deed = request.form.get("deed", "").partition(":")
    return with_list(terms, which, rearranged(getattr(terms.applying, which), deed)) if which in LISTS else terms


@desk.page("/calls/<uuid:id>/new-line/<which>", OFFICE, *ACTS, post=True)
def new_line(call: Call, which: str) -> ResponseReturnValue:
    """Another line of a list."""
    return line_page(call, which, None)


@desk.page("/calls/<uuid:id>/applying/<which>/<code>", OFFICE, *ACTS, post=True)
def edit_line(call: Call, which: str, code: str) -> ResponseReturnValue:
    """One line of a list."""
    return line_page(call, which, code)


def line_page(call: Call, which: str, code: str | None) -> ResponseReturnValue:
    """The form of one line, new or known."""
    call.allow(EDIT, visitor(), clock.now())
    if which not in LISTS:
        raise Hidden
    lines = getattr(definition_of(call).applying, which)
    known = next((one for one in lines if one.code == code), None)
    if code is not None and known is None:
        raise Hidden
    form = line_form(call, LISTS[which].asked, known)
    if form.validate_on_submit() and saved(call, form, lambda terms: with_line(terms, form, which, code)):
        return redirect(url_for("office.edit_applying", id=call.id), 303)
    return page("office/call_line.html", call=call, form=form, which=which, listed=LISTS[which],
                known=known), 422 if form.errors else 200  # fmt: skip


def with_line(terms: CallDefinition, form: Any, which: str, code: str | None) -> CallDefinition:
    """The definition with this line, in its place or at the end."""
    old = getattr(terms.applying, which)
    said = {name: form[name].data for name in LISTS[which].asked}
    if "sides" in said:
        said["sides"] = tuple(said["sides"])
    made = LISTS[which].kind(code or form.code.data, gathered(form, "label", terms.languages), **said)
    return with_list(terms, which, tuple(made if one.code == code else one for one in old) if code else (*old, made))


def with_list(terms: CallDefinition, which: str, lines: tuple[Any, ...]) -> CallDefinition:
    """The definition with one list changed, if that makes sense."""
    changed: dict[str, Any] = {which: lines}
    applying = replace(terms.applying, **changed)
    faults = chain(roles_are_clear(applying, terms.sides), signers_can_sign(applying, terms.sides, terms.times))
    for _, reason in faults:
        raise Refused(reason)
    return replace(terms, applying=applying)
