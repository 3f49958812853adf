"""Who is funded by the ranking and the pots: the walk, its pots, what would change it; kept, and computed again."""

import json
from collections.abc import Mapping
from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from grants import clock
from grants.calls.decision_words import decision_told
from grants.calls.model import Call
from grants.decisions import actions, queries
from grants.decisions.kept import is_stale, newest_walk, reckoning_in, seed_of
from grants.decisions.model import Reckoning
from grants.decisions.outlook import outlook
from grants.decisions.walks import ref_of, walk_case
from grants.reckoning.casework import answered, is_borne_out
from grants.rules.calls import WALK
from grants.rules.refusal import Hidden, Refused
from grants.rules.walked import reason_impossible
from grants.web.desk import Door
from grants.web.forms.shape import Sheet
from grants.web.office.desk import desk
from grants.web.office.tabs import tabs
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.transaction import attempt, session
from grants.words import Sentence, say

PER_PAGE = 50
READS = Door(Call, "call figures")
Told = Mapping[str, Any]


@desk.page("/calls/<uuid:id>/funding", READS, "ranking.draft.read", "ranking.locked.read",
           "decision.before_release.read")  # fmt: skip
def funding(call: Call) -> ResponseReturnValue:
    """The walk that counts, or what it would be if it were made now."""
    if not call.walks:
        raise Hidden
    return shown(call, Sheet())


@desk.deed("/calls/<uuid:id>/funding", Door(Call, "call office"), "decision.before_release.write")
def walk_pots(call: Call) -> ResponseReturnValue:
    """Walk the pots by the frozen ranking and keep what comes out."""
    form = Sheet()
    with attempt(form) as it:
        actions.walk_pots(call, visitor(), clock.now())
    if it.refused:
        return shown(call, form), 422
    flash(reader().say(say("The pots were walked; the result is kept with all it rests on.")), "good")
    return redirect(url_for("office.funding", id=call.id), 303)


def shown(call: Call, form: FlaskForm) -> str:
    """The page: fifty lines of the walk, every pot."""
    by, at = visitor(), clock.now()
    kept = newest_walk(session(), call)
    hidden = {ref_of(call, number) for number in queries.hidden_from(session(), by, call)}
    inputs, result, reason = (kept.inputs, kept.result, None) if kept else as_if_now(call)
    told = outlook(inputs, result, hidden) if result else None
    lines = told.lines if told else ()
    pages = max(1, -(-len(lines) // PER_PAGE))
    here = min(max(1, request.args.get("page", 1, int)), pages)
    rows = lines[(here - 1) * PER_PAGE : here * PER_PAGE]
    advised = {ref_of(call, one.number): one for one in queries.advised_in(session(), call)}
    return page(
        "office/funding.html", call=call, tabs=tabs(call), form=form, kept=kept, told=told, rows=rows, advised=advised,
        here=here, pages=pages, total=len(lines), reason=None if hidden else reason, deciding=decision_told(call),
        stale=kept is not None and is_stale(session(), call), partly=bool(hidden),
        may_walk=WALK.is_open_to(by, call, at) and not hidden, why_not=WALK.reason_against(by, call, at),
    )  # fmt: skip


def as_if_now(call: Call) -> tuple[Told, Told | None, Sentence | None]:
    """What the walk would be by the ranking and pots as they are: shown, never kept."""
    try:
        inputs = walk_case(session(), call, seed_of(session(), call), reviews=False)
        if inputs["scheme"]["policy"] == "LOTTERY" and not inputs["scheme"]["seed"]:
            return inputs, None, say("The lots have not been drawn yet.")
    except Refused as refused:
        return {}, None, refused.reason
    result = answered(inputs)
    return (inputs, result, None) if result["feasible"] else (inputs, None, reason_impossible(result))


@desk.page("/calls/<uuid:id>/reckonings/<int:number>", READS, "ranking.locked.read", "decision.before_release.read")
def reckoning(call: Call, number: int) -> ResponseReturnValue:
    """What a kept result rests on; asked to, it is computed again and compared."""
    kept = kept_whole(call, number)
    again = is_borne_out(kept.result, answered(kept.inputs)) if "again" in request.args else None
    return page("office/reckoning.html", call=call, kept=kept, again=again)


@desk.page("/calls/<uuid:id>/reckonings/<int:number>/case.json", READS, "ranking.locked.read",
           "decision.before_release.read")  # fmt: skip
def reckoning_case(call: Call, number: int) -> ResponseReturnValue:
    """The inputs as a file that `grants solve`, or anybody, can compute again."""
    kept = kept_whole(call, number)
    name = f'attachment; filename="{call.code.lower()}-{number}.json"'
    text = json.dumps(kept.inputs, ensure_ascii=False, indent=1, sort_keys=True)
    return Response(text, mimetype="application/json", headers={"Content-Disposition": name})


def kept_whole(call: Call, number: int) -> Reckoning:
    """A kept result, for who may see all of the call: nobody from whom an application of it is hidden."""
    found = reckoning_in(session(), call, number)
    if found is None or queries.hidden_from(session(), visitor(), call):
        raise Hidden
    return found
