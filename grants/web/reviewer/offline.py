"""Working offline: the forms to take along as text or spreadsheet, and back, looked at before anything is saved."""

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.calls.model import Call
from grants.exports import reviews as sheets
from grants.exports import xlsx
from grants.reviews import actions
from grants.reviews.model import Review
from grants.reviews.queries import own_reviews
from grants.rules.offline import NOTES, Heap, written
from grants.rules.refusal import Refused
from grants.web.desk import Door
from grants.web.forms.review import OfflineForm
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.reviewer.brought import brought, labels_of, planned, text_of
from grants.web.reviewer.desk import desk
from grants.web.reviewer.filling import stored
from grants.web.reviewer.reading import review_alone
from grants.web.transaction import attempt, session
from grants.words import say

PAPERS = Door(Call, "call papers")
ABOVE = say("Write your marks and texts under the lines that begin with three dashes. What stands under “notes” stays "
            "with you. What you leave empty changes nothing.")  # fmt: skip


@desk.page("/calls/<uuid:id>/offline", PAPERS, "export.reviewer.own_assigned_zip", "review_own.draft.write",
           post=True)  # fmt: skip
def offline(call: Call) -> ResponseReturnValue:
    """What there is to take along, and the way back: what would change, then the button that saves it."""
    form, mine = OfflineForm(), own_reviews(session(), visitor(), call, review_alone())
    heap = Heap()
    if request.method == "POST" and form.validate():
        with attempt(form):
            heap = brought(call, form)
        if not form.errors and request.form.get("deed") == "save" and saved(call, form, heap, mine):
            return redirect(url_for("reviewer.home"), 303)
    looked = request.method == "POST" and not form.errors
    plan = planned(mine, heap) if looked else None
    form.text.data = text_of(heap) if looked else form.text.data
    return page(
        "reviewer/offline.html", call=call, form=form, mine=mine, plan=plan, faults=heap.faults,
        count=sum(one.is_to_be_saved for one in plan or []),
    ), 422 if form.errors else 200  # fmt: skip


def saved(call: Call, form: OfflineForm, heap: Heap, mine: list[Review]) -> bool:
    """Save everything that can be taken, all of it or nothing; whether it was."""
    plan = [one for one in planned(mine, heap) if one.is_to_be_saved]
    with attempt(form) as it:
        if not plan:
            raise Refused(say("There is nothing in it to be saved."), "text")
        for one in plan:
            actions.score(one.review, one.said, visitor(), clock.now())
    if not it.refused:
        flash(reader().say(say("Saved %(count)s reviews of %(call)s. None was submitted.",
                               count=len(plan), call=call.name)), "good")  # fmt: skip
    return not it.refused


@desk.page("/calls/<uuid:id>/reviews.txt", PAPERS, "review_own.draft.read")
def offline_text(call: Call) -> ResponseReturnValue:
    """One's own review forms as one text."""
    labels = labels_of(call)
    lines = [f"{call.code} · {reader().say(call.name)}", reader().say(ABOVE), ""]
    for review in own_reviews(session(), visitor(), call, review_alone()):
        application = review.application
        lines += written(application.ref, application.title, sheets.blanks(call, stored(review) | {NOTES: ""}, labels))
    return taken(("\n".join(lines) + "\n").encode(), "text/plain; charset=utf-8", f"{call.code}.txt")


@desk.page("/calls/<uuid:id>/reviews.xlsx", PAPERS, "review_own.draft.read")
def offline_sheet(call: Call) -> ResponseReturnValue:
    """The same as a spreadsheet, a row for each application."""
    mine = own_reviews(session(), visitor(), call, review_alone())
    rows = [(review.application.ref, review.application.title, stored(review)) for review in mine]
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return taken(xlsx.write(sheets.table(call, rows), reader()), kind, f"{call.code}.xlsx")


def taken(content: bytes, kind: str, name: str) -> Response:
    """A file to take along."""
    answer = Response(content, content_type=kind)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
