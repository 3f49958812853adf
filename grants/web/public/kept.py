"""What was typed when the session had ended: shown to the one who typed it, to be sent now or thrown away."""

import uuid

from flask import redirect
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from grants import clock
from grants.people.actions import throw_away
from grants.people.queries import parked
from grants.web.paper import page
from grants.web.parking import shown
from grants.web.public.locks import OWN, SIGNED_IN, home_of
from grants.web.public.sign_in import signin
from grants.web.reader import visitor
from grants.web.transaction import session


@signin.page("/kept/<uuid:key>", SIGNED_IN, OWN)
def kept(key: uuid.UUID) -> ResponseReturnValue:
    """What one had typed, with the button that sends it."""
    form = parked(session(), key, visitor(), clock.now())
    if form is None:
        raise NotFound
    fields = [(name, value) for name, value in form.fields]
    return page("public/kept.html", path=form.path, fields=fields, kept=form.id, shown=shown(fields))


@signin.deed("/kept/<uuid:key>/throw-away", SIGNED_IN, OWN)
def throw_kept_away(key: uuid.UUID) -> ResponseReturnValue:
    """It is no longer wanted."""
    throw_away(session(), key, visitor())
    return redirect(home_of(visitor()), 303)
