"""What officers do at the completeness desk of one application: note, tick, tag, return for correction."""

from collections.abc import Callable

from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from grants import clock
from grants.applications import actions
from grants.applications.actions import Looked
from grants.applications.model import Application
from grants.rules.checklist import item_of
from grants.web.desk import Door
from grants.web.forms.desk import (
    TagForm,
    TickForm,
    audience_of,
    correction_of,
    note_form,
    return_form,
)
from grants.web.office.bulk import Tagging
from grants.web.office.case_page import case_page
from grants.web.office.cases import CASE, back
from grants.web.office.desk import desk
from grants.web.reader import visitor
from grants.web.transaction import attempt
from grants.words import Sentence, say

OFFICE = Door(Application, "application office")
WRITE = "note_internal.any.write"


@desk.deed("/applications/<uuid:id>/notes", CASE, WRITE)
def note(application: Application) -> ResponseReturnValue:
    """A note among officers, of every side or of the own alone."""
    form = note_form(application, visitor(), sent=True)
    if form.validate_on_submit():
        with attempt(form) as it:
            actions.note(application, form.text.data, visitor(), clock.now(), audience_of(form))
        if not it.refused:
            return back(application, say("The note is kept."), "notes")
    return case_page(application, note=form), 422


@desk.deed("/applications/<uuid:id>/checklist/<side>/<code>", CASE, WRITE)
def tick(application: Application, side: str, code: str) -> ResponseReturnValue:
    """Say that one item of the own side's checklist is in order, or not after all."""
    if item_of(application.call, side, code) is None:
        raise NotFound
    form = TickForm(prefix=f"{side}-{code}")
    if form.validate_on_submit():
        looked = Looked(side, code, form.is_done.data, form.remark.data or "")
        with attempt(form) as it:
            actions.tick(application, looked, visitor(), clock.now())
        if not it.refused:
            return back(application, say("Kept."), "checklist")
    return case_page(application, **{f"{side}-{code}": form}), 422


@desk.deed("/applications/<uuid:id>/tags", OFFICE, WRITE)
def tag(application: Application) -> ResponseReturnValue:
    """Put a tag on."""
    return tagging(application, actions.tag, lambda tag: say("Tagged: %(tag)s", tag=tag))


@desk.deed("/applications/<uuid:id>/tags/remove", OFFICE, WRITE)
def untag(application: Application) -> ResponseReturnValue:
    """Take a tag off."""
    return tagging(application, actions.untag, lambda tag: say("Tag taken off: %(tag)s", tag=tag))


def tagging(application: Application, verb: Tagging, told: Callable[[str], Sentence]) -> ResponseReturnValue:
    """Tag or untag one application, and say which tag it was."""
    form = TagForm(prefix="tag")
    if form.validate_on_submit():
        with attempt(form) as it:
            verb([application], form.tag.data, visitor(), clock.now())
        if not it.refused:
            return back(application, told(form.tag.data), "tags")
    return case_page(application, tag=form), 422


@desk.deed("/applications/<uuid:id>/return", CASE, "call.closed.grant_late_submission")
def return_for_correction(application: Application) -> ResponseReturnValue:
    """Propose to give it back to its team; an officer of another side agrees."""
    form = return_form(application, sent=True)
    if form.validate_on_submit():
        with attempt(form) as it:
            actions.propose_extension(application.call, correction_of(form, application), visitor(), clock.now())
        if not it.refused:
            said = say("Proposed. The officers who can agree have been asked by mail.")
            return back(application, said, "correction")
    return case_page(application, **{"return": form}), 422
