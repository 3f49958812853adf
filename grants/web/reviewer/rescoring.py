"""Other marks after the discussion: the review stays submitted, the earlier marks stay on record with the reason."""

from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from grants import clock
from grants.reviews import actions
from grants.reviews.model import Review
from grants.rules.phases import asked_in
from grants.rules.reviews import RESCORE, field_of
from grants.web.desk import Door
from grants.web.forms.review import rescore_form
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.reviewer.desk import desk
from grants.web.reviewer.filling import stored
from grants.web.reviewer.reading import review_alone
from grants.web.transaction import attempt
from grants.words import say


@desk.page("/<uuid:id>/rescore", Door(Review, "review", review_alone), "review_own.submitted.edit", post=True)
def rescore(review: Review) -> ResponseReturnValue:
    """Every criterion with its mark, and why it changes."""
    by, at, criteria = visitor(), clock.now(), asked_in(review.application.call)
    if not RESCORE.is_open_to(by, review, at):
        raise NotFound
    form: Any = rescore_form(criteria)(data=stored(review))
    if form.validate_on_submit():
        marks = {one.code: int(form[field_of(one)].data) for one in criteria if form[field_of(one)].data}
        with attempt(form) as it:
            actions.rescore(review, marks, form.reason.data or "", by, at)
        if not it.refused:
            flash(reader().say(say("Your marks are changed. The earlier ones stay on record.")), "good")
            return redirect(url_for("reviewer.review", id=review.id), 303)
    told = page(
        "reviewer/rescore.html", review=review, application=review.application, form=form, criteria=criteria,
        field_of=field_of,
    )  # fmt: skip
    return told, 422 if form.errors else 200
