"""The pool of a call: who reviews, for which side, with how much in hand; add and remove."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.calls.model import Call
from grants.people import actions as people
from grants.reviews import actions
from grants.reviews.actions import Newcomer
from grants.reviews.queries import PoolMember, open_assignments, pool
from grants.rules.calls import POOL
from grants.web.desk import Door
from grants.web.forms.cases import ReviewerForm
from grants.web.office.desk import desk
from grants.web.office.tabs import tabs, trail
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.transaction import attempt, session
from grants.words import Sentence, say


@desk.page("/calls/<uuid:id>/reviewers", Door(Call, "call figures"), "reviewer_pool.any.read",
           "reviewer_identity.any.read")  # fmt: skip
def reviewers(call: Call) -> ResponseReturnValue:
    """The pool by side, with loads."""
    return pool_page(call, reviewer_form(call))


@desk.deed("/calls/<uuid:id>/reviewers/add", Door(Call, "call office"), "user.other.grant_reviewer_role")
def add_reviewer(call: Call) -> ResponseReturnValue:
    """Add somebody by their address; an account is opened for them if they had none."""
    form = reviewer_form(call)
    if form.validate_on_submit():
        whom = Newcomer(form.email.data, form.family.data, form.given.data or "", form.side.data,
                        form.expertise.data or "", form.language.data, form.most.data,
                        tuple(form.reads.data or ()))  # fmt: skip
        with attempt(form) as it:
            actions.add_reviewer(call, whom, visitor(), clock.now())
        if not it.refused:
            flash(reader().say(say("%(email)s is in the pool and has been invited by mail.", email=whom.email)), "good")
            return redirect(url_for("office.reviewers", id=call.id), 303)
    return pool_page(call, form), 422


@desk.deed("/calls/<uuid:id>/reviewers/remove", Door(Call, "call office"), "user.other.revoke_role")
def remove_reviewers(call: Call) -> ResponseReturnValue:
    """Take people out of the pool: what they have not submitted is taken off them, what is in stays."""
    by, at, chosen = visitor(), clock.now(), set(request.form.getlist("chosen"))
    leaving = [one for one in pool(session(), by, call, at) if str(one.appointment.id) in chosen]
    for member in leaving:
        for assignment in open_assignments(session(), by, call, member.person.id):
            actions.remove(assignment, "", by, at)
        people.dismiss(by, member.appointment, at)
    if leaving:
        flash(reader().say(say("%(count)s reviewers are no longer in the pool.", count=len(leaving))), "good")
    return redirect(url_for("office.reviewers", id=call.id), 303)


def reviewer_form(call: Call) -> ReviewerForm:
    """The form, offering the call's sides."""
    form = ReviewerForm()
    form.side.choices = [(side.code, side.label) for side in call.sides]
    return form


def as_choice(call: Call, member: PoolMember) -> tuple[str, Sentence]:
    """A reviewer of the pool as one may choose them: name, side, load."""
    name, side = member.person.name_in(reader().code), call.side(member.side).label
    return str(member.person.id), say("%(name)s (%(side)s, %(load)s in hand)", name=name, side=side, load=member.asked)


def pool_page(call: Call, form: ReviewerForm) -> str:
    """The pool and the form."""
    by, at = visitor(), clock.now()
    return page(
        "office/reviewers.html", call=call, tabs=tabs(call), trail=trail(call), members=pool(session(), by, call, at),
        form=form, may_add=POOL.is_open_to(by, call, at),
    )  # fmt: skip
