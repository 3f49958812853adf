"""A call's applications in the office, a page at a time; and the papers of one of them."""

from typing import Any

from flask import request, send_file
from flask.typing import ResponseReturnValue

from grants.applications.model import Application
from grants.applications.queries.desk import kept_of, tags_in
from grants.calls.model import Call
from grants.calls.queries import members_named
from grants.reviews.queries import Sought, cases
from grants.rules.access import may_read
from grants.rules.applications import ApplicationState
from grants.rules.checklist import items_of
from grants.rules.eligibility import Result
from grants.rules.relations import sides_of
from grants.web.desk import Door
from grants.web.forms.cases import CasesForm
from grants.web.forms.desk import BulkForm, made
from grants.web.office.desk import desk
from grants.web.office.tabs import tabs
from grants.web.paper import page
from grants.web.papers import application_pdf
from grants.web.reader import visitor
from grants.web.transaction import session
from grants.words import say

ANY = ("", say("Anything"))
RECORD = Door(Call, "call record")
TONES = {
    ApplicationState.DRAFT: "neutral",
    ApplicationState.WITHDRAWN: "neutral",
    ApplicationState.REOPENED: "wait",
    ApplicationState.RETURNED: "warn",
    ApplicationState.SUBMITTED: "wait",
    ApplicationState.RESERVE: "wait",
    ApplicationState.APPROVED: "good",
    ApplicationState.CONDITIONAL: "good",
}
VERDICT_TONES = {Result.PASS: "good", Result.WAIVED: "good", Result.NEEDS_EVIDENCE: "warn", Result.FAIL: "bad"}


@desk.page("/calls/<uuid:id>/applications", RECORD, "application.submitted_open.read",
           "application.submitted_closed.read", "application.withdrawn.read", "application.draft.read_metadata",
           "eligibility.submitted.read", "assignment.any.read_all", "note_internal.any.read")  # fmt: skip
def applications(call: Call) -> ResponseReturnValue:
    """The list: filtered, sorted and paged by the address alone."""
    return list_page(call)


def list_page(call: Call, bulk: Any = None) -> str:
    """The list, with what was refused standing where it was typed."""
    by, form = visitor(), sought_form(call)
    found = cases(session(), by, call, sought_in(form))
    return page(
        "office/applications.html", call=call, args=carried(), tabs=tabs(call), found=found, form=form, sorted=sort(),
        themes={theme.code: theme.label for theme in call.themes}, tones=TONES, verdict_tones=VERDICT_TONES,
        wanted=call.review_round.reviews_per_side * len(call.sides),
        kept=kept_of(session(), by, call, [row.id for row in found.rows]),
        listed={side.code: [item.code for item in items_of(call, side.code)] for side in call.sides},
        bulk=(bulk or bulk_form(call, sent=False)) if may_read(by, "call office", call) else None,
    )  # fmt: skip


def carried() -> dict[str, str]:
    """The filter as the address says it, for what is done from the list; never a word that addresses are made of."""
    return {name: said for name, said in request.args.items() if name != "id" and not name.startswith("_")}


def bulk_form(call: Call, *, sent: bool) -> Any:
    """What can be done with all that is chosen; ticks are those of the own side."""
    form = made(BulkForm, sent=sent)
    own = [item for side in call.sides if side.code in sides_of(visitor(), call) for item in items_of(call, side.code)]
    form.item.choices = [("", say("Choose")), *((f"{item.side}.{item.code}", item.label) for item in own)]
    return form


def sought_form(call: Call) -> CasesForm:
    """The filter, as the address says it."""
    form = CasesForm(request.args, meta={"csrf": False})
    form.theme.choices = [ANY, *((theme.code, theme.label) for theme in call.themes)]
    form.side.choices = [ANY, *((side.code, side.label) for side in call.sides)]
    form.university.choices = [ANY, *((str(key), name) for key, name in members_named(session(), call).items())]
    if may_read(visitor(), "call record", call):
        form.tag.choices = [ANY, *((tag, tag) for tag in tags_in(session(), visitor(), call))]
        form.lacking.choices = [*form.lacking.choices, *items_to_lack(call)]
    return form


def items_to_lack(call: Call) -> list[tuple[str, Any]]:
    """The items of every side's checklist, as a filter."""
    return [
        (f"item.{side.code}.{item.code}", say("%(side)s: %(item)s", side=side.label, item=item.label))
        for side in call.sides for item in items_of(call, side.code)
    ]  # fmt: skip


def sought_in(form: CasesForm) -> Sought:
    """What the filter asks for; words are cut to what fits, anything unknown finds nothing or is left aside."""

    def said(field: Any) -> str:
        return (field.data or "").replace("\x00", "")[:100]

    return Sought(
        said(form.words), said(form.state), said(form.theme), said(form.side), said(form.lacking),
        said(form.university), said(form.eligible), said(form.tag), noted=bool(form.noted.data), sort=sort(),
        page=min(request.args.get("page", 1, type=int), 10**6),
    )  # fmt: skip


def sort() -> str:
    """The column by which the list is ordered."""
    return request.args.get("sort", "number")[:20]


@desk.page("/applications/<uuid:id>/application.pdf", Door(Application, "application case"),
           "application.submitted_closed.read", "application.submitted_open.read", "attachment.submitted.download",
           "budget.submitted.read")  # fmt: skip
def pdf(application: Application) -> ResponseReturnValue:
    """The application as it was submitted last."""
    made = application_pdf(application)
    return send_file(made, mimetype="application/pdf", download_name=f"{application.ref}.pdf")
