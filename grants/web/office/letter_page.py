"""One letter in the office: what it says to whom, what would stop it, its issues in a chain; replace it, revoke it."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.letters import actions, queries
from grants.letters.compose import LetterFacts
from grants.letters.frozen import thaw
from grants.letters.model import Letter
from grants.letters.soundness import refuse_unsound
from grants.letters.wording import Numbered, facts_of
from grants.rules.letters import LETTER, LetterState
from grants.rules.refusal import Refused
from grants.web.desk import Door
from grants.web.forms.letter import ReasonForm
from grants.web.office.desk import desk
from grants.web.paper import page
from grants.web.papers import base_url
from grants.web.reader import reader, visitor
from grants.web.signin import freshly_confirmed
from grants.web.transaction import attempt, session
from grants.words import Sentence, say

RECORD = Door(Letter, "letter record")


@desk.page("/letters/<uuid:id>", RECORD, "letter.draft.read")
def letter_page(letter: Letter) -> ResponseReturnValue:
    """One letter, with the one before and the one after it among those in the same state."""
    return shown(letter, ReasonForm())


def shown(letter: Letter, form: ReasonForm, again: ReasonForm | None = None) -> ResponseReturnValue:
    """The page, with whatever was refused beside its field."""
    by, at = visitor(), clock.now()
    facts, fault = said_by(letter)
    pile = queries.of_call(session(), by, letter.application.call, letter.state)
    here = next((place for place, one in enumerate(pile) if one.id == letter.id), 0)
    refused = form.errors or (again is not None and again.errors)
    return page(
        "office/letter.html", letter=letter, call=letter.application.call, facts=facts, fault=fault,
        chain=queries.chain_of(letter), open={step.name for step in LETTER.open_to(by, letter, at)},
        form=form, again=again or ReasonForm(prefix="again"), here=here + 1, of=len(pile),
        before=pile[here - 1] if here else None, after=pile[here + 1] if here + 1 < len(pile) else None,
    ), 422 if refused else 200  # fmt: skip


def said_by(letter: Letter) -> tuple[LetterFacts | None, Sentence | None]:
    """What a letter says: as it was frozen, or as it would be today; and what would stop it."""
    if letter.facts:
        return thaw(LetterFacts, letter.facts), None
    if letter.state is not LetterState.DRAFT:
        return None, None
    try:
        facts = as_of_today(letter)
        refuse_unsound(letter, facts)
    except Refused as refusal:
        return None, refusal.reason
    return facts, None


def as_of_today(letter: Letter) -> LetterFacts:
    """A prepared letter as it would be if it were issued now."""
    unnumbered, on, call = reader().say(say("not issued")), clock.now().date(), letter.application.call
    return facts_of(letter, Numbered(unnumbered, on, base_url(), queries.in_use(call), queries.shown_on(call)))


@desk.deed("/letters/<uuid:id>/replace", RECORD, "letter.draft.prepare")
def replace_letter(letter: Letter) -> ResponseReturnValue:
    """Prepare a new issue; the old one holds until another side's officer has issued the new one."""
    form = ReasonForm(prefix="again")
    if form.validate_on_submit():
        with attempt(form) as it:
            fresh = actions.replace_by_new(letter, form.reason.data, visitor(), clock.now())
        if not it.refused:
            return back(fresh, say("A new issue is prepared. The old letter holds until the new one is issued."))
    return shown(letter, ReasonForm(formdata=None), form)


@desk.deed("/letters/<uuid:id>/revoke", RECORD, "letter.issued.ask_void")
def ask_to_revoke(letter: Letter) -> ResponseReturnValue:
    """Ask that the letter be revoked, with the reason its addressee will read."""
    freshly_confirmed()
    form = ReasonForm()
    if form.validate_on_submit():
        with attempt(form) as it:
            actions.ask_to_revoke(letter, form.reason.data, visitor(), clock.now())
        if not it.refused:
            return back(letter, say("Asked. The letter holds until an officer of another side agrees."))
    return shown(letter, form)


@desk.deed("/letters/<uuid:id>/revoke/agree", RECORD, "letter.issued.void")
def revoke_letter(letter: Letter) -> ResponseReturnValue:
    """Revoke it as the second officer."""
    freshly_confirmed()
    actions.revoke(letter, visitor(), clock.now())
    return back(letter, say("The letter is revoked. Its addressee has been told."))


@desk.deed("/letters/<uuid:id>/revoke/drop", RECORD, "letter.issued.ask_void")
def let_stand(letter: Letter) -> ResponseReturnValue:
    """Drop the request to revoke it."""
    actions.let_stand(letter, visitor(), clock.now())
    return back(letter, say("The letter stands as before."))


def back(letter: Letter, told: Sentence) -> ResponseReturnValue:
    """To the letter's page, saying what was done."""
    flash(reader().say(told), "good")
    return redirect(url_for("office.letter_page", id=letter.id), 303)
