"""The release: the whole list with every outcome and every message; one side proposes, another side releases."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from grants import clock
from grants.applications.model import Application
from grants.awards.actions import make
from grants.calls.model import Call
from grants.decisions import actions, queries
from grants.decisions.queries import Case
from grants.decisions.tellings import outcome_telling, teams
from grants.decisions.walks import unmet_by
from grants.mail.outbox import Telling
from grants.rules.applications import FUNDED, RELEASES, ApplicationState
from grants.rules.calls import CALL, PROPOSE_RELEASE, RELEASE, TAKE_RELEASE_BACK, CallState
from grants.rules.decisions import reason_too_many
from grants.rules.relations import sides_of
from grants.web.desk import Door
from grants.web.forms.decision import CountForm
from grants.web.office.desk import desk
from grants.web.office.tabs import tabs
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.signin import freshly_confirmed
from grants.web.transaction import attempt, session
from grants.words import Language, language, say

PER_PAGE = 50
OFFICE = Door(Call, "call office")
TONES = {
    ApplicationState.APPROVED: "good", ApplicationState.CONDITIONAL: "good", ApplicationState.RESERVE: "wait",
}  # fmt: skip
DONE = (CallState.RELEASED, CallState.ARCHIVED)


@desk.page("/calls/<uuid:id>/release", Door(Call, "call record"), "decision.before_release.read",
           "decision.released.read_others")  # fmt: skip
def release(call: Call) -> ResponseReturnValue:
    """The list as it would be, is proposed to be, or was released; whoever releases it has just proved who they are."""
    if RELEASE.is_open_to(visitor(), call, clock.now()):
        freshly_confirmed()
    return shown(call, CountForm())


@desk.deed("/calls/<uuid:id>/release/propose", OFFICE, "decision.before_release.release")
def propose_release(call: Call) -> ResponseReturnValue:
    """Ask a second officer; pressing twice asks once."""
    form = CountForm()
    if call.state is CallState.RELEASE_PROPOSED and call.proposed_by_id == visitor().id:
        return redirect(url_for("office.release", id=call.id), 303)
    if form.validate():
        with attempt(form) as it:
            actions.propose_release(call, form.count.data, visitor(), clock.now())
        if not it.refused:
            flash(reader().say(say("The other side is asked to release. Nobody else knows anything yet.")), "good")
            return redirect(url_for("office.release", id=call.id), 303)
    return shown(call, form), 422


@desk.deed("/calls/<uuid:id>/release/go", OFFICE, "decision.before_release.release")
def release_all(call: Call) -> ResponseReturnValue:
    """Release everything at one instant: decisions, awards, messages; pressing twice releases once."""
    form = CountForm()
    if call.state in DONE:
        return redirect(url_for("office.release", id=call.id), 303)
    freshly_confirmed()
    if form.validate():
        with attempt(form) as it:
            for application in actions.release(call, form.count.data, visitor(), clock.now()):
                make(application, visitor(), clock.now())
        if not it.refused:
            flash(reader().say(say("The decisions are out: every team has been told.")), "good")
            return redirect(url_for("office.release", id=call.id), 303)
    return shown(call, form), 422


@desk.deed("/calls/<uuid:id>/release/take-back", OFFICE, "decision.before_release.write")
def take_release_back(call: Call) -> ResponseReturnValue:
    """Open the decisions again before anybody was told."""
    form = CountForm()
    with attempt(form) as it:
        actions.take_release_back(call, visitor(), clock.now())
    if it.refused:
        return shown(call, form), 422
    flash(reader().say(say("The decisions can be changed again. Nobody was told anything.")), "good")
    return redirect(url_for("office.release", id=call.id), 303)


def shown(call: Call, form: CountForm) -> str:
    """The page: what this reader may see of the list, fifty at a time, with its messages."""
    by = visitor()
    hidden, own = queries.hidden_from(session(), by, call), sides_of(by, call)
    cases = [case.seen_from(own) for case in queries.cases_of(session(), call) if case.number not in hidden]
    call.undecided = queries.waiting_on(cases)
    pages = max(1, -(-len(cases) // PER_PAGE))
    here = min(max(1, request.args.get("page", 1, int)), pages)
    rows = cases[(here - 1) * PER_PAGE : here * PER_PAGE]
    outcomes = [(state, sum(case.outcome is state for case in cases)) for state in RELEASES]
    return page(
        "office/release.html", call=call, tabs=tabs(call), form=form, rows=rows, total=len(cases), here=here,
        pages=pages, outcomes=outcomes, tones=TONES, undecided=call.undecided, messages=messages_of(rows),
        unmet=[] if hidden or call.state in DONE else unmet_by(session(), call, cases),
        too_many=reason_too_many(call, [case.theme for case in cases if case.outcome in FUNDED]),
        steps={step.name for step in CALL.open_to(by, call, clock.now())}, done=call.state in DONE,
        proposal=queries.proposed(session(), call) if call.state is not CallState.CLOSED else None,
        waits=call.state is CallState.RELEASE_PROPOSED, names=NAMES,
    )  # fmt: skip


NAMES = {"propose": PROPOSE_RELEASE.name, "release": RELEASE.name, "take_back": TAKE_RELEASE_BACK.name}


def messages_of(rows: list[Case]) -> dict[Any, tuple[Telling, list[tuple[str, str]], list[Language]]]:
    """What each team will read, who reads it, and in which languages, the reader's own first."""
    decided = {case.id: case.outcome for case in rows if case.outcome is not None}
    found = session().scalars(select(Application).where(Application.id.in_(decided))).unique().all()
    people = teams(session(), found)
    return {
        one.id: (
            outcome_telling(one, decided[one.id], one.lead_side),
            [(person.name_in(reader().code), person.language) for person, _ in people[one.id]],
            [reader(), *map(language, sorted({person.language for person, _ in people[one.id]} - {reader().code}))],
        )
        for one in found
    }
