"""The papers on which a programme stands, recorded by officers; a call that lacks one opens only with a reason."""

from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.calls import actions
from grants.calls.model import Agreement, Call, Programme
from grants.rules.agreements import covers, payer_name, uncovered
from grants.rules.calls import PROPOSE
from grants.rules.relations import is_officer_of_call
from grants.web.desk import Door
from grants.web.forms.agreement import agreement_form, paper_of
from grants.web.forms.call import BecauseForm
from grants.web.office.desk import desk
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.transaction import attempt, seen
from grants.words import say

PROGRAMME, RECORD = Door(Programme, "programme office"), Door(Call, "call record")


@desk.page("/programmes/<uuid:id>/agreements", PROGRAMME, "agreement.any.record")
def agreements(programme: Programme) -> ResponseReturnValue:
    """Every agreement of the programme, whom it binds and for how long."""
    return page("office/agreements.html", programme=programme, today=clock.now().date())


@desk.page("/programmes/<uuid:id>/new-agreement", PROGRAMME, "agreement.any.record", post=True)
def new_agreement(programme: Programme) -> ResponseReturnValue:
    """Record another agreement."""
    return agreement_page(programme, None)


@desk.page("/agreements/<uuid:id>", Door(Agreement, "agreement"), "agreement.any.record", post=True)
def agreement(agreement: Agreement) -> ResponseReturnValue:
    """One agreement, to put right or to prolong; what was said before stays in the history."""
    return agreement_page(agreement.programme, agreement)


def agreement_page(programme: Programme, known: Agreement | None) -> ResponseReturnValue:
    """The form of one agreement, new or known."""
    form = agreement_form(programme, known)
    if form.validate_on_submit():
        with attempt(form) as it:
            actions.record_agreement(programme, paper_of(form, programme, known), visitor(), clock.now(), known)
        if not it.refused:
            flash(reader().say(say("The agreement is recorded.")), "good")
            return redirect(url_for("office.agreements", id=programme.id), 303)
    return page("office/agreement.html", programme=programme, known=known, form=form), 422 if form.errors else 200


@desk.page("/calls/<uuid:id>/agreements", RECORD, "call.draft.read", "call.draft.edit", post=True)
def coverage(call: Call) -> ResponseReturnValue:
    """Whether every funding party is bound while projects run; if not, why the call may open all the same."""
    form, by, at = BecauseForm(), visitor(), clock.now()
    if form.validate_on_submit():
        with attempt(form) as it:
            call.expect(seen())
            actions.propose(call, by, at, form.because.data)
        if not it.refused:
            flash(reader().say(say("The officers who can publish the call have been asked by mail.")), "good")
            return redirect(url_for("office.call", id=call.id), 303)
    return page(
        "office/coverage.html", call=call, form=form, rows=rows(call), lacking=uncovered(call),
        may_propose=PROPOSE.is_open_to(by, call, at), payer_name=payer_name, may_record=is_officer_of_call(by, call),
    ), 422 if form.errors else 200  # fmt: skip


def rows(call: Call) -> list[dict[str, Any]]:
    """Each funding party with the papers that bind it for the whole time."""
    return [
        {"party": party, "papers": [paper for paper in call.programme.agreements if covers(paper, party, call)]}
        for party in call.parties
    ]
