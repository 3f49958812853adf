"""The panel: the ranking of a call, the chair's moves and recommendations, one application with all its reviews."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.applications.model import Application
from grants.applications.queries import submitted_in
from grants.calls.model import Call
from grants.decisions import actions, queries
from grants.decisions.actions import Advice, Move
from grants.decisions.panel import order_of
from grants.decisions.queries import Standing
from grants.history.queries import of_subject
from grants.rules.calls import is_open
from grants.rules.decisions import RANKING, Recommendation, reason_panel_rests
from grants.rules.ranking import explain_split, nudged
from grants.rules.refusal import Refused
from grants.rules.relations import is_chair_of_call, is_signed_in
from grants.web.charts import spark, steps_of
from grants.web.desk import Door, Hall
from grants.web.forms.decision import LinesForm, OpeningForm, PanelForm, keys
from grants.web.office.tabs import tabs
from grants.web.paper import page
from grants.web.past import past
from grants.web.reader import reader, visitor
from grants.web.reviewer.desk import desk
from grants.web.reviewer.plausible import plausible_in
from grants.web.transaction import attempt, session
from grants.words import Sentence, say

PER_PAGE = 50
READS = Door(Call, "call figures")
CHAIRS = Door(Call, "call panel")
Deed = Callable[[Call, Any], Sentence]


@desk.page("/panels", Hall(is_signed_in), "ranking.draft.read")
def panels() -> ResponseReturnValue:
    """The calls whose panel I chair."""
    calls = queries.chaired_by(session(), visitor())
    rests = {call.id: reason_panel_rests(call, clock.now()) for call in calls}
    return page("reviewer/panels.html", calls=calls, rests=rests)


@desk.page("/panels/<uuid:id>", READS, "ranking.draft.read", "ranking.locked.read",
           "review_aggregate.before_release.read")  # fmt: skip
def panel(call: Call) -> ResponseReturnValue:
    """The ranking: places, exact figures, ties shown as ties, what the panel recommends."""
    return shown(call, PanelForm(), LinesForm())


@desk.deed("/panels/<uuid:id>", CHAIRS, "ranking.draft.edit")
def panel_deed(call: Call) -> ResponseReturnValue:
    """Recommend, move, draw the lines, freeze: one button each."""
    form, lines = PanelForm(), LinesForm()
    deed = DEEDS.get(request.form.get("deed", ""))
    sent = lines if deed is by_place else form
    if deed is not None and sent.validate():
        with attempt(sent) as it:
            said = deed(call, sent)
        if not it.refused:
            flash(reader().say(said), "good")
            return redirect(request.full_path.rstrip("?"), 303)
    return shown(call, form, lines), 422


def recommend(call: Call, form: PanelForm) -> Sentence:
    """Recommend the same for everything that is ticked."""
    chosen = keys(request.form.getlist("chosen"))
    if not form.recommendation.data:
        raise Refused(say("Choose what the panel recommends."), "recommendation")
    advice = Advice(Recommendation(form.recommendation.data), form.reason.data or "")
    found = session().scalars(submitted_in(visitor(), call).where(Application.id.in_(chosen))).unique().all()
    actions.recommend(found, advice, visitor(), clock.now())
    return say("Recorded for %(count)s applications.", count=len(found))


def move(call: Call, form: PanelForm) -> Sentence:
    """Move the one that is ticked: a place up or down, or to a place."""
    chosen = keys(request.form.getlist("chosen"))
    seen = queries.standings(session(), visitor(), call)
    one = next((each for each in seen if [each.id] == chosen), None)
    if one is None:
        raise Refused(say("Tick the one application that is to be moved."))
    to = form.place.data if request.form["deed"] == "place" else step_from(seen, one, up=request.form["deed"] == "up")
    if to is None:
        raise Refused(say("Write the place it is to have."), "place")
    actions.move(call, Move(one.id, to, form.reason.data or ""), visitor(), clock.now())
    return say("%(ref)s is now at place %(place)s.", ref=f"{call.code}-{one.number:03d}", place=to)


def waive(call: Call, form: PanelForm) -> Sentence:
    """Let everything that is ticked stand with the reviews that are in."""
    chosen = keys(request.form.getlist("chosen"))
    found = session().scalars(submitted_in(visitor(), call).where(Application.id.in_(chosen))).unique().all()
    actions.waive(found, form.reason.data or "", visitor(), clock.now())
    return say("Recorded for %(count)s applications.", count=len(found))


def step_from(seen: list[Standing], one: Standing, *, up: bool) -> int:
    """The place one step up or down."""
    return nudged(order_of(seen), one.number, up=up)


def by_place(call: Call, form: LinesForm) -> Sentence:
    """Recommend by the order whatever has no recommendation yet."""
    count = actions.advise_by_place(call, form.fund.data or 0, form.reserve.data or 0, visitor(), clock.now())
    return say("Recorded for %(count)s applications.", count=count)


def lock(call: Call, _form: PanelForm) -> Sentence:
    """Freeze the ranking."""
    actions.lock(call, visitor(), clock.now())
    return say("The ranking is frozen; its fingerprint stands below.")


DEEDS: dict[str, Deed] = {
    "recommend": recommend, "up": move, "down": move, "place": move, "by_place": by_place, "waive": waive,
    "lock": lock,
}  # fmt: skip


def shown(call: Call, form: PanelForm, lines: LinesForm, opening: OpeningForm | None = None) -> str:
    """The page of a ranking: all of it is ranked, fifty rows of it are shown."""
    seen = queries.standings(session(), visitor(), call) if not is_open(call, clock.now()) else []
    theme = request.args.get("theme", "")
    wanted = [one for one in seen if theme in {"", one.theme}]
    pages = max(1, -(-len(wanted) // PER_PAGE))
    here = min(max(1, request.args.get("page", 1, int)), pages)
    rows = wanted[(here - 1) * PER_PAGE : here * PER_PAGE]
    return page(
        "reviewer/panel.html", call=call, tabs=tabs(call), form=form, lines=lines, rows=rows, total=len(wanted),
        here=here, pages=pages, theme=theme, themes={one.code: one.label for one in call.themes},
        chosen=keys(request.form.getlist("chosen")),
        opening=opening or OpeningForm(None),
        counts=[(each, sum(one.recommendation is each for one in seen)) for each in Recommendation],
        unadvised=sum(one.recommendation is None for one in seen), found=plausible_in(call, seen), **about(call),
        **details(call, rows),
    )  # fmt: skip


def about(call: Call) -> dict[str, Any]:
    """Where the panel's work stands: at work, resting, frozen; and what happened to the ranking."""
    by, at = visitor(), clock.now()
    ranking, rests, chairs = queries.ranking_in(call), reason_panel_rests(call, at), is_chair_of_call(by, call)
    frozen = ranking is not None and ranking.is_locked
    return {
        "ranking": ranking, "rests": rests, "from_panel": chairs, "frozen": frozen,
        "works": chairs and rests is None and not frozen,
        "unchanged": ranking is not None and frozen and ranking.fingerprint == queries.fingerprint_of(session(), call),
        "entries": past(of_subject(session(), ranking.id)) if ranking is not None else [],
        "steps": {step.name for step in RANKING.open_to(by, actions.frozen(call), at)} if frozen else set(),
    }  # fmt: skip


def details(call: Call, rows: list[Standing]) -> dict[str, Any]:
    """What the rows of one page say beyond their places."""
    ids = [one.id for one in rows]
    labels = {criterion.code: criterion.label for criterion in call.criteria}
    summaries, steps = queries.summaries(session(), call, ids), steps_of(call)
    return {
        "titles": queries.titles_of(session(), ids), "summaries": summaries,
        "waived": queries.waived_with(session(), ids),
        "sparks": {key: spark(summary.totals, steps) for key, summary in summaries.items()},
        "asked": queries.asked_by(session(), ids),
        "splits": {link: explain_split(link, labels) for link in call.tie_chain},
        "address_of": address_of(call),
    }  # fmt: skip


def address_of(call: Call) -> Callable[[Standing], str]:
    """Where a row leads: the chair to the panel's page of it, an officer or auditor to the case."""
    endpoint = "reviewer.panel_application" if is_chair_of_call(visitor(), call) else "office.application"
    return lambda one: url_for(endpoint, id=one.id)
