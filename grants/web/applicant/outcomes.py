"""What came of an award, told one by one: publications, people exchanged, follow-on grants, and the other kinds."""

import json
import uuid
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from grants import clock
from grants.reports import actions
from grants.reports.model import Outcome, Report
from grants.reports.queries import kinds_of, outcomes_of
from grants.rules.outcomes import asked_about
from grants.rules.reports import TELL, OutcomeKind
from grants.rules.works import MOST_AUTHORS, Author, Place, ror_in, text
from grants.web import registries
from grants.web.applicant.desk import desk
from grants.web.applicant.reports import OWN
from grants.web.forms.built import figures
from grants.web.forms.report import LookUpForm, facts, outcome_form
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.reports import read
from grants.web.transaction import attempt
from grants.words import say


@desk.page("/reports/<uuid:id>/outcomes", OWN, "outcome.private.read")
def report_outcomes(report: Report) -> ResponseReturnValue:
    """Everything told so far, by kind, and a way to tell more."""
    return listed(report)


def listed(report: Report, found: Any = None) -> ResponseReturnValue:
    """The list, and what a look-up came to."""
    writable = TELL.is_open_to(visitor(), report, clock.now())
    asked = set(kinds_of(report.award.application.call))
    return page(
        "applicant/report_outcomes.html", **read(report), writable=writable, asked=asked, found=found,
        look_up=LookUpForm(request.args, meta={"csrf": False}), looks_up=registries.is_offered(),
    )  # fmt: skip


@desk.page("/reports/<uuid:id>/outcomes/new/<kind>", OWN, "outcome.private.edit", post=True)
def new_outcome(report: Report, kind: str) -> ResponseReturnValue:
    """Tell of one more thing."""
    if kind not in {one.value for one in kinds_of(report.award.application.call)}:
        raise NotFound
    told = OutcomeKind(kind)
    form = outcome_form(told, sides_of(report), currency=report.award.parts[0].currency)
    if form.validate_on_submit():
        with attempt(form) as it:
            actions.add_outcome(report, told, {**facts(form), "authors": authors_sent()}, visitor(), clock.now())
        if not it.refused:
            return told_of(report, told)
    return shown(report, told, form, authors=authors_sent())


def authors_sent() -> tuple[Author, ...]:
    """The authors that a look-up filled in, as the form carried them; what cannot be read is no author."""
    try:
        told = json.loads(request.form.get("authors", "[]"))
        return tuple(
            Author(
                text(one["name"]), tuple(Place(text(place["name"]), ror_in(place["ror"])) for place in one["places"])
            )
            for one in told[:MOST_AUTHORS]
        )
    except (ValueError, KeyError, TypeError):
        return ()


def places_of(told: Any) -> tuple[Place, ...]:
    """Where one of them works."""
    return tuple(Place(text(one["name"]), ror_in(one["ror"])) for one in told["places"])


@desk.page("/reports/<uuid:id>/outcomes/<uuid:outcome_id>", OWN, "outcome.private.read", "outcome.private.edit",
           post=True)  # fmt: skip
def outcome(report: Report, outcome_id: uuid.UUID) -> ResponseReturnValue:
    """Put right what was told of one thing."""
    here = outcome_in(report, outcome_id)
    form = outcome_form(here.kind, sides_of(report), **filled(here))
    if form.validate_on_submit():
        with attempt(form) as it:
            actions.change_outcome(report, here, facts(form), visitor(), clock.now())
        if not it.refused:
            return told_of(report, here.kind)
    return shown(report, OutcomeKind(here.kind), form, here)


@desk.deed("/reports/<uuid:id>/outcomes/<uuid:outcome_id>/remove", OWN, "outcome.private.edit")
def remove_outcome(report: Report, outcome_id: uuid.UUID) -> ResponseReturnValue:
    """Strike one thing out."""
    actions.remove_outcome(report, outcome_in(report, outcome_id), visitor(), clock.now())
    return redirect(url_for("applicant.report_outcomes", id=report.id), 303)


def outcome_in(report: Report, key: uuid.UUID) -> Outcome:
    """An outcome of this award; any other does not exist here."""
    found = next((one for one in outcomes_of(report) if one.id == key), None)
    if found is None:
        raise NotFound
    return found


def sides_of(report: Report) -> list[tuple[str, Any]]:
    """The sides to choose from."""
    return [(part.side.code, part.side.label) for part in report.award.parts]


def filled(outcome: Outcome) -> dict[str, Any]:
    """An outcome as its form shows it."""
    values = {name: getattr(outcome, name) for name in asked_about(outcome.kind)}
    if outcome.amount is not None:
        values |= {"amount": figures(outcome.amount), "currency": outcome.currency}
    if outcome.status is not None:
        values["status"] = outcome.status.value
    return values


def told_of(report: Report, kind: OutcomeKind) -> ResponseReturnValue:
    """Back to the list, saying that it is kept."""
    flash(reader().say(say("Saved: %(kind)s.", kind=kind.label)), "good")
    return redirect(url_for("applicant.report_outcomes", id=report.id, _anchor=kind.value), 303)


def shown(
    report: Report, kind: OutcomeKind, form: Any, outcome: Outcome | None = None, *, authors: Iterable[Author] = (),
) -> ResponseReturnValue:  # fmt: skip
    """The form of one outcome, with the authors a look-up found."""
    found = [asdict(author) for author in authors]
    return page(
        "applicant/report_outcome.html", report=report, application=report.award.application, kind=kind, form=form,
        outcome=outcome, authors=json.dumps(found), names=[one["name"] for one in found],
        writable=TELL.is_open_to(visitor(), report, clock.now()),
    ), 422 if form.errors else 200  # fmt: skip
