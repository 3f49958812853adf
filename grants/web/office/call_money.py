"""The money of a call: every pot with its ledger, and lines that officers of its side write."""

from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.calls import actions, queries
from grants.calls.actions import Movement
from grants.calls.model import Call, FundingParty, Pot
from grants.db import Texts
from grants.decisions.queries import purses as known
from grants.money import Money
from grants.rules.budget import parse_amount
from grants.rules.pots import PotEntryKind
from grants.rules.relations import sides_of
from grants.web.desk import Door
from grants.web.forms.call import MoneyForm
from grants.web.forms.shape import offer
from grants.web.office.desk import desk
from grants.web.office.tabs import tabs
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.transaction import attempt, session
from grants.words import say


@desk.page("/calls/<uuid:id>/money", Door(Call, "call record"), "call.draft.read", "call.draft.edit", post=True)
def money(call: Call) -> ResponseReturnValue:
    """Every pot of the call; officers of a side add to its pots or cut them, with a reason."""
    by, parties = visitor(), queries.with_money(session(), call)
    own = [pot for party in parties if party.side in sides_of(by, call) for pot in party.pots]
    form = MoneyForm()
    form.pot.choices = offer((str(pot.id), named(pot)) for pot in own)
    if form.validate_on_submit():
        pot = next(pot for pot in own if str(pot.id) == form.pot.data)
        if recorded(call, pot, form, by):
            return redirect(url_for("office.money", id=call.id), 303)
    purses = {purse.pot.id: purse for purse in known(session(), by, call)}
    return page("office/call_money.html", call=call, form=form, parties=parties, own=own, tabs=tabs(call),
                purses=purses, name_of=name_of, theme_of=theme_of,
                money=Money), 422 if form.errors else 200  # fmt: skip


def recorded(call: Call, pot: Pot, form: MoneyForm, by: Any) -> bool:
    """Write the line, unless the law speaks against it."""
    with attempt(form) as it:
        amount = parse_amount(form.amount.data, pot.currency, "amount")
        movement = Movement(PotEntryKind(form.kind.data), amount, form.note.data)
        actions.record_money(call, pot, movement, by, clock.now())
    if not it.refused:
        flash(reader().say(say("Recorded: %(amount)s.", amount=amount)), "good")
    return not it.refused


def named(pot: Pot) -> str:
    """A pot among others: whose it is, and for which theme."""
    parts = [reader().texts(name_of(pot.party)), reader().texts(theme_of(pot)), pot.currency]
    return " · ".join(part for part in parts if part)


def name_of(party: FundingParty) -> Texts:
    """Who pays: the institution, or the outside funder by name."""
    return party.name or (party.institution.name if party.institution else {})


def theme_of(pot: Pot) -> Texts:
    """The theme a pot is kept for, if it is."""
    return next((theme.label for theme in pot.party.call.themes if theme.code == pot.theme), {})
