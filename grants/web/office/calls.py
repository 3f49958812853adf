"""Calls in the office: the list, the call itself with everything about it, its definition file."""

from typing import Any

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.calls import queries
from grants.calls.decision_words import decision_told
from grants.calls.definition import write
from grants.calls.gaps import TITLES
from grants.calls.leftovers import to_look_at
from grants.calls.model import Call, Form
from grants.decisions.queries import purses
from grants.history.queries import of_subject
from grants.rules.agreements import reason_uncovered
from grants.rules.calls import ARCHIVE, CORRECT, DELETE, EDIT, PROPOSE, PUBLISH, TAKE_BACK, CallState
from grants.rules.relations import is_officer
from grants.rules.sentences import listed
from grants.web.closings import closings_of, moved
from grants.web.desk import Door, Hall
from grants.web.forms.call import ListForm
from grants.web.lifeline import clocks, office_stages_of, tone_of
from grants.web.office.call_money import name_of, theme_of
from grants.web.office.desk import desk
from grants.web.office.home import works_in_office
from grants.web.office.tabs import tabs
from grants.web.paper import page
from grants.web.past import past
from grants.web.public.calls import members, sections
from grants.web.reader import reader, visitor
from grants.web.transaction import session
from grants.words import Sentence, say

RECORD = Door(Call, "call record")
ON_PAGE = {step.name for step in (PROPOSE, TAKE_BACK, PUBLISH, ARCHIVE, DELETE)}
HAPPENED = {
    "begin": say("Created as a draft"),
    "propose_publication": say("The other side was asked to publish"),
    "look_over": say("Looked over and found right"),
    "take_back": say("Taken back to draft"),
    "publish": say("Published"),
    "close": say("Closed at the deadline"),
    "record_money": say("Money recorded"),
    "propose_release": say("The other side was asked to release"),
    "take_release_back": say("Release taken back"),
    "release": say("Decisions released"),
    "archive": say("Archived"),
}
WHERE = {
    "times": "office.edit_dates", "award": "office.edit_dates", "report": "office.edit_dates",
    "sides": "office.edit_sides", "criteria": "office.edit_judging", "form": "office.edit_form",
    "decision": "office.edit_decision", "parties": "office.money",
}  # fmt: skip


@desk.page(
    "/calls", Hall(works_in_office), "call.draft.read", "call.open.read", "call.closed.read", "call.archived.read"
)
def calls() -> ResponseReturnValue:
    """Every call whose record this person keeps."""
    form = ListForm(request.args, meta={"csrf": False})
    wanted = (form.state.data or "", form.text.data or "") if form.validate() else ("", "")
    found = queries.calls_of_office(session(), visitor(), request.args.get("page", 1, type=int), *wanted)
    return page(
        "office/calls.html", found=found, form=form, may_create=is_officer(visitor()),
        tone=lambda call: tone_of(call, clock.now()),
    )  # fmt: skip


@desk.page("/calls/<uuid:id>", RECORD, "call.draft.read", "call.open.read", "call.closed.read", "call.archived.read",
           "audit_log.any.read")  # fmt: skip
def call(call: Call) -> ResponseReturnValue:
    """The call: where it stands, what comes next, and everything it consists of."""
    by, at = visitor(), clock.now()
    steps = [step for step in call.workflow.open_to(by, call, at) if step.name in ON_PAGE]
    return page(
        "office/call.html", call=call, tabs=tabs(call), steps=steps, stages=office_stages_of(call, at),
        may_edit=EDIT.is_open_to(by, call, at), may_correct=CORRECT.is_open_to(by, call, at), clocks=clocks(call, by),
        tone=tone_of(call, at),
        next_step=next_step(call, by), staff=queries.appointed(session(), call, at),
        address=lambda name: url_for(f"office.{name}", id=call.id), **contents(call),
    )  # fmt: skip


def contents(call: Call) -> dict[str, Any]:
    """What the call consists of."""
    return {
        "moved": moved(call),
        "closings": closings_of(call, clock.now()),
        "gaps": placed_gaps(call) if call.state is CallState.DRAFT else [],
        "purses": purses(session(), visitor(), call),
        "name_of": name_of,
        "theme_of": theme_of,
        "forms": [(form, sections(call, form)) for form in Form],
        "sides": members(call.programme),
        "deciding": decision_told(call),
        "entries": happened(call),
    }


@desk.page("/calls/<uuid:id>/definition.yaml", RECORD, "call.draft.read", "call.open.read", "call.closed.read",
           "call.archived.read")  # fmt: skip
def definition(call: Call) -> ResponseReturnValue:
    """The call as a definition file: to keep, to change, to import elsewhere."""
    name = f'attachment; filename="{call.code.lower()}.yaml"'
    return Response(
        write(queries.definition_of(call)), mimetype="application/yaml", headers={"Content-Disposition": name}
    )


def next_step(call: Call, by: Any) -> Sentence | None:
    """What happens next, in one sentence."""
    if call.state is CallState.DRAFT:
        return say("When it is complete, ask a second officer to publish it.")
    if call.state is CallState.PROPOSED and not PUBLISH.who(by, call):
        return say("A second officer has to publish it now.")
    if call.state is CallState.PROPOSED:
        return say("Read it as applicants will see it. When you publish, it is public at once and its form is fixed.")
    return None


def placed_gaps(call: Call) -> list[tuple[Sentence, str]]:
    """What a draft still lacks, each with the page on which it is put right."""
    found = queries.gaps(queries.definition_of(call))
    left = len(to_look_at(session(), call))
    looks = [(say("%(count)s things to look at again", count=left), url_for("office.look_over", id=call.id))]
    return [*((gap.reason, where(call, gap.section)) for gap in found), *uncovered_gap(call), *(looks if left else ())]


def uncovered_gap(call: Call) -> list[tuple[Sentence, str]]:
    """A funding party without an agreement, and the page on which one is recorded or waived."""
    lacking = reason_uncovered(call)
    return [(lacking, url_for("office.coverage", id=call.id))] if lacking else []


def where(call: Call, section: str) -> str:
    """The page on which a section of the call is changed."""
    return url_for(WHERE.get(section, "office.edit_texts"), id=call.id)


def happened(call: Call) -> list[dict[str, Any]]:
    """The history of the call, in words."""
    entries = of_subject(session(), call.id)
    rows = []
    for entry, row in zip(entries, past(entries), strict=True):
        changed = [TITLES.get(name, say(name)) for name in entry.detail.get("changed", ())]
        sentence = (
            say("Changed: %(what)s", what=listed(changed)) if changed else HAPPENED.get(entry.step, row["sentence"])
        )
        moment = reader().moment(entry.at, visitor().zone)
        rows.append({**row, "at": moment, "sentence": sentence, "remark": entry.detail.get("amount") or row["remark"]})
    return rows
