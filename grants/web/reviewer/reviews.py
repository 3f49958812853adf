"""Reviewing: the application beside the form, saved as it is written, submitted, taken back until the lock."""

from flask import flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.applications.model import Application
from grants.reviews import actions
from grants.reviews.model import Review
from grants.reviews.queries import BLANKS, blind, in_need, in_words, queue, total_of
from grants.rules import reviews as law
from grants.rules.naming import names_in
from grants.rules.phases import asked_in, told_in
from grants.rules.refusal import Overtaken, Refused
from grants.rules.relations import judges_blind
from grants.web.desk import Door
from grants.web.forms.review import ReviewForm, review_form
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.reviewer.desk import desk
from grants.web.reviewer.filling import judgement, stored
from grants.web.reviewer.home import address_of
from grants.web.reviewer.reading import review_alone
from grants.web.transaction import attempt, begin_again, session
from grants.words import Sentence, say

OWN = Door(Review, "review", review_alone)


@desk.page("/<uuid:id>", OWN, "review_own.draft.read", "review_own.draft.write", "review_own.draft.submit",
           "review_own.submitted.read", post=True)  # fmt: skip
def review(review: Review) -> ResponseReturnValue:
    """Two panes: the application to read, the review to write; the refusal of a submission keeps what was typed."""
    form = filled(review)
    if request.method == "POST" and save(review, form):
        if request.form.get("deed") == "submit" and handed_in(review, form):
            return next_one(review)
        if not form.errors:
            flash(reader().say(say("Saved %(when)s", when=on_the_clock())), "good")
            return redirect(url_for("reviewer.review", id=review.id), 303)
    return two_panes(review, form), 422 if form.errors else 200


@desk.deed("/<uuid:id>/autosave", OWN, "review_own.draft.write")
def autosave(review: Review) -> ResponseReturnValue:
    """Save what was just typed, and say so; what could not be kept is said beside its field."""
    form = filled(review)
    form.validate()
    errors = {name: reader().say(reasons[0]) for name, reasons in form.errors.items() if name}
    sentence, status, theirs = say("Saved %(when)s", when=on_the_clock()), 200, {}
    try:
        actions.score(review, judgement(review, form, request.form.__contains__), visitor(), clock.now())
    except Overtaken as refusal:
        begin_again()
        sentence, status, theirs = refusal.reason, 409, stored(review)
    except Refused as refusal:
        begin_again()
        errors[refusal.field or ""] = reader().say(refusal.reason)
        sentence, status = refusal.reason, 422
    told = {"saved": status == 200, "sentence": reader().say(sentence), "version": str(review.version)}  # noqa: PLR2004
    return jsonify(**told, errors=errors, theirs=theirs, echoes={}), status


@desk.deed("/<uuid:id>/reopen", OWN, "review_own.submitted.edit")
def reopen(review: Review) -> ResponseReturnValue:
    """Take one's own review back, to go on writing."""
    actions.reopen(review, visitor(), clock.now())
    flash(reader().say(say("You can write again. The review does not count until you submit it.")), "good")
    return redirect(url_for("reviewer.review", id=review.id), 303)


@desk.page("/applications/<uuid:id>/others", Door(Application, "application reviews"),
           "review_other.submitted.read_text", "review_other.submitted.read_scores",
           "review_aggregate.before_release.read")  # fmt: skip
def others(application: Application) -> ResponseReturnValue:
    """What the other reviewers wrote, without their names; opens when one's own review is in."""
    by, criteria = visitor(), asked_in(application.call)
    return page("reviewer/others.html", application=application, others=blind(session(), by, application, criteria))


def filled(review: Review) -> ReviewForm:
    """The form with what is kept, or with what was sent."""
    return review_form(asked_in(review.application.call))(data=stored(review))


def save(review: Review, form: ReviewForm) -> bool:
    """Save what can be kept, whatever else is wrong; whether nothing was."""
    form.validate()
    with attempt(form):
        actions.score(review, judgement(review, form, request.form.__contains__), visitor(), clock.now())
    return not form.errors


def handed_in(review: Review, form: ReviewForm) -> bool:
    """Submit, if nothing is missing; what is missing is said beside its field, and the draft stays saved."""
    by, at = visitor(), clock.now()
    session().flush()
    for criterion in law.unscored(review):
        form[law.field_of(criterion)].errors = [say("Choose a mark.")]
    silence = law.says_something_to_applicants(by, review, at)
    if silence is not None:
        form.for_applicants.errors = [silence]
    named = names_in(review.for_applicants, [by])
    if named and not form.name_is_meant.data:
        form.for_applicants.errors = [names_stand(named)]
    if form.errors:
        return False
    with attempt(form) as it:
        actions.submit(review, by, at)
    return not it.refused


def names_stand(named: list[str]) -> Sentence:
    """The warning that a reviewer's own name stands in words for the applicants; of others' names nothing is told."""
    return say(
        "“%(name)s” stands in what the applicants will read: it would tell them who you are. Take it out, or tick "
        "that it is meant to stand there.", name=named[0],
    )  # fmt: skip


def next_one(review: Review) -> ResponseReturnValue:
    """After submitting: on to what waits and has the fewest reviews, from here round the queue, else home."""
    session().flush()
    lines = queue(session(), visitor(), review.application.call)
    here = next((place for place, line in enumerate(lines) if line.review_id == review.id), 0)
    waiting = in_need(session(), lines[here + 1 :] + lines[:here])
    left = say("Submitted. %(count)s more wait for you.", count=len(waiting))
    flash(reader().say(left if waiting else say("Submitted. That was the last one: thank you.")), "good")
    return redirect(address_of(waiting[0]) if waiting else url_for("reviewer.home"), 303)


def on_the_clock() -> str:
    """The time of day where the reviewer is."""
    return reader().clock(clock.now(), visitor().zone, seconds=True)


def two_panes(review: Review, form: ReviewForm) -> str:
    """The page: where in the queue, the application, the form or what was submitted."""
    by, at, application = visitor(), clock.now(), review.application
    form.version.data = str(review.version)
    lines = queue(session(), by, application.call)
    here = next((place for place, line in enumerate(lines) if line.review_id == review.id), 0)
    steps = {step.name for step in law.REVIEW.open_to(by, review, at)}
    writes = law.SCORE.is_open_to(by, review, at)
    criteria = asked_in(application.call)
    total = total_of(review, criteria)
    named = names_in(review.for_applicants, [by]) if writes else []
    return page(
        "reviewer/review.html", review=review, application=application, form=form, criteria=criteria, steps=steps,
        writes=writes, total=total, in_words=in_words(total), blanks=BLANKS, field_of=law.field_of,
        levels=law.EXPERTISE, named=names_stand(named) if named else None, place=(here + 1, len(lines)),
        done=sum(not line.is_waiting for line in lines), before=address_of(lines[here - 1]) if here else None,
        after=address_of(lines[here + 1]) if here + 1 < len(lines) else None,
        blind=judges_blind(by, application.call), writes_to_applicants=told_in(application.call) != "nothing",
    )  # fmt: skip
