"""Reports: written by both teams over several visits, submitted by an investigator."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from grants import clock
from grants.applications.queries import Gap
from grants.history.queries import of_subject
from grants.reports import actions, queries
from grants.reports.model import Report
from grants.rules.access import may_read
from grants.rules.answers import sides_asked
from grants.rules.relations import side_written_by
from grants.rules.reports import OWED, SUBMIT, TELL, WRITE
from grants.rules.spending import FIELD
from grants.web.answering import AskedHere, echoes_of, may_write, places_of, stored, typed
from grants.web.applicant.desk import desk
from grants.web.desk import Door
from grants.web.forms import built
from grants.web.forms.report import SubmitForm, outlay, spending_form
from grants.web.forms.shape import Sheet
from grants.web.paper import page
from grants.web.past import past
from grants.web.reader import reader, visitor
from grants.web.reports import read, spending_of, stages_of
from grants.web.sections import answers_shown, task
from grants.web.transaction import attempt, seen, session
from grants.web.writing import Place, autosaved, changed, save, show, versions
from grants.words import say

OWN = Door(Report, "own report")


@desk.page("/reports/<uuid:id>", OWN, "report.due.read", "report.submitted.read", "outcome.private.read")
def report(report: Report) -> ResponseReturnValue:
    """Where the report stands, by when it is due, and what is still to be written."""
    by, at, missing = visitor(), clock.now(), queries.gaps(report)
    is_owed, mine = report.state in OWED, side_written_by(by, report.award.application)
    return page(
        "applicant/report.html", **read(report), stages=stages_of(report), tasks=tasks_of(report, missing),
        gaps=missing, own_gaps=[gap for gap in missing if not gap.side or gap.side in mine],
        gap_address=gap_address, may_write=WRITE.is_open_to(by, report, at), is_owed=is_owed,
        may_tell=TELL.is_open_to(by, report, at), former=former(report),
        may_submit=is_owed and SUBMIT.who(by, report), entries=past(of_subject(session(), report.id)),
    )  # fmt: skip


def former(report: Report) -> dict[str, Any] | None:
    """The report handed in before this one, to look at while writing, where this visitor may read it."""
    before = queries.former_of(report)
    return read(before)["told"] if before is not None and may_read(visitor(), "own report", before) else None


def tasks_of(report: Report, missing: list[Gap]) -> list[dict[str, Any]]:
    """The task list: every section of the narrative, what came of it, each side's money."""
    rows = [
        task(questions[0].section_label, url_for("applicant.report_section", id=report.id, section=code),
             any(gap.section == code for gap in missing))
        for code, questions in queries.sections_of(report).items()
    ]  # fmt: skip
    if report.asks.outcomes:
        rows.append(told_so_far(report))
    if report.asks.spending:
        rows += [
            task(say("%(side)s: money spent", side=part.side.label),
                 url_for("applicant.report_spending", id=report.id, side=part.side.code),
                 any(gap.section == "spending" and gap.side == part.side.code for gap in missing))
            for part in queries.parts_in(report)
        ]  # fmt: skip
    return rows


def told_so_far(report: Report) -> dict[str, Any]:
    """How much was told of what came of the award."""
    count = len(queries.outcomes_of(report))
    return {
        "name": say("What came of it: papers, people, money, events"), "tone": "good" if count else "neutral",
        "address": url_for("applicant.report_outcomes", id=report.id),
        "state": say("%(count)s told so far", count=count) if count else say("Nothing told so far"),
    }  # fmt: skip


def gap_address(report: Report, gap: Gap) -> str:
    """Where a gap is filled."""
    if gap.section == "spending":
        return url_for("applicant.report_spending", id=report.id, side=gap.side, _anchor=gap.anchor)
    return url_for("applicant.report_section", id=report.id, section=gap.section, _anchor=gap.anchor)


def asked_in(report: Report, section: str) -> AskedHere:
    """The questions of a section, those of each side once for each side."""
    questions = queries.sections_of(report).get(section)
    if questions is None:
        raise NotFound
    sides = queries.sides_of(report)
    return [(question, side) for question in questions for side in sides_asked(question, sides)]


