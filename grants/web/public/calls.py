"""Calls as anyone reads them: what, who may apply, how much, by when, how it is judged, and the form beforehand."""

from datetime import date
from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue

from grants import clock
from grants.calls import queries
from grants.calls.decision_words import decision_told
from grants.calls.gaps import TITLES
from grants.calls.model import Call, Form, Programme
from grants.history.queries import told_of
from grants.rules import phases
from grants.rules.access import may_read
from grants.rules.calls import BEFORE_PUBLICATION, CORRECT, START, Phase, phase
from grants.rules.deadlines import DeadlineRule
from grants.rules.fields import KINDS
from grants.rules.relations import anyone
from grants.rules.sentences import listed
from grants.rules.shapes import Shape
from grants.web.closings import closings_of, time_left
from grants.web.desk import Door, Hall
from grants.web.lifeline import clocks, stages_of, tone_of
from grants.web.paper import page
from grants.web.public.desk import desk
from grants.web.public.figures import figures_of
from grants.web.reader import visitor
from grants.web.transaction import session
from grants.words import NAMES, Sentence, say

ACTS = ("call.open.read", "call.closed.read", "call.draft.read", "call.archived.read")
RUNNING = (Phase.OPEN, Phase.UPCOMING, Phase.CLOSED)
BLIND = {
    False: say("Reviewers read the names of applicants. The system does not show applicants who reviewed them."),
    True: phases.BLIND["double"],
}


@desk.page("/calls", Hall(anyone), "call.open.read", "call.closed.read")
def calls() -> ResponseReturnValue:
    """Every call anyone may read, by where it stands: open, opening soon, being considered, decided."""
    by, at = visitor(), clock.now()
    running = queries.public_calls(session())
    groups = [(stage, [call for call in running if phase(call, at) is stage]) for stage in RUNNING]
    decided = queries.released_calls(session(), request.args.get("page", 1, type=int))
    return page(
        "public/calls.html", groups=groups, decided=decided, clocks=lambda call: clocks(call, by), stage=Phase,
    )  # fmt: skip


@desk.page("/calls/<uuid:id>", Door(Call, "call"), *ACTS)
def call(call: Call) -> ResponseReturnValue:
    """The call itself; officers read a draft here as applicants will."""
    return page("public/call.html", **told(call), **judged(call), **starting(call))


@desk.page("/calls/<uuid:id>/form", Door(Call, "call"), *ACTS)
def call_form(call: Call) -> ResponseReturnValue:
    """The whole application form and the report form, to read, print and write offline."""
    return page("public/call_form.html", **told(call), report=sections(call, Form.REPORT))


@desk.page("/calls/<uuid:id>/form.txt", Door(Call, "call"), *ACTS)
def call_form_text(call: Call) -> ResponseReturnValue:
    """The same as a text to take away and write in, wherever one is."""
    text = page("public/call_form.txt", **told(call), report=sections(call, Form.REPORT))
    held = {"Content-Disposition": f'attachment; filename="{call.code.lower()}-form.txt"'}
    return Response(text, mimetype="text/plain", headers=held)


@desk.page("/programmes/<uuid:id>", Door(Programme, "programme"), "call.open.read", "call.closed.read")
def programme(programme: Programme) -> ResponseReturnValue:
    """A standing programme: what it is, who belongs to it on each side, its calls."""
    by, at = visitor(), clock.now()
    readable = [call for call in programme.calls if may_read(by, "call", call)]
    return page(
        "public/programme.html", programme=programme, calls=readable, sides=members(programme), phase=phase,
        tone_of=tone_of, today=at.date(), **figures_of(readable),
        labels={side.code: side.label for call in readable for side in call.sides},
    )  # fmt: skip


def told(call: Call) -> dict[str, Any]:
    """What every page about a call says of it."""
    by, at = visitor(), clock.now()
    return {
        "call": call,
        "phase": phase(call, at),
        "tone": tone_of(call, at),
        "is_preview": call.state in BEFORE_PUBLICATION,
        "stages": stages_of(call, at),
        "clocks": clocks(call, by),
        "deadline": call.closing,
        "closings": closings_of(call, at),
        "corrections": corrections(call),
        "time_left": time_left(call.closing.at, at) if phase(call, at) is Phase.OPEN else None,
        "rule": DeadlineRule(call.deadline_rule).label if any(one.side for one in call.deadlines) else None,
        "binding": NAMES[call.binding_language],
        "sections": sections(call, Form.APPLICATION),
        "kinds": {code: kind.label for code, kind in KINDS.items()},
        "sides": members(call.programme),
        "today": at.date(),
        "alone": len(call.sides) == 1 or call.shape == Shape.NOMINATION,
        "day": date.fromisoformat,
    }


def corrections(call: Call) -> list[dict[str, Any]]:
    """What was put right in the texts since the call opened: when, which texts, and what everybody was told of it."""
    return [
        {"at": entry.at, "what": listed([TITLES[name] for name in entry.detail["changed"]]),
         "notice": entry.detail["notice"]}
        for entry in told_of(session(), call.id, CORRECT.name)
    ]  # fmt: skip


def judged(call: Call) -> dict[str, Any]:
    """How a call is judged, in words."""
    scales = [criterion.marks for criterion in call.criteria]
    one_scale = scales and all(marks == scales[0] for marks in scales)
    return {
        "deciding": decision_told(call),
        "blind": BLIND[phases.is_blind(call)],
        "told": phases.TOLD[phases.told_in(call)],
        "scale": scales[0] if one_scale else None,
        "needed": [rule for rule in call.rules if rule.severity == "block"],
        "noted": [rule for rule in call.rules if rule.severity == "flag"],
    }


def starting(call: Call) -> dict[str, Any]:
    """Whether this reader can start an application here now, and if not, why."""
    by, at = visitor(), clock.now()
    if phase(call, at) is not Phase.OPEN:
        return {"may_start": False, "why_not": None}
    why_not: Sentence | None = START.reason_against(by, call, at)
    return {"may_start": why_not is None, "why_not": why_not}


def sections(call: Call, form: Form) -> list[tuple[Any, list[Any]]]:
    """The questions of a form under their headings."""
    grouped: dict[str, tuple[Any, list[Any]]] = {}
    for question in call.questions:
        if question.form is form:
            grouped.setdefault(question.section, (question.section_label, []))[1].append(question)
    return list(grouped.values())


def members(programme: Programme) -> list[tuple[str, list[Any]]]:
    """The member institutions of each side, in the order the programme lists them."""
    sides: dict[str, list[Any]] = {}
    for member in programme.members:
        sides.setdefault(member.side, []).append(member)
    return list(sides.items())
