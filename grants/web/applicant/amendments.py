"""What an investigator does with a running award: ask for a change, take it back, show that a condition is met."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.awards import actions
from grants.awards.model import Amendment, Award, Condition
from grants.rules.refusal import Refused
from grants.web.applicant.awards import own_part, shown
from grants.web.applicant.desk import desk
from grants.web.desk import Door
from grants.web.forms.award import EvidenceForm, ask_form, wish_of
from grants.web.reader import reader, visitor
from grants.web.transaction import attempt
from grants.words import Sentence, say

REQUEST = "budget.awarded.request_change"


@desk.deed("/awards/<uuid:id>/changes", Door(Award, "award"), REQUEST)
def ask_for_change(award: Award) -> ResponseReturnValue:
    """Ask for a change of one's own side's part."""
    mine = own_part(award)
    if mine is None:
        raise Refused(say("This is not for you to do."))
    form = ask_form(mine)
    if form.validate_on_submit():
        with attempt(form) as it:
            actions.ask(award, wish_of(form, mine), visitor(), clock.now())
        if not it.refused:
            return back(award, say("Asked. Both teams and all offices have been told."))
    return shown(award, asks=form), 422


@desk.deed("/amendments/<uuid:id>/take-back", Door(Amendment, "own amendment"), REQUEST)
def take_change_back(amendment: Amendment) -> ResponseReturnValue:
    """Take back what one asked for."""
    actions.take_back(amendment, visitor(), clock.now())
    return back(amendment.award, say("Taken back."))


@desk.deed("/conditions/<uuid:id>/evidence", Door(Condition, "own condition"), "award.condition.show")
def show_evidence(condition: Condition) -> ResponseReturnValue:
    """Show that a condition of one's own side is met."""
    form = EvidenceForm(prefix="evidence")
    if form.validate_on_submit():
        with attempt(form) as it:
            actions.show_evidence(condition, form.evidence.data, visitor(), clock.now())
        if not it.refused:
            return back(condition.award, say("Sent to your office."))
    return shown(condition.award, shows=form), 422


def back(award: Award, told: Sentence) -> ResponseReturnValue:
    """To the award's page, saying what was done."""
    flash(reader().say(told), "good")
    return redirect(url_for("applicant.award", id=award.id), 303)
