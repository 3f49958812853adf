"""Formal changes in the office: reinstate, replace an investigator, move the lead; two officers of two sides."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from grants import clock
from grants.applications import actions
from grants.applications.model import Application, FormalChange
from grants.rules.applications import REINSTATE, REMOVE_PI, TRANSFER_LEAD
from grants.rules.formal import FORMAL_CHANGE, ChangeKind, ChangeState
from grants.web.desk import Door
from grants.web.forms.shape import offer
from grants.web.forms.team import NewLeadForm, ReinstateForm, ReplaceForm
from grants.web.office.desk import desk
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.signin import freshly_confirmed
from grants.web.transaction import attempt
from grants.words import Sentence, say

CASE = Door(Application, "application office")
CHANGE = Door(FormalChange, "formal change")
ACTS = ("application.withdrawn.reinstate", "application.any.remove_pi", "application.any.transfer_lead")
STEPS = {
    ChangeKind.REINSTATE: REINSTATE,
    ChangeKind.REMOVE_PI: REMOVE_PI,
    ChangeKind.TRANSFER_LEAD: TRANSFER_LEAD,
}


@desk.page("/applications/<uuid:id>/formal", CASE, *ACTS, post=True)
def formal(application: Application) -> ResponseReturnValue:
    """What is proposed and by whom; propose a change that a second officer has to agree to."""
    forms = sheets(application)
    kind = request.form.get("kind", "")
    form = forms.get(kind)
    if form is not None and form.validate_on_submit():
        freshly_confirmed()
        with attempt(form) as it:
            actions.propose(application, proposal(ChangeKind(kind), form), visitor(), clock.now())
        if not it.refused:
            return back(application, say("Proposed. The officers who can agree have been asked by mail."))
    shown = form if form is not None and form.errors else next(iter(forms.values()), ReinstateForm(None))
    kinds = {kind.value: kind.label for kind in ChangeKind}
    return page("office/formal.html", form=shown, forms_open=forms, kinds=kinds, **told(application)), (
        422 if shown.errors else 200
    )


def sheets(application: Application) -> dict[str, Any]:
    """The forms of the changes that this officer could propose now."""
    by, at = visitor(), clock.now()
    shapes = {ChangeKind.REINSTATE: ReinstateForm, ChangeKind.REMOVE_PI: ReplaceForm,
              ChangeKind.TRANSFER_LEAD: NewLeadForm}  # fmt: skip
    found: dict[str, Any] = {}
    for kind, step in STEPS.items():
        choices = sides_for(application, kind)
        if step.is_open_to(by, application, at) and (kind is ChangeKind.REINSTATE or choices):
            found[kind.value] = shapes[kind](prefix=kind.value)
            if kind is not ChangeKind.REINSTATE:
                found[kind.value].side.choices = offer(choices)
    return found


def sides_for(application: Application, kind: ChangeKind) -> list[tuple[str, Sentence]]:
    """The sides whose investigator can be replaced, or that can be given the lead, by name."""
    taken = [part for part in application.parts if part.pi is not None]
    if kind is ChangeKind.TRANSFER_LEAD:
        taken = [part for part in taken if part.side != application.lead_side]
    return [
        (part.side, say("%(side)s: %(name)s", side=application.call.side(part.side).label,
                        name=part.pi.name_in(reader().code) if part.pi else "–"))
        for part in taken
    ]  # fmt: skip


def proposal(kind: ChangeKind, form: FlaskForm) -> actions.Proposal:
    """What a form says, as the room wants it."""
    said = form.data
    return actions.Proposal(kind, said["reason"], said.get("side") or "", said.get("name") or "",
                            said.get("email") or "")  # fmt: skip


def told(application: Application) -> dict[str, Any]:
    """The proposals under way with what this officer can do about them, and those of the past."""
    by, at = visitor(), clock.now()
    mine = [one for one in application.changes if not one.among_pis]
    return {
        "application": application, "call": application.call,
        "waiting": [(one, {step.name: step for step in FORMAL_CHANGE.open_to(by, one, at)})
                    for one in mine if one.state is ChangeState.PROPOSED],
        "settled": [one for one in mine if one.state is not ChangeState.PROPOSED],
    }  # fmt: skip


@desk.deed("/changes/<uuid:id>/agree", CHANGE, *ACTS)
def agree_to_change(change: FormalChange) -> ResponseReturnValue:
    """Agree as the second officer: the change is made."""
    freshly_confirmed()
    actions.agree(change, visitor(), clock.now())
    return back(change.application, say("Done: %(what)s", what=change.kind.label))


@desk.deed("/changes/<uuid:id>/drop", CHANGE, *ACTS)
def drop_change(change: FormalChange) -> ResponseReturnValue:
    """Drop a proposal; nothing changes."""
    actions.drop(change, visitor(), clock.now())
    return back(change.application, say("Dropped. Nothing was changed."))


def back(application: Application, said: Sentence) -> ResponseReturnValue:
    """Back to the page, saying what was done."""
    flash(reader().say(said), "good")
    return redirect(url_for("office.formal", id=application.id), 303)
