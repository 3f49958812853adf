"""Eligibility in the office: decide on evidence rule by rule, give the verdict of a side, see who is on several."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from grants import clock
from grants.applications import actions
from grants.applications.actions import Ruled
from grants.applications.model import Application
from grants.applications.queries.several import busy, overlaps
from grants.calls.model import Call
from grants.reports.queries import tell_tracks
from grants.rules.eligibility import Result, settings_of
from grants.rules.limit_tests import MaxAsAny, MaxAsPi, TeamOverlap
from grants.web.desk import Door
from grants.web.forms.cases import RulingForm, VerdictForm
from grants.web.office.case_page import case_page
from grants.web.office.cases import CASE, back
from grants.web.office.checking import sides_to_check
from grants.web.office.desk import desk
from grants.web.office.tabs import tabs
from grants.web.paper import page
from grants.web.reader import visitor
from grants.web.reports import today_in
from grants.web.transaction import attempt, session
from grants.words import say

WRITE = "eligibility.submitted.write"


@desk.deed("/applications/<uuid:id>/eligibility", CASE, WRITE)
def check_eligibility(application: Application) -> ResponseReturnValue:
    """One side's verdict on its own people."""
    form = VerdictForm(prefix="verdict")
    form.side.choices = sides_to_check(application)
    if form.validate_on_submit():
        verdict = (Result(form.result.data), form.reason.data or "")
        with attempt(form) as it:
            tell_tracks(application, visitor(), today_in(application.call))
            actions.check_eligibility(application, form.side.data, verdict, visitor(), clock.now())
        if not it.refused:
            return back(application, say("The verdict is on record."), "eligibility")
    return case_page(application, verdict=form), 422


@desk.deed("/applications/<uuid:id>/eligibility/<rule>", CASE, WRITE)
def decide_evidence(application: Application, rule: str) -> ResponseReturnValue:
    """What one side decides on one rule about its own people."""
    if rule not in {one.code for one in application.call.rules}:
        raise NotFound
    form = RulingForm(prefix=f"rule-{rule}")
    form.side.choices = sides_to_check(application)
    if form.validate_on_submit():
        said = Ruled(
            form.side.data, rule, Result(form.result.data), form.reason.data or "", form.evidence.data or "",
        )  # fmt: skip
        with attempt(form) as it:
            actions.decide_evidence(application, said, visitor(), clock.now())
        if not it.refused:
            return back(application, say("The decision is on record."), "eligibility")
    return case_page(application, **{f"rule-{rule}": form}), 422


@desk.page("/calls/<uuid:id>/several", Door(Call, "call office"), "eligibility.submitted.read")
def several(call: Call) -> ResponseReturnValue:
    """Who is on several running applications, and which teams overlap; officers of the call only."""
    by, limits = visitor(), limits_of(call)
    return page(
        "office/several.html", call=call, tabs=tabs(call), **limits,
        busy=busy(session(), by, call, request.args.get("page", 1, type=int)),
        overlaps=overlaps(session(), by, call, limits["most_percent"], request.args.get("pairs", 1, type=int)),
    )  # fmt: skip


def limits_of(call: Call) -> dict[str, Any]:
    """What the call's rules allow: how many one may lead, how many one may be on, how much teams may share."""
    trees = [rule.test for rule in call.rules]
    found = {kind: settings_of(kind, trees) for kind in ("max_as_pi", "max_as_any", "team_overlap")}
    leads, joins, shares = found["max_as_pi"], found["max_as_any"], found["team_overlap"]
    return {
        "most_led": leads.get("most", MaxAsPi.most) if leads is not None else None,
        "most_joined": joins.get("most", MaxAsAny.most) if joins is not None else None,
        "most_percent": (shares or {}).get("most_percent", TeamOverlap.most_percent),
    }
