"""How a call is decided, as its officers write it: one of nine policies and the terms that temper it."""

from dataclasses import replace
from typing import Any, get_args

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.calls.decision_checks import bar_can_be_reached, bounds_can_be_met, modifiers_fit, sides_can_decide
from grants.calls.decision_terms import About, BoundDefinition, DecisionDefinition
from grants.calls.model import Call
from grants.calls.terms import CallDefinition
from grants.calls.values import wrong_currency, wrong_figure
from grants.money import Money
from grants.rules.budget import parse_amount
from grants.rules.calls import EDIT
from grants.rules.refusal import Refused
from grants.web.forms.call_decision import PLAIN, bound_field, bounded, decision_form
from grants.web.office.call_editor import OFFICE, saved
from grants.web.office.desk import desk
from grants.web.paper import page
from grants.web.reader import visitor


@desk.page("/calls/<uuid:id>/decision", OFFICE, "call.draft.edit", post=True)
def edit_decision(call: Call) -> ResponseReturnValue:
    """The policy with its terms; what cannot be is refused beside its field."""
    call.allow(EDIT, visitor(), clock.now())
    form = decision_form(call)
    if form.validate_on_submit() and saved(call, form, lambda terms: with_decision(call, terms, form)):
        return redirect(url_for("office.call", id=call.id), 303)
    pairs = [[form[bound_field(*key, kind)] for kind in ("least", "most")] for key in bounded(call)]
    return page("office/call_decision.html", call=call, form=form, bounds=pairs), 422 if form.errors else 200


def with_decision(call: Call, terms: CallDefinition, form: Any) -> CallDefinition:
    """The definition with these terms of decision; a Refused where they cannot be."""
    told = {name: form[name].data for name in PLAIN}
    decision = DecisionDefinition(
        **told,
        bounds=(*kept_bounds(terms.decision), *bounds_in(call, terms.decision, form)),
        bar=figure_in(form.bar.data),
        balancing=amount_in(form.balancing.data),
        strata=form.strata.data or None,
    )
    refuse(replace(terms, decision=decision))
    return replace(terms, decision=decision)


def amount_in(written: str | None) -> Money | None:
    """An amount with its currency before it, as typed, or none."""
    if not written:
        return None
    currency = written[:3].upper()
    reason = wrong_currency(currency)
    if reason is not None:
        raise Refused(reason, "balancing")
    return parse_amount(written, currency, "balancing")


def figure_in(written: str | None) -> str | None:
    """A mean score as typed, or none."""
    reason = wrong_figure(written) if written else None
    if reason is not None:
        raise Refused(reason, "bar")
    return written or None


def kept_bounds(decision: DecisionDefinition) -> tuple[BoundDefinition, ...]:
    """What the form does not ask for stays as the file said it."""
    return tuple(bound for bound in decision.bounds if bound.about == "institution")


def bounds_in(call: Call, before: DecisionDefinition, form: Any) -> tuple[BoundDefinition, ...]:
    """The least and most of sides and themes, as typed; a least share stays as the file said it."""
    shares = {(bound.about, bound.name): bound.least_percent for bound in before.bounds}
    kinds = {about: about for about in get_args(About)}
    found = []
    for about, name in bounded(call):
        least, most = (form[bound_field(about, name, kind)].data for kind in ("least", "most"))
        share = shares.get((kinds[about], name))
        if (least, most, share) != (None, None, None):
            found.append(BoundDefinition(kinds[about], name, least, most, share))
    return tuple(found)


def refuse(terms: CallDefinition) -> None:
    """What cannot be, beside the field that it concerns."""
    decision, sides = terms.decision, terms.sides
    faults = [
        *sides_can_decide(decision, sides), *modifiers_fit(decision, sides),
        *bounds_can_be_met(decision, sides, terms.themes, terms.institutions),
        *bar_can_be_reached(decision, terms.criteria),
    ]  # fmt: skip
    for path, reason in faults:
        raise Refused(reason, str(path[1]) if path[1:] else "policy")
