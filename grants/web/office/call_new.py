"""A new call: from a template of the house, as a copy of another call, or from a definition file."""

import uuid
from dataclasses import replace
from functools import cache
from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.calls import actions, queries
from grants.calls.definition import CallDefinition, DefinitionFault, DefinitionFaults, read, shipped
from grants.calls.model import Call
from grants.rules.access import may_read
from grants.rules.refusal import Hidden, Refused
from grants.rules.relations import is_officer
from grants.web.desk import Hall
from grants.web.forms.call import NewCallForm
from grants.web.forms.shape import offer
from grants.web.office.desk import desk
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.transaction import attempt, session
from grants.words import Sentence, say

LARGEST = 500_000
CREATED = say("The call is created as a draft. Look through it, then ask a second officer.")


@desk.page("/calls/new", Hall(is_officer), "call.draft.edit", post=True)
def new_call() -> ResponseReturnValue:
    """Create a call as a draft; whatever is wrong in a file is shown with its line."""
    form = NewCallForm()
    form.source.choices = offer(sources(visitor()))
    faults: tuple[DefinitionFault, ...] = ()
    if form.validate_on_submit():
        original = copied_from(form)
        definition, faults = (None, ()) if original else chosen(form)
        if original or definition:
            with attempt(form) as it:
                call = begun(form, original, definition)
            if not it.refused:
                flash(reader().say(CREATED), "good")
                return redirect(url_for("office.look_over" if original else "office.call", id=call.id), 303)
    return page("office/call_new.html", form=form, faults=faults), 422 if form.errors or faults else 200


def begun(form: NewCallForm, original: Call | None, definition: CallDefinition | None) -> Call:
    """The new draft: a copy moved on by some years, or what a definition states."""
    by, at = visitor(), clock.now()
    if definition is not None:
        return actions.create_call(session(), definition, by, at)
    if original is None or not form.code.data:
        raise Refused(say("Give the copy a code of its own."), "code")
    return actions.copy_call(original, form.code.data, form.years.data or 0, by, at)


def sources(by: Any) -> list[tuple[str, Any]]:
    """What a new call can begin with."""
    ours = queries.calls_of_office(session(), by, 1).rows
    copies = [(f"call:{call.id}", say("A copy of %(call)s", call=call.code)) for call in ours]
    templates = [
        (f"shipped:{key}", say("The template %(name)s", name=name)) for key, name in templates_by_name().items()
    ]
    return [*copies, *templates, ("file", say("A definition file of mine"))]


def chosen(form: NewCallForm) -> tuple[CallDefinition | None, tuple[DefinitionFault, ...]]:
    """The definition the new call begins with, under its new code, or what is wrong with it."""
    kind, _, name = form.source.data.partition(":")
    try:
        definition = read(template(name) if kind == "shipped" else uploaded(form))
    except DefinitionFaults as wrong:
        return None, wrong.faults
    return (replace(definition, code=form.code.data) if form.code.data else definition), ()


def copied_from(form: NewCallForm) -> Call | None:
    """The call of one's own programme that is copied, if one is."""
    kind, _, name = form.source.data.partition(":")
    if kind != "call":
        return None
    call = session().get_one(Call, uuid.UUID(name))
    if not may_read(visitor(), "call record", call):
        raise Hidden
    return call


@cache
def templates_by_name() -> dict[str, Any]:
    """The definition files of the house, each by the name of its call; they do not change while the house stands."""
    return {key: read(template(key)).name for key in shipped()}


def template(name: str) -> str:
    """A definition file of the house."""
    return shipped()[name].read_text(encoding="utf-8")


def uploaded(form: NewCallForm) -> str:
    """The text of the file that was handed in."""
    content = form.file.data.read(LARGEST + 1) if form.file.data else b""
    reason: Sentence | None = None
    if not content:
        reason = say("Choose a definition file.")
    elif len(content) > LARGEST:
        reason = say("This file is too large for a definition.")
    try:
        text: str = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        reason = say("This file is not text in UTF-8.")
    if reason is not None:
        raise DefinitionFaults([DefinitionFault(1, reason)])
    return text
