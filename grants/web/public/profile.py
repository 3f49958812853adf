"""One's own profile: names, place, career, password, address, sessions."""

import uuid

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from grants import clock
from grants.exports import person as own_data_of
from grants.people import actions, passwords, queries
from grants.people.model import Affiliation, CareerBreak, KeyPurpose
from grants.rules.people import BREAK_KINDS, require_password
from grants.rules.post_tests import POSITIONS
from grants.web import orcid
from grants.web.desk import Door
from grants.web.forms.profile import BreakForm, PostForm, ProfileForm, filled, offered, particulars
from grants.web.forms.sign_in import AddressForm, KeyForm, NewPasswordForm
from grants.web.paper import page
from grants.web.public.desk import desk
from grants.web.public.keys import opened_by, spent, words_about
from grants.web.public.locks import OWN, SIGNED_IN, may_mail
from grants.web.reader import reader, visitor
from grants.web.signin import freshly_confirmed, hashed
from grants.web.transaction import attempt, rest, session
from grants.words import Sentence, say

EDIT, CHANGE = "user.own.edit_profile", "user.own.change_email_or_password"


def saved(sentence: Sentence, endpoint: str = "public.profile") -> ResponseReturnValue:
    """Say that it is done, and show the page again."""
    flash(reader().say(sentence), "good")
    return redirect(url_for(endpoint), 303)


@desk.page("/profile", SIGNED_IN, OWN, EDIT, post=True)
def profile() -> ResponseReturnValue:
    """One's own profile."""
    by, institutions = visitor(), queries.universities(session())
    form = ProfileForm(data=filled(by, institutions))
    form.offer(institutions)
    if form.validate_on_submit():
        with attempt(form) as it:
            actions.change_profile(by, by, particulars(form), clock.now())
        if not it.refused:
            return saved(say("Your profile is saved."))
    running = queries.sessions_of(session(), by, clock.now())
    leaves = queries.breaks_of(session(), by)
    values = {
        "form": form, "person": by, "running": running, "leaves": leaves, "kinds": BREAK_KINDS,
        "posts": queries.posts_of(session(), by), "positions": POSITIONS, "orcid": orcid.is_offered(),
    }  # fmt: skip
    return page("public/profile.html", **values), 422 if form.errors else 200


@desk.page("/profile/leave", SIGNED_IN, EDIT, post=True)
def leave() -> ResponseReturnValue:
    """Add a career break."""
    form, by = BreakForm(), visitor()
    if form.validate_on_submit():
        with attempt(form) as it:
            told = {name: form.data[name] for name in ("kind", "starts_on", "ends_on", "percent")}
            told["child"] = form.child.data or 0
            actions.add_break(by, by, CareerBreak(**told), clock.now())
        if not it.refused:
            return saved(say("The leave is added."))
    return page("public/leave.html", form=form), 422 if form.errors else 200


@desk.deed("/profile/leave/<uuid:id>/remove", Door(CareerBreak, "career break"), EDIT)
def remove_leave(leave: CareerBreak) -> ResponseReturnValue:
    """Strike a career break out."""
    actions.remove_break(leave, visitor(), clock.now())
    return saved(say("The leave is removed."))


@desk.page("/profile/posts", SIGNED_IN, EDIT, post=True)
def post() -> ResponseReturnValue:
    """Add a post."""
    form, by = PostForm(), visitor()
    form.institution.choices = offered(queries.universities(session()))
    if form.validate_on_submit():
        with attempt(form) as it:
            told = {name: form.data[name] for name in ("unit", "position", "percent", "since", "until", "permanent")}
            place = uuid.UUID(form.institution.data)
            actions.add_post(by, by, Affiliation(institution_id=place, **told), clock.now())
        if not it.refused:
            return saved(say("The post is added."))
    return page("public/post.html", form=form), 422 if form.errors else 200


@desk.deed("/profile/posts/<uuid:id>/remove", Door(Affiliation, "post"), EDIT)
def remove_post(post: Affiliation) -> ResponseReturnValue:
    """Strike a post out."""
    actions.remove_post(post, visitor(), clock.now())
    return saved(say("The post is removed."))


@desk.page("/profile/password", SIGNED_IN, CHANGE, post=True)
def own_password() -> ResponseReturnValue:
    """Choose a new password; every other session ends."""
    freshly_confirmed()
    form, at = NewPasswordForm(), clock.now()
    if form.validate_on_submit():
        with attempt(form) as it:
            require_password(form.password.data, words_about(visitor().email))
            rest()
            kept = passwords.hashed(form.password.data)
            actions.change_password(visitor(), kept, at, but=hashed(current_user.get_id()))
        if not it.refused:
            return saved(say("Your new password is kept. You are signed out everywhere else."))
    return page("public/own_password.html", form=form), 422 if form.errors else 200


@desk.page("/profile/address", SIGNED_IN, CHANGE, post=True)
def address() -> ResponseReturnValue:
    """Move the account to another address, once that has proved itself."""
    freshly_confirmed()
    form, at = AddressForm(), clock.now()
    if form.validate_on_submit():
        if may_mail(form.email.data, at):
            actions.send_address_key(visitor(), form.email.data, at)
        return page("public/sent.html", email=form.email.data)
    return page("public/address.html", form=form), 422 if form.errors else 200


@desk.page("/profile/address/<uuid:link>", SIGNED_IN, CHANGE, post=True)
def new_address(link: uuid.UUID) -> ResponseReturnValue:
    """Confirm the new address by the link that was mailed to it."""
    form = KeyForm(key=request.args.get("key"))
    found = opened_by(KeyPurpose.ADDRESS, link, form.key.data)
    if found is None or found.person_id != visitor().id:
        return spent()
    if form.validate_on_submit():
        with attempt(form) as it:
            actions.change_address(visitor(), link, clock.now())
        return spent() if it.refused else saved(say("Your account has its new address."))
    return page("public/new_address.html", form=form, email=found.email)


@desk.deed("/profile/sessions/end", SIGNED_IN, EDIT)
def end_other_sessions() -> ResponseReturnValue:
    """Sign out everywhere else."""
    actions.end_other_sessions(visitor(), hashed(current_user.get_id()), clock.now())
    return saved(say("You are signed out everywhere else."))


@desk.page("/profile/my-data.json", SIGNED_IN, "export.person.own_data")
def own_data() -> Response:
    """Everything held about oneself, as one file."""
    held = {"Content-Disposition": 'attachment; filename="my-data.json"'}
    made = own_data_of.write(session(), visitor(), clock.now())
    return Response(made, content_type="application/json; charset=utf-8", headers=held)


@desk.page("/profile/erasure", SIGNED_IN, "user.own.request_erasure", post=True)
def erasure() -> ResponseReturnValue:
    """Ask for the erasure of one's personal data."""
    form = KeyForm()
    if form.validate_on_submit():
        actions.ask_erasure(visitor(), clock.now())
        return saved(say("Your request is with the administrators. They answer by mail."))
    return page("public/erasure.html", form=form)
