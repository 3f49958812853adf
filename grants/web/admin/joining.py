"""Two accounts of one human being: compared, joined with a reason, taken apart again."""

import uuid

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.people import actions, queries
from grants.people.model import Joining, Person
from grants.web.admin.desk import desk
from grants.web.admin.people import ACCOUNT, done, trail
from grants.web.desk import Door
from grants.web.forms.admin import JoinForm
from grants.web.paper import page
from grants.web.reader import visitor
from grants.web.signin import freshly_confirmed
from grants.web.transaction import attempt, session
from grants.words import say

ACT = "user.other.disable_account"


@desk.page("/people/<uuid:id>/join", ACCOUNT, ACT, post=True)
def join(person: Person) -> ResponseReturnValue:
    """Which other account may be the same human being's; nothing is joined before somebody says why."""
    freshly_confirmed()
    form, alike = JoinForm(), queries.look_alikes(session(), person)
    form.other.choices = [(str(one.id), f"{one.name_in(one.language)}, {one.email}") for one in alike]
    if form.validate_on_submit():
        other = session().get_one(Person, uuid.UUID(form.other.data))
        with attempt(form) as it:
            actions.join(person, other, form.reason.data, visitor(), clock.now())
        if not it.refused:
            return done(person, say("The accounts are joined. You can take them apart again on this page."))
    way = [*trail(), (say("People"), url_for("admin.people"))]
    return page("admin/join.html", person=person, form=form, alike=alike, trail=way), 422 if form.errors else 200


@desk.deed("/joinings/<uuid:id>/part", Door(Joining, "joining"), ACT)
def part(joining: Joining) -> ResponseReturnValue:
    """Take two accounts apart again."""
    freshly_confirmed()
    actions.part(joining, visitor(), clock.now())
    return redirect(url_for("admin.person", id=joining.kept_id), 303)
