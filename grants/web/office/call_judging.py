"""How a call is judged: criteria with their weights and scales, and how many look at an application."""

from dataclasses import replace
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.calls.form import CriterionDefinition, MarkDefinition
from grants.calls.model import Call
from grants.calls.terms import CallDefinition
from grants.rules.calls import EDIT
from grants.rules.refusal import Hidden, Refused
from grants.web.forms.call import judging_form, weight_of
from grants.web.forms.call_parts import criterion_form
from grants.web.forms.wording import gathered, gathered_lines
from grants.web.office.call_editor import OFFICE, saved
from grants.web.office.desk import desk
from grants.web.office.order import rearranged
from grants.web.paper import page
from grants.web.reader import visitor
from grants.words import say


@desk.page("/calls/<uuid:id>/judging", OFFICE, "call.draft.edit", "call.open.set_form_and_criteria", post=True)
def edit_judging(call: Call) -> ResponseReturnValue:
    """The criteria with their weights, and who looks at an application."""
    call.allow(EDIT, visitor(), clock.now())
    form = judging_form(call, version=call.version, conflicts=call.conflict_rules)
    deed = request.form.get("deed", "")
    if form.validate_on_submit() and saved(call, form, lambda terms: with_judging(terms, form, deed)):
        return redirect(url_for("office.edit_judging" if deed else "office.call", id=call.id), 303)
    total = sum(form[weight_of(one.code)].data or 0 for one in call.criteria)
    return page("office/call_judging.html", call=call, form=form, total=total,
                weight_of=weight_of), 422 if form.errors else 200  # fmt: skip


def with_judging(terms: CallDefinition, form: Any, deed: str) -> CallDefinition:
    """The definition with these weights and rules, its criteria rearranged as asked."""
    criteria = tuple(replace(one, weight=form[weight_of(one.code)].data) for one in terms.criteria)
    return replace(
        terms,
        criteria=rearranged(criteria, deed),
        review=replace(terms.review, conflicts=tuple(form.conflicts.data or ())),
    )


@desk.page("/calls/<uuid:id>/new-criterion", OFFICE, "call.draft.edit", "call.open.set_form_and_criteria", post=True)
def new_criterion(call: Call) -> ResponseReturnValue:
    """Another criterion."""
    return criterion_page(call, None)


@desk.page("/calls/<uuid:id>/judging/<code>", OFFICE, "call.draft.edit", "call.open.set_form_and_criteria", post=True)
def edit_criterion(call: Call, code: str) -> ResponseReturnValue:
    """One criterion: its name, what it asks, its scale."""
    return criterion_page(call, code)


def criterion_page(call: Call, code: str | None) -> ResponseReturnValue:
    """The form of one criterion, new or known."""
    call.allow(EDIT, visitor(), clock.now())
    known = next((one for one in call.criteria if one.code == code), None)
    if code is not None and known is None:
        raise Hidden
    form = criterion_form(call, known)
    if form.validate_on_submit() and saved(call, form, lambda terms: with_criterion(terms, form, code)):
        return redirect(url_for("office.edit_judging", id=call.id), 303)
    return page("office/call_criterion.html", call=call, form=form, criterion=known), 422 if form.errors else 200


def with_criterion(terms: CallDefinition, form: Any, code: str | None) -> CallDefinition:
    """The definition with this criterion, in its place or at the end."""
    codes = [one.code for one in terms.criteria]
    if code is None and form.code.data in codes:
        raise Refused(say("There is one of this name already."), "code")
    marks = tuple(
        MarkDefinition(form.low.data + place, label)
        for place, label in enumerate(gathered_lines(form, "marks", terms.languages))
    )
    if len(marks) < 2:  # noqa: PLR2004
        raise Refused(
            say("A scale needs at least two marks: write each on a line of its own."), f"marks_{terms.languages[0]}"
        )
    weight = terms.criteria[codes.index(code)].weight if code else 0
    label, hint = (gathered(form, name, terms.languages) for name in ("label", "hint"))
    made = CriterionDefinition(code or form.code.data, label, hint, weight, marks)
    kept = tuple(made if one.code == code else one for one in terms.criteria)
    return replace(terms, criteria=kept if code else (*kept, made))
