"""The money of a call: every pot with its ledger, lines officers of its side write, totals that only indicate."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.awards.queries import awards_in
from grants.calls import actions
from grants.calls.actions import Movement, Quoted
from grants.calls.model import Call, FundingParty, Pot
from grants.db import Texts
from grants.decisions.queries import Purse
from grants.decisions.queries import purses as known
from grants.money import Money, totals
from grants.rules.agreements import payer_name
from grants.rules.budget import parse_amount
from grants.rules.calls import RATE
from grants.rules.pots import PotEntryKind
from grants.rules.rates import Indicated, indicated
from grants.web.desk import Door
from grants.web.forms.money import MoneyForm, RateForm, TotalForm
from grants.web.forms.shape import offer
from grants.web.office.desk import desk
from grants.web.office.tabs import tabs
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.transaction import attempt, session
from grants.words import say

RECORD = Door(Call, "call record")


@desk.page("/calls/<uuid:id>/money", RECORD, "call.draft.read", "call.draft.edit", post=True)
def money(call: Call) -> ResponseReturnValue:
    """Every pot of the call; officers of a side write into its ledgers what people write, each line with a reason."""
    by = visitor()
    found, refs = known(session(), by, call), awards_by_key(call, by)
    own = {str(purse.pot.id): purse.pot for purse in found if purse.is_own}
    form = MoneyForm()
    form.pot.choices = offer((key, named(pot)) for key, pot in own.items())
    form.award.choices = offer([("", say("none")), *((str(key), ref) for key, ref in refs.items())])
    if form.validate_on_submit() and recorded(call, own[form.pot.data], form, by):
        return redirect(url_for("office.money", id=call.id), 303)
    return page(
        "office/call_money.html", call=call, form=form, purses=found, own=own, tabs=tabs(call), refs=refs,
        name_of=name_of, theme_of=theme_of, money=Money, **summed(call, found),
    ), 422 if form.errors else 200  # fmt: skip


def awards_by_key(call: Call, by: Any) -> dict[UUID, str]:
    """The awards of the call by their application's number, those left out that this person is in conflict with."""
    return {award.application_id: award.application.ref for award in session().scalars(awards_in(by, call)).unique()}


def recorded(call: Call, pot: Pot, form: MoneyForm, by: Any) -> bool:
    """Write the line, unless the law speaks against it."""
    with attempt(form) as it:
        amount = parse_amount(form.amount.data, pot.currency, "amount")
        award = UUID(form.award.data) if form.award.data else None
        movement = Movement(PotEntryKind(form.kind.data), amount, form.note.data, award)
        actions.record_money(call, pot, movement, by, clock.now())
    if not it.refused:
        flash(reader().say(say("Recorded: %(amount)s.", amount=amount)), "good")
    return not it.refused


def summed(call: Call, found: list[Purse]) -> dict[str, Any]:
    """What is pledged and committed in each currency, and in one of them if the reader asks and there are rates."""
    pledged = totals(purse.balance.pledged for purse in found)
    committed = totals(purse.committed for purse in found)
    form = TotalForm(request.args, meta={"csrf": False})
    form.into.choices = offer([("", say("each for itself")), *((code, code) for code in pledged)])
    into = form.into.data if form.validate() else ""
    rows: list[tuple[Any, Indicated]] = []
    if into:
        rows = [
            (say("Pledged"), indicated(pledged.values(), into, call.rates)),
            (say("Committed"), indicated(committed.values(), into, call.rates)),
        ]
    return {"pledged": pledged, "committed": committed, "total_form": form, "indicated": rows}


@desk.page("/calls/<uuid:id>/rates", RECORD, "call.draft.read", "call.draft.edit", post=True)
def rates(call: Call) -> ResponseReturnValue:
    """The dated rates on which indicative totals rest, each with its source."""
    by, at, codes = visitor(), clock.now(), list(dict.fromkeys(side.currency for side in call.sides))
    form = RateForm(data={"base": codes[-1], "quote": codes[0]})
    form.base.choices = form.quote.choices = offer((code, code) for code in codes)
    if form.validate_on_submit():
        with attempt(form) as it:
            quoted = Quoted(*(form[name].data for name in ("base", "quote", "written", "day", "source")))
            actions.record_rate(call, quoted, by, at)
        if not it.refused:
            flash(reader().say(say("Recorded. Totals that rest on it are only indicative.")), "good")
            return redirect(url_for("office.rates", id=call.id), 303)
    may_record = len(codes) > 1 and RATE.is_open_to(by, call, at)
    return page(
        "office/rates.html", call=call, form=form, may_record=may_record, tabs=tabs(call)
    ), 422 if form.errors else 200  # fmt: skip


def named(pot: Pot) -> str:
    """A pot among others: whose it is, and for which theme."""
    parts = [reader().texts(name_of(pot.party)), reader().texts(theme_of(pot)), pot.currency]
    return " · ".join(part for part in parts if part)


def name_of(party: FundingParty) -> Texts:
    """Who pays: the institution, or the outside funder by name."""
    return payer_name(party)


def theme_of(pot: Pot) -> Texts:
    """The theme a pot is kept for, if it is."""
    return next((theme.label for theme in pot.party.call.themes if theme.code == pot.theme), {})
