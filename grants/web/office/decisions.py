"""Decisions of a call: what the panel advises, what each side decides, what follows, what is left in the pots."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.applications.model import Application
from grants.applications.queries import submitted_in
from grants.calls.model import Call
from grants.decisions import actions, queries
from grants.decisions.actions import Decided
from grants.decisions.queries import Case, Standing
from grants.rules.applications import ApplicationState
from grants.rules.budget import parse_amount
from grants.rules.calls import CallState
from grants.rules.funding import POLICY_LABELS, JointResult, ReasonClass, Verdict
from grants.rules.refusal import Refused
from grants.rules.relations import sides_of
from grants.web.desk import Door
from grants.web.forms.decision import DecideForm, keys
from grants.web.office.desk import desk
from grants.web.office.tabs import tabs
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.transaction import attempt, session
from grants.words import say

PER_PAGE = 50
RECORD = Door(Call, "call record")
Fits = Callable[[Case, set[str]], bool]


def has(result: JointResult) -> Fits:
    """Whether this is what the sides decide together."""
    return lambda case, _own: case.joint.result is result


def waits_for(case: Case, own: set[str]) -> bool:
    """Whether one of these sides still has to decide."""
    return case.outcome is not ApplicationState.INELIGIBLE and any(
        not side.is_in for side in case.sides if side.side in own
    )


SHOWN: dict[str, tuple[Any, Fits]] = {
    "": (say("All"), lambda _case, _own: True),
    "mine": (say("My side has not decided"), waits_for),
    "open": (say("No joint result yet"), lambda case, _own: case.joint.result is None),
    **{result.value: (result.label, has(result)) for result in JointResult},
}


@desk.page("/calls/<uuid:id>/decisions", RECORD, "decision.before_release.read", "award.draft.read",
           "ranking.draft.read", "ranking.locked.read")  # fmt: skip
def decisions(call: Call) -> ResponseReturnValue:
    """Every application with its place, each side's decision, and the joint result with its explanation."""
    return shown(call, decide_form(call))


@desk.deed(
    "/calls/<uuid:id>/decisions", Door(Call, "call office"), "decision.before_release.write", "award.draft.write"
)
def decide(call: Call) -> ResponseReturnValue:
    """Record the own side's decision on everything that is ticked; all of it or nothing."""
    form = decide_form(call)
    if form.validate():
        with attempt(form) as it:
            count = decide_chosen(call, form)
        if not it.refused:
            flash(reader().say(say("Recorded for %(count)s applications.", count=count)), "good")
            return redirect(request.full_path.rstrip("?"), 303)
    return shown(call, form), 422


@desk.deed("/calls/<uuid:id>/decisions/follow", Door(Call, "call office"), "decision.before_release.write")
def follow_panel(call: Call) -> ResponseReturnValue:
    """Decide as the panel recommends wherever the own side has not decided; all of it or nothing."""
    form = decide_form(call)
    with attempt(form) as it:
        count = actions.follow_panel(call, side_of(form), visitor(), clock.now())
    if it.refused:
        return shown(call, form), 422
    flash(reader().say(say("Your side follows the panel on %(count)s applications.", count=count)), "good")
    return redirect(url_for("office.decisions", id=call.id), 303)


def decide_form(call: Call) -> DecideForm:
    """The form, for the sides this officer acts for."""
    form, own = DecideForm(), sides_of(visitor(), call)
    form.side.choices = [(side.code, side.label) for side in call.sides if side.code in own]
    return form


def side_of(form: DecideForm) -> str:
    """The side that is meant: the only one, or the one chosen."""
    codes = [code for code, _ in form.side.choices]
    return codes[0] if len(codes) == 1 else (form.side.data or "")


def decide_chosen(call: Call, form: DecideForm) -> int:
    """The same decision for everything that is ticked; an amount is one application's."""
    chosen, code = keys(request.form.getlist("chosen")), side_of(form)
    found = session().scalars(
        submitted_in(visitor(), call).where(Application.id.in_(chosen)).order_by(Application.number),
    ).unique().all()  # fmt: skip
    if not found:
        raise Refused(say("Tick the applications you decide about."))
    if not form.verdict.data:
        raise Refused(say("Choose the decision."), "verdict")
    if not code:
        raise Refused(say("Choose the side you decide for."), "side")
    amount = parse_amount(form.amount.data, call.side(code).currency, "amount") if form.amount.data else None
    if amount is not None and len(found) > 1:
        raise Refused(say("An amount is for one application: tick one, or leave the amount empty."), "amount")
    for application in found:
        kind = ReasonClass(form.reason_class.data) if form.reason_class.data else None
        decided = Decided(code, Verdict(form.verdict.data), amount, form.reason.data or "", kind)
        actions.decide(application, decided, visitor(), clock.now())
    return len(found)


def shown(call: Call, form: DecideForm) -> str:
    """The page: those this officer may see, in the panel's order, fifty at a time."""
    by, own = visitor(), sides_of(visitor(), call)
    standings = {one.id: one for one in queries.standings(session(), by, call)}
    every, hidden = queries.cases_of(session(), call), queries.hidden_from(session(), by, call)
    cases = [case.seen_from(own) for case in every if case.number not in hidden]
    show = request.args.get("show", "")
    fits = SHOWN.get(show, SHOWN[""])[1]
    wanted = sorted(
        (case for case in cases if fits(case, own)), key=lambda case: order_of(standings.get(case.id), case)
    )
    pages = max(1, -(-len(wanted) // PER_PAGE))
    here = min(max(1, request.args.get("page", 1, int)), pages)
    return page(
        "office/decisions.html", call=call, tabs=tabs(call), form=form, standings=standings, own=own,
        rows=wanted[(here - 1) * PER_PAGE : here * PER_PAGE], here=here, pages=pages, total=len(wanted), show=show,
        shows=[(code, label) for code, (label, _) in SHOWN.items()], policy=POLICY_LABELS[call.policy],
        purses=queries.purses_beside(session(), by, call, every, hidden), payer_name=queries.payer_name,
        themes={one.code: one.label for one in call.themes}, chosen=keys(request.form.getlist("chosen")),
        **counted(cases, own), may_decide=may_decide(call, own), ranking=queries.ranking_in(call),
    )  # fmt: skip


def order_of(standing: Standing | None, case: Case) -> tuple[bool, int, int]:
    """By the panel's place; what is not ranked comes last."""
    return standing is None, standing.place if standing else 0, case.number


def counted(cases: Sequence[Case], own: set[str]) -> dict[str, Any]:
    """How far the decisions are, of those this officer sees."""
    return {
        "waiting": sum(waits_for(case, own) and case.recommendation is not None for case in cases),
        "undecided": queries.waiting_on(cases),
        "results": [(result, sum(case.joint.result is result for case in cases)) for result in JointResult],
    }


def may_decide(call: Call, own: set[str]) -> bool:
    """Whether decisions are open to this reader now."""
    return bool(own) and call.state is CallState.CLOSED
