"""The grid: one row for each application, a column for each criterion, every row saved by itself, in part as well."""

import uuid
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.calls.model import Call
from grants.decisions.queries import summaries
from grants.reviews.model import Review
from grants.reviews.queries import Total, own_reviews, total_of
from grants.rules.phases import asked_in, guided_in, shared_out
from grants.rules.reviews import SCORE, field_of, sees_others
from grants.web.charts import Spark, spark, steps_of
from grants.web.desk import Door
from grants.web.forms.review import ReviewForm, review_form
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.reviewer.desk import desk
from grants.web.reviewer.filling import stored
from grants.web.reviewer.reading import review_alone
from grants.web.reviewer.reviews import OWN, filled, on_the_clock, save
from grants.web.transaction import session
from grants.words import say


@dataclass(frozen=True)
class Row:
    """One application of the grid: the review, its form, what it comes to, whether it can be written."""

    review: Review
    form: ReviewForm
    total: Total
    writes: bool
    spark: Spark | None = None


@desk.page("/calls/<uuid:id>/grid", Door(Call, "call papers"), "review_own.draft.read")
def grid(call: Call) -> ResponseReturnValue:
    """All of one's own reviews in a call, their marks side by side."""
    return shown(call)


@desk.deed("/<uuid:id>/row", OWN, "review_own.draft.write")
def save_row(review: Review) -> ResponseReturnValue:
    """Save one row; what is wrong with it stands beside it, and the other rows stay as they are."""
    form = filled(review)
    if not save(review, form):
        return shown(review.application.call, review, form), 422
    flash(reader().say(say("%(ref)s: saved %(when)s", ref=review.application.ref, when=on_the_clock())), "good")
    where = url_for("reviewer.grid", id=review.application.call_id, waiting=request.args.get("waiting"))
    return redirect(f"{where}#row-{review.id}", 303)


def shown(call: Call, refused: Review | None = None, wrong: ReviewForm | None = None) -> str:
    """The grid, with the one row that was refused as it was sent."""
    by, at, mine = visitor(), clock.now(), own_reviews(session(), visitor(), call, review_alone())
    kind: Any = review_form(asked_in(call))
    rows, sparks = [], sparks_of(call, [review for review in mine if sees_others(by, review)])
    for review in mine:
        form = wrong if refused is not None and wrong is not None and review.id == refused.id else None
        form = form or kind(None, data=stored(review) | {"version": str(review.version)})
        total, writes = total_of(review, asked_in(call)), SCORE.is_open_to(by, review, at)
        rows.append(Row(review, form, total, writes, sparks.get(review.id)))
    only = bool(request.args.get("waiting"))
    return page(
        "reviewer/grid.html", call=call, rows=[row for row in rows if row.writes or not only], only=only,
        criteria=asked_in(call), guided=guided_in(call), shared=shared_of(call, mine), field_of=field_of,
        done=sum(not row.writes for row in rows), of=len(rows), form=wrong,
    )  # fmt: skip


def shared_of(call: Call, mine: list[Review]) -> list[tuple[int, int, int]]:
    """How one's own marks are shared out beside what the round suggests, where it suggests anything."""
    guided = guided_in(call)
    if guided is None:
        return []
    marks = [score.mark for review in mine for score in review.scores if score.criterion_id == guided.id]
    return shared_out(marks, range(guided.low, guided.high + 1), call.review_round.guide)


def sparks_of(call: Call, mine: list[Review]) -> dict[uuid.UUID, Spark]:
    """What all reviews of an application came to, one's own dark; only where the others' are open to this reviewer."""
    told = summaries(session(), call, [review.application_id for review in mine]) if mine else {}
    return {
        review.id: spark(told[review.application_id].totals, steps_of(call), total_of(review, asked_in(call)).figure)
        for review in mine
    }
