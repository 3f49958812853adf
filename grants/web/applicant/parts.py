"""One side's own part: where its investigator works, and its budget in its own currency, saved as it is written."""

from collections.abc import Iterable

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from grants import clock
from grants.applications.model import Application, Part
from grants.applications.places import FACTS
from grants.rules.applications import WRITE
from grants.rules.eligibility import PART
from grants.rules.relations import side_written_by
from grants.web.applicant.applications import OWN
from grants.web.applicant.desk import desk
from grants.web.applicant.part_places import fact_place, line_place, standing_line, universities
from grants.web.budgets import echoes, table_of
from grants.web.eligibility import rule_echoes, rules_for_team
from grants.web.forms.part import costs_of, keys_in, part_form, spare_keys
from grants.web.forms.shape import Sheet
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.writing import Outcome, Place, autosaved, changed, save, show, versions

ACTS = ("budget.draft.edit_side_a", "budget.draft.edit_side_b")


@desk.page("/applications/<uuid:id>/sides/<side>", OWN, "budget.draft.read_both_sides", *ACTS, post=True)
def part(application: Application, side: str) -> ResponseReturnValue:
    """One side's university and budget; the other side reads it and cannot write it."""
    here = part_of(application, side)
    outcome = Outcome()
    if request.method == "POST":
        outcome = save(places_of(here, keys_in(request.form)))
        if outcome.is_clean:
            return redirect(way_on(here), 303)
    return shown(here, outcome), 200 if outcome.is_clean else 422


@desk.deed("/applications/<uuid:id>/sides/<side>/autosave", OWN, *ACTS)
def part_autosave(application: Application, side: str) -> ResponseReturnValue:
    """Save what was just typed into the part, say so, and show what it adds up to."""
    here, at = part_of(application, side), clock.now()
    places = places_of(here, keys_in(request.form))
    outcome = save(places, changed())
    return autosaved(places, outcome, at, echoes(here) | rule_echoes(application, visitor(), {PART}))


def part_of(application: Application, side: str) -> Part:
    """The part of a side, if there is such a side."""
    here = next((one for one in application.parts if one.side == side), None)
    if here is None:
        raise NotFound
    return here


def places_of(part: Part, keys: Iterable[str]) -> list[Place]:
    """The places of a part: its three facts, and every line of its budget."""
    at = clock.now()
    return [*(fact_place(part, name, at) for name in FACTS), *(line_place(part, key, at) for key in keys)]


def shown(part: Part, outcome: Outcome) -> str:
    """The page, with a few empty lines at the foot of the budget."""
    application, by = part.application, visitor()
    is_writer = part.side in side_written_by(by, application)
    is_open = is_writer and WRITE.is_open_to(by, application, clock.now())
    keys = list(dict.fromkeys([*(line.key for line in part.budget), *typed_keys(part), *spare_keys()]))
    places = places_of(part, keys)
    values = {name: text for place in places for name, text in place.standing().items()}
    sent = {name: text for place in places for name, text in (place.sent() or {}).items()}
    form = part_form(universities(part), costs_of(part), keys, values | sent)
    show(form, outcome)
    return page(
        "applicant/part.html", application=application, part=part, side=application.call.side(part.side), form=form,
        keys=keys, kept={line.key for line in part.budget}, amounts={line.key: line.amount for line in part.budget},
        writable=is_open or (is_writer and not outcome.is_clean), is_open=is_open, is_writer=is_writer,
        table=table_of(part), team=team_of(part), token=Sheet(),
        versions=versions(places), rules=rules_for_team(application, by, {PART}),
    )  # fmt: skip


def team_of(part: Part) -> list[str]:
    """Whom money may be for: the investigator of this side and its members."""
    investigator = [part.pi.name_in(reader().code)] if part.pi else []
    return [*investigator, *(one.name for one in part.application.members if one.side == part.side)]


def typed_keys(part: Part) -> list[str]:
    """The lines that were sent and say something."""
    blank = standing_line(part, "")
    return [
        key for key in keys_in(request.form)
        if any(request.form.get(f"{name}-{key}", "").strip() for name in blank if name not in {"category", "year"})
    ]  # fmt: skip


def way_on(part: Part) -> str:
    """More lines: stay; else back to the task list."""
    if request.form.get("then") == "more" or "remove" in request.form:
        return url_for("applicant.part", id=part.application_id, side=part.side, _anchor="budget")
    return url_for("applicant.application", id=part.application_id)