@desk.page("/reports/<uuid:id>/sections/<section>", OWN, "report.due.read", "report.due.edit", post=True)
def report_section(report: Report, section: str) -> ResponseReturnValue:
    """One section of the narrative, to write or to read."""
    asked, call = asked_in(report, section), report.award.application.call
    places = places_in(report, asked)
    form = built.build(asked, call.themes, stored(report, asked))
    if request.method == "POST":
        outcome = save(places)
        if outcome.is_clean:
            return redirect(way_on(report, section), 303)
        form = built.build(asked, call.themes, typed(asked, stored(report, asked)))
        show(form, outcome)
    by = visitor()
    writable = may_write(
        asked, side_written_by(by, report.award.application), is_open=WRITE.is_open_to(by, report, clock.now()),
    )  # fmt: skip
    return page(
        "applicant/report_section.html", report=report, application=report.award.application, form=form, asked=asked,
        section=section, label=asked[0][0].section_label, versions=versions(places), token=Sheet(),
        writable=writable, echoes=echoes_of(report, asked), shown=answers_shown(report, call),
    ), 422 if form.errors else 200  # fmt: skip


def way_on(report: Report, section: str) -> str:
    """Back to the task list; where another row of a table is asked for, right here."""
    then = request.form.get("then", "")
    if then.startswith("more:"):
        return url_for("applicant.report_section", id=report.id, section=section, _anchor=then.removeprefix("more:"))
    return url_for("applicant.report", id=report.id)


@desk.deed("/reports/<uuid:id>/sections/<section>/autosave", OWN, "report.due.edit")
def report_autosave(report: Report, section: str) -> ResponseReturnValue:
    """Save what was just typed, and say so."""
    asked, at = asked_in(report, section), clock.now()
    places = places_in(report, asked)
    outcome = save(places, changed())
    return autosaved(places, outcome, at, echoes_of(report, asked))


def places_in(report: Report, asked: AskedHere) -> list[Place]:
    """What this visitor writes in a section, answer by answer."""
    by, at = visitor(), clock.now()
    application = report.award.application
    mine = side_written_by(by, application)
    return places_of(
        report, asked, mine, lambda one: actions.write(report, [one], by, at), application.call.themes,
    )  # fmt: skip


@desk.page("/reports/<uuid:id>/spending/<side>", OWN, "report.due.read", "report.due.edit", post=True)
def report_spending(report: Report, side: str) -> ResponseReturnValue:
    """One side's money: what was granted, what was spent. The other side reads it and cannot write it."""
    here = next((one for one in spending_of(report) if one.part.side.code == side), None)
    if here is None:
        raise NotFound
    by, at = visitor(), clock.now()
    costs = [cost for cost in queries.costs_of(report) if cost.part is here.part]
    form = spending_form(costs, here.told)
    if form.validate_on_submit():
        with attempt(form) as it:
            spent = actions.spend(report, side, outlay(form, costs), by, at).spent
        if not it.refused:
            flash(reader().say(say("Saved: %(amount)s spent.", amount=spent)), "good")
            return redirect(url_for("applicant.report", id=report.id), 303)
    is_writer = side in side_written_by(by, report.award.application)
    return page(
        "applicant/report_spending.html", report=report, application=report.award.application, here=here, form=form,
        costs=costs, field_of=FIELD.format, is_writer=is_writer,
        writable=is_writer and WRITE.is_open_to(by, report, at),
    ), 422 if form.errors else 200  # fmt: skip


@desk.page("/reports/<uuid:id>/submit", OWN, "report.due.read", "report.due.submit", post=True)
def report_submit(report: Report) -> ResponseReturnValue:
    """Read it all, see what is missing, and submit it."""
    by, at, missing = visitor(), clock.now(), queries.gaps(report)
    form = SubmitForm(version=str(report.version))
    if form.validate_on_submit():
        with attempt(form) as it:
            report.expect(seen())
            actions.submit(report, by, at)
        if not it.refused:
            flash(reader().say(say("The report is submitted. Both offices have been told.")), "good")
            return redirect(url_for("applicant.report", id=report.id), 303)
    report.gap_count = len(missing)
    return page(
        "applicant/report_submit.html", **read(report), form=form, gaps=missing, gap_address=gap_address,
        may_submit=SUBMIT.is_open_to(by, report, at), is_investigator=SUBMIT.who(by, report),
    ), 422 if form.errors else 200  # fmt: skip
