"""Accounts: who there is, what they are appointed to, and the few deeds an administrator has over an account."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.calls.queries import programmes
from grants.history.queries import of_subject
from grants.people import actions, queries
from grants.people.model import Appointment, Person
from grants.people.queries import Wanted
from grants.rules.people import allow_administering, allow_dismissing
from grants.rules.refusal import Refused
from grants.rules.relations import is_administrator, is_officer
from grants.rules.roles import Role
from grants.web.admin.desk import desk
from grants.web.admin.posts import choices, offered, places, worded
from grants.web.desk import Door, Hall
from grants.web.forms.admin import AppointForm, SearchForm
from grants.web.paper import page
from grants.web.past import past
from grants.web.reader import reader, visitor
from grants.web.signin import freshly_confirmed
from grants.web.transaction import attempt, session
from grants.words import Sentence, say

ACCOUNT = Door(Person, "account")
PER_PAGE = 25
GRANTS = ("user.other.grant_officer_role", "user.other.grant_sysadmin_role", "user.other.grant_auditor_role")


def reads_accounts(by: Any, _thing: Any = None) -> bool:
    """Administrators and officers look people up."""
    return is_administrator(by) or is_officer(by)


@desk.page("/people", Hall(reads_accounts), "user.other.search_directory")
def people() -> ResponseReturnValue:
    """Everyone with an account."""
    form = SearchForm(request.args)
    number = max(1, request.args.get("page", 1, int))
    role = Role(form.role.data) if form.validate() and form.role.data else None
    words = form.words.data if not form.words.errors else ""
    at = clock.now()
    found = queries.directory(session(), visitor(), Wanted(words, role, min(number, 10_000), PER_PAGE), at)
    pages = max(1, -(-found.total // PER_PAGE))
    listed = {"found": found, "number": number, "pages": pages, "roles": roles_now}
    return page("admin/people.html", form=form, trail=trail(), **listed)


def trail() -> list[tuple[Sentence, str]]:
    """The way here: from the administrator's desk, or from the office."""
    if is_administrator(visitor()):
        return [(say("Administration"), url_for("admin.home"))]
    return [(say("Office"), url_for("office.home"))]


def roles_now(person: Person) -> list[Sentence]:
    """The roles somebody holds now, each once."""
    now = clock.now()
    held = {one.role for one in person.appointments if one.until is None or one.until > now}
    return [role.label for role in Role if role in held]


@desk.page("/people/<uuid:id>", ACCOUNT, "user.other.read_profile")
def person(person: Person) -> ResponseReturnValue:
    """One account."""
    return account(person, AppointForm()), 200


def account(person: Person, form: AppointForm) -> str:
    """The page of one account, with what its reader may do."""
    by, found = visitor(), programmes(session())
    posts, named = offered(found, by), places(found)
    form.post.choices = choices(posts)
    held = [(one, worded(one, named), allowed(allow_dismissing, by, one)) for one in person.appointments]
    may = {"administer": allowed(allow_administering, by, person), "appoint": bool(posts) and by.id != person.id}
    entries = past(of_subject(session(), person.id)) if is_administrator(by) else []
    way = [*trail(), (say("People"), url_for("admin.people"))]
    joinings = queries.joinings_of(session(), person) if may["administer"] else ()
    told = {"held": held, "may": may, "entries": entries, "trail": way, "joinings": joinings}
    return page("admin/person.html", person=person, form=form, **told)


def allowed(law: Callable[..., None], *about: Any) -> bool:
    """Whether the law has nothing against it."""
    try:
        law(*about)
    except Refused:
        return False
    return True


@desk.deed("/people/<uuid:id>/appoint", ACCOUNT, *GRANTS)
def appoint(person: Person) -> ResponseReturnValue:
    """Give a person a role."""
    freshly_confirmed()
    form, posts = AppointForm(), offered(programmes(session()), visitor())
    form.post.choices = choices(posts)
    if form.validate_on_submit():
        with attempt(form) as it:
            actions.appoint(visitor(), person, posts[form.post.data][0], clock.now())
        if not it.refused:
            return done(person, say("The role is given, and they are told."))
    return account(person, form), 422


def done(person: Person, sentence: Sentence) -> ResponseReturnValue:
    """Say that it is done, and show the account again."""
    flash(reader().say(sentence), "good")
    return redirect(url_for("admin.person", id=person.id), 303)


@desk.deed("/appointments/<uuid:id>/end", Door(Appointment, "appointment"), "user.other.revoke_role")
def dismiss(appointment: Appointment) -> ResponseReturnValue:
    """End a role; it takes effect on the next request."""
    freshly_confirmed()
    actions.dismiss(visitor(), appointment, clock.now())
    return done(appointment.person, say("The role has ended, and their sessions with it."))


@desk.deed("/people/<uuid:id>/disable", ACCOUNT, "user.other.disable_account")
def disable(person: Person) -> ResponseReturnValue:
    """Close an account."""
    actions.disable(visitor(), person, clock.now())
    return done(person, say("The account is closed, and all its sessions have ended."))


@desk.deed("/people/<uuid:id>/enable", ACCOUNT, "user.other.disable_account")
def enable(person: Person) -> ResponseReturnValue:
    """Open an account again."""
    actions.enable(visitor(), person, clock.now())
    return done(person, say("The account is open again."))


@desk.deed("/people/<uuid:id>/password-link", ACCOUNT, "user.other.start_password_reset")
def send_password_link(person: Person) -> ResponseReturnValue:
    """Send a person the link with which they choose a password."""
    actions.send_password_link(visitor(), person, clock.now())
    return done(person, say("A link is on its way to them. Nobody else sees it."))


@desk.deed("/people/<uuid:id>/second-factor", ACCOUNT, "user.other.disable_account")
def remove_second_factor(person: Person) -> ResponseReturnValue:
    """Take the second lock off the account of somebody who lost their device."""
    freshly_confirmed()
    actions.remove_second_factor(person, visitor(), clock.now())
    return done(person, say("The second factor is removed; they are told, and set up a new one when they sign in."))
