"""Lots: every side promises a secret and then tells it; the tickets, and how anybody draws them again."""

from collections.abc import Callable

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.calls.model import Call
from grants.decisions import actions, queries
from grants.decisions.kept import lots_of
from grants.decisions.lots import program, tickets
from grants.decisions.model import Lots
from grants.decisions.walks import ref_of
from grants.rules.lots import OPEN, LotsState
from grants.rules.refusal import Hidden
from grants.rules.relations import sides_of
from grants.web.desk import Door
from grants.web.forms.lots import PromiseForm, SecretForm
from grants.web.forms.shape import Sheet
from grants.web.office.desk import desk
from grants.web.office.funding import READS
from grants.web.office.tabs import tabs
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.transaction import attempt, session
from grants.words import Sentence, say

OFFICE = Door(Call, "call office")
Deed = Callable[[Lots], None]


@desk.page("/calls/<uuid:id>/lots", READS, "ranking.locked.read", "decision.before_release.read")
def lots(call: Call) -> ResponseReturnValue:
    """How far the draw is, and its tickets once it is drawn."""
    if not call.walks:
        raise Hidden
    return shown(call, *both(call))


@desk.deed("/calls/<uuid:id>/lots/open", OFFICE, "decision.before_release.write")
def open_lots(call: Call) -> ResponseReturnValue:
    """Freeze the list of those among whom lots are drawn."""
    form = Sheet()
    with attempt(form) as it:
        actions.open_lots(call, visitor(), clock.now())
    if it.refused:
        return shown(call, *both(call), form), 422
    return done(call, say("The list is frozen. Now every side promises a secret."))


@desk.deed("/calls/<uuid:id>/lots/promise", OFFICE, "decision.before_release.write")
def promise_secret(call: Call) -> ResponseReturnValue:
    """Promise the own side's secret, by its fingerprint."""
    (form, other), found = both(call), opened(call)
    if form.validate():
        with attempt(form) as it:
            actions.promise_secret(found, form.side.data, form.promise.data, visitor(), clock.now())
        if not it.refused:
            return done(call, say("Promised. Keep the secret until every side has promised."))
    return shown(call, form, other), 422


@desk.deed("/calls/<uuid:id>/lots/tell", OFFICE, "decision.before_release.write")
def tell_secret(call: Call) -> ResponseReturnValue:
    """Tell the secret that was promised; the last one draws."""
    (other, form), found = both(call), opened(call)
    if form.validate():
        with attempt(form) as it:
            actions.tell_secret(found, form.side.data, form.secret.data, visitor(), clock.now())
        if not it.refused:
            return done(call, say("The secret is told, and it is the one that was promised."))
    return shown(call, other, form), 422


@desk.page("/calls/<uuid:id>/lots/draw.py", READS, "ranking.locked.read", "decision.before_release.read")
def lots_program(call: Call) -> ResponseReturnValue:
    """Ten lines of Python that draw the same lots again."""
    found = opened(call)
    if not found.is_drawn or queries.hidden_from(session(), visitor(), call):
        raise Hidden
    name = f'attachment; filename="{call.code.lower()}-lots.py"'
    return Response(program(found), mimetype="text/x-python", headers={"Content-Disposition": name})


def both(call: Call) -> tuple[PromiseForm, SecretForm]:
    """The two forms, each for the sides of this officer that have not done it yet."""
    found, own, forms = lots_of(session(), call), sides_of(visitor(), call), (PromiseForm(), SecretForm())
    for form, did in zip(forms, (found.promises, found.secrets) if found else ({}, {}), strict=True):
        form.side.choices = [(side.code, side.label) for side in call.sides if side.code in own - set(did)]
    return forms


def opened(call: Call) -> Lots:
    """The draw of a call, once its list is frozen."""
    found = lots_of(session(), call)
    if found is None:
        raise Hidden
    return found


def done(call: Call, sentence: Sentence) -> ResponseReturnValue:
    """Back to the page, saying what was done."""
    flash(reader().say(sentence), "good")
    return redirect(url_for("office.lots", id=call.id), 303)


def shown(call: Call, promise: PromiseForm, secret: SecretForm, form: Sheet | None = None) -> str:
    """The page; whoever is in conflict with an application sees the draw without it."""
    by, at, found = visitor(), clock.now(), lots_of(session(), call)
    hidden = {ref_of(call, number) for number in queries.hidden_from(session(), by, call)}
    state = found.state if found else None
    return page(
        "office/lots.html", call=call, tabs=tabs(call), lots=found, form=form, promise=promise, secret=secret,
        tickets=tickets(found, hidden) if found else [], partly=bool(hidden),
        names=[name for name in found.names if name not in hidden] if found else [],
        promises=bool(promise.side.choices) and state is LotsState.PROMISING,
        tells=bool(secret.side.choices) and state is LotsState.REVEALING,
        may_open=found is None and not hidden and OPEN.is_open_to(by, call, at),
        why_not=OPEN.reason_against(by, call, at) if found is None else None,
    )  # fmt: skip
