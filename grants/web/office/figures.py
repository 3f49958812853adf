"""The figures of a call, in full for those who keep its record; an administrator sees counts only."""

import io
from datetime import MAXYEAR, MINYEAR, date

from flask import Response, request, send_file
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from grants import clock
from grants.calls.model import Call, Programme
from grants.calls.queries import FINISHED
from grants.exports import figures as figure_tables
from grants.letters.annual import annual, rounds_in
from grants.reports.queries import figures as counted
from grants.rules.access import may_read
from grants.rules.reminders import local_day
from grants.web.desk import Door
from grants.web.figures import bars, headline, rate, summary
from grants.web.forms.report import AsOfForm
from grants.web.office.desk import desk
from grants.web.office.exports import sent
from grants.web.office.tabs import tabs, trail
from grants.web.paper import page
from grants.web.papers import engine
from grants.web.reader import visitor
from grants.web.transaction import rest, session
from grants.words import NAMES


@desk.page("/calls/<uuid:id>/figures", Door(Call, "call summary"), "statistics.call.read_aggregate")
def figures(call: Call) -> ResponseReturnValue:
    """What the call comes to: per university, per theme, money, results."""
    by, form = visitor(), as_of_form(call)
    if not may_read(by, "call figures", call):
        big = summary(counted(session(), by, call).total)
        return page("office/figures_summary.html", call=call, tabs=tabs(call), big=big)
    counts = counted(session(), by, call, day_asked(form))
    return page(
        "office/figures.html", call=call, tabs=tabs(call), trail=trail(call), counts=counts, big=headline(counts),
        bars=bars(counts), rate=rate, names=NAMES, form=form,
        has_annual=call.state in FINISHED and may_read(by, "programme office", call.programme),
    )  # fmt: skip


def as_of_form(call: Call) -> AsOfForm:
    """The day as of which the figures are asked for."""
    form = AsOfForm(request.args, meta={"csrf": False})
    form.first, form.last = call.opens_at.date(), local_day(clock.now(), call.zone)
    return form


def day_asked(form: AsOfForm) -> date | None:
    """A day that has passed since the call opened; none where none was asked for, or today."""
    return form.as_of.data if form.validate() and form.as_of.data != form.last else None


@desk.page("/calls/<uuid:id>/figures/<table>.<kind>", Door(Call, "call figures"), "statistics.call.read_aggregate")
def figures_of(call: Call, table: str, kind: str) -> Response:
    """One of the tables on the page, to take away."""
    if table not in figure_tables.TABLES:
        raise NotFound
    return taken(call, table, kind)


def taken(call: Call, table: str, kind: str) -> Response:
    """One of the tables as a file, as of the day asked for."""
    counts = counted(session(), visitor(), call, day_asked(as_of_form(call)))
    return sent(figure_tables.table(counts, call, table), f"{call.code}-{table}", kind)


@desk.page("/calls/<uuid:id>/figures.<kind>", Door(Call, "call figures"), "statistics.call.read_aggregate")
def figures_table(call: Call, kind: str) -> Response:
    """The table behind the chart, to take away."""
    return taken(call, "universities", kind)


@desk.page("/programmes/<uuid:id>/annual-<int:year>-<code>.pdf", Door(Programme, "programme office"),
           "statistics.programme.annual_report")  # fmt: skip
def annual_pdf(programme: Programme, year: int, code: str) -> ResponseReturnValue:
    """A year of the programme on paper, in the language asked for."""
    calls = rounds_in(session(), programme, year) if code in NAMES and MINYEAR <= year <= MAXYEAR else []
    if not calls:
        raise NotFound
    facts, name = annual(session(), calls, visitor(), code, clock.now()), f"{programme.slug}-{year}-{code}.pdf"
    rest()
    return send_file(io.BytesIO(engine().render(facts)), mimetype="application/pdf", download_name=name)
