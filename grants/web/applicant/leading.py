"""Who leads: one investigator proposes that another side takes the lead, the other one agrees."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.applications import actions
from grants.applications.model import Application, FormalChange
from grants.rules.applications import PROPOSE_LEAD
from grants.rules.formal import FORMAL_CHANGE, ChangeState
from grants.rules.relations import side_of_pi
from grants.web.applicant.applications import OWN
from grants.web.applicant.desk import desk
from grants.web.desk import Door
from grants.web.forms.shape import offer
from grants.web.forms.team import LeadForm
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.transaction import attempt
from grants.words import say

CHANGE = Door(FormalChange, "formal change")


@desk.page("/applications/<uuid:id>/lead", OWN, "application.any.transfer_lead", post=True)
def lead(application: Application) -> ResponseReturnValue:
    """Who leads, what is proposed, and what the lead is for."""
    by, at, form = visitor(), clock.now(), LeadForm()
    form.side.choices = offer(sides_to_lead(application))
    if form.validate_on_submit():
        with attempt(form) as it:
            actions.propose_lead(application, form.side.data, form.reason.data, by, at)
        if not it.refused:
            flash(reader().say(say("Proposed. The other investigator has been asked.")), "good")
            return redirect(url_for("applicant.lead", id=application.id), 303)
    open_now = [one for one in application.changes if one.among_pis and one.state is ChangeState.PROPOSED]
    return page(
        "applicant/lead.html", application=application, form=form,
        proposals=[(one, {step.name: step for step in FORMAL_CHANGE.open_to(by, one, at)}) for one in open_now],
        may_propose=bool(form.side.choices) and PROPOSE_LEAD.is_open_to(by, application, at),
    ), 422 if form.errors else 200  # fmt: skip


def sides_to_lead(application: Application) -> list[tuple[str, object]]:
    """Between which sides the lead can move by this visitor's word: the other ones, or the own."""
    mine = side_of_pi(visitor(), application)
    return [
        (part.side, application.call.side(part.side).label)
        for part in application.parts
        if part.pi_id is not None and part.side != application.lead_side and mine in {application.lead_side, part.side}
    ]


@desk.deed("/changes/<uuid:id>/agree", CHANGE, "application.any.transfer_lead")
def agree(change: FormalChange) -> ResponseReturnValue:
    """Agree to what the other investigator proposed."""
    actions.agree(change, visitor(), clock.now())
    flash(reader().say(say("Done: %(what)s", what=change.kind.label)), "good")
    return redirect(url_for("applicant.application", id=change.application_id), 303)


@desk.deed("/changes/<uuid:id>/drop", CHANGE, "application.any.transfer_lead")
def drop(change: FormalChange) -> ResponseReturnValue:
    """Drop a proposal of one's own, or refuse the other's."""
    actions.drop(change, visitor(), clock.now())
    return redirect(url_for("applicant.lead", id=change.application_id), 303)
