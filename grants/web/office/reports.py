"""Reports in the office: which are due, overdue or in; read one, return it with a remark, accept it for one's side."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.calls.model import Call
from grants.history.queries import of_subject
from grants.reports import actions, queries
from grants.reports.model import Report
from grants.rules.access import may_read
from grants.rules.reports import APPROVE, EXCUSE, RETURN, Standing
from grants.web.desk import Door
from grants.web.forms.report import RemarkForm, ReportsForm, WaiveForm
from grants.web.office.desk import desk
from grants.web.office.tabs import tabs, trail
from grants.web.paper import page
from grants.web.past import past
from grants.web.reader import reader, visitor
from grants.web.reports import TONES, read, stages_of, today_in
from grants.web.transaction import attempt, seen, session
from grants.words import say

LISTED = Door(Call, "call figures")
READ = Door(Report, "report")


@desk.page("/calls/<uuid:id>/reports", LISTED, "report.due.read", "report.submitted.read")
def reports(call: Call) -> ResponseReturnValue:
    """Every report of the call, those due first at the head."""
    by, today = visitor(), today_in(call)
    form = ReportsForm(request.args, meta={"csrf": False})
    wanted = form.standing.data if form.validate() else ""
    sought = queries.Sought(wanted or "", request.args.get("page", 1, type=int))
    return page(
        "office/reports.html", call=call, tabs=tabs(call), trail=trail(call), form=form, tones=TONES,
        standings=Standing, found=queries.reports_in(session(), by, call, sought, today), side_labels=side_labels(call),
        counts=queries.standings(session(), by, call, today),
    )  # fmt: skip


def side_labels(call: Call) -> dict[str, dict[str, str]]:
    """What each side is called."""
    return {side.code: side.label for side in call.sides}


@desk.page("/reports/<uuid:id>", READ, "report.due.read", "report.submitted.read", "outcome.private.read")
def report(report: Report) -> ResponseReturnValue:
    """One report, whole, beside what its office can do with it."""
    return shown(report, RemarkForm(version=str(report.version)), WaiveForm(version=str(report.version)))


def shown(report: Report, form: RemarkForm, waives: WaiveForm) -> ResponseReturnValue:
    """The page, with whatever was refused beside its field."""
    by, at = visitor(), clock.now()
    told = read(report, with_outcomes=may_read(by, "award", report.award))
    return page(
        "office/report.html", **told, form=waives if waives.errors else form, remarks=form, waives=waives,
        parts=queries.parts_in(report),
        stages=stages_of(report), trail=trail(told["call"]),
        may_accept=APPROVE.is_open_to(by, report, at), may_return=RETURN.is_open_to(by, report, at),
        accepted={approval.side for approval in report.current_approvals},
        entries=past(of_subject(session(), report.id)),
        may_waive=EXCUSE.is_open_to(by, report, at), held=queries.held_for(report),
    ), 422 if form.errors or waives.errors else 200  # fmt: skip


@desk.deed("/reports/<uuid:id>/return", READ, "report.submitted.approve_or_return")
def return_report(report: Report) -> ResponseReturnValue:
    """Give it back with a remark."""
    form = RemarkForm()
    if form.validate_on_submit():
        with attempt(form) as it:
            report.expect(seen())
            actions.return_report(report, form.remark.data, visitor(), clock.now())
        if not it.refused:
            return back(report, say("The report is returned. Both investigators have been told."))
    return shown(report, form, WaiveForm(version=str(report.version)))


@desk.deed("/reports/<uuid:id>/waive", READ, "report.due.waive")
def waive_report(report: Report) -> ResponseReturnValue:
    """Do without it, for one's own side, and say why."""
    form = WaiveForm()
    if form.validate_on_submit():
        with attempt(form) as it:
            report.expect(seen())
            actions.waive(report, form.because.data, visitor(), clock.now())
        if not it.refused:
            return back(report, say("Recorded: your side does without this report."))
    return shown(report, RemarkForm(version=str(report.version)), form)


@desk.deed("/reports/<uuid:id>/accept", READ, "report.submitted.approve_or_return")
def accept_report(report: Report) -> ResponseReturnValue:
    """Accept it for one's own side; the last side's acceptance closes the award."""
    report.expect(seen())
    actions.accept(report, visitor(), clock.now())
    if report.award.closed_at is not None:
        return back(report, say("Both sides have accepted the report: the project is closed."))
    return back(report, say("Accepted for your side. The other side has been told."))


def back(report: Report, said: object) -> ResponseReturnValue:
    """Back to the report, saying what was done."""
    flash(reader().value(said), "good")
    return redirect(url_for("office.report", id=report.id), 303)
