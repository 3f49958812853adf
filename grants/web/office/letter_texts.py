"""The words of a call's letters: block by block in each language, with what may stand in braces; two officers agree."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from grants import clock
from grants.calls.model import Call
from grants.letters import actions
from grants.letters.filling import house_text
from grants.letters.model import LetterWording
from grants.letters.queries import in_use, wordings_of
from grants.letters.wording import TRANSLATED
from grants.rules.letters import AGREE_TO_WORDING, DROP_WORDING, LetterKind, WordingState
from grants.rules.placeholders import BLOCKS, Texts, allowed
from grants.web.desk import Door
from grants.web.forms.letter import texts_form
from grants.web.office.desk import desk
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.transaction import attempt
from grants.words import NAMES, say

OFFICE = Door(Call, "call office")
WORDING = Door(LetterWording, "letter wording")


@desk.page("/calls/<uuid:id>/letters/texts", OFFICE, "letter_template.any.propose")
def letter_texts(call: Call) -> ResponseReturnValue:
    """Every kind of letter, and whose words it has: the house's or this call's own."""
    waiting = {one.kind for one in wordings_of(call, WordingState.PROPOSED)}
    return page("office/letter_texts.html", call=call, kinds=list(LetterKind), own=in_use(call), waiting=waiting)


@desk.page("/calls/<uuid:id>/letters/texts/<kind>", OFFICE, "letter_template.any.propose", post=True)
def letter_text(call: Call, kind: str) -> ResponseReturnValue:
    """One kind of letter: its words now, those that wait for a second officer, and the form to write others."""
    if kind not in set(LetterKind):
        raise NotFound
    which = LetterKind(kind)
    form = texts_form(languages(call), words_now(call, which), in_use(call).get(which))
    if form.validate_on_submit():
        with attempt(form) as it:
            actions.propose_wording(call, (which, gathered(form, call), form.is_bilingual.data), visitor(), clock.now())
        if not it.refused:
            flash(reader().say(say("Proposed. The officers of the other side have been asked to agree.")), "good")
            return redirect(url_for("office.letter_text", id=call.id, kind=kind), 303)
    return page("office/letter_text.html", call=call, kind=which, form=form, **told(call, which)), (
        422 if form.errors else 200
    )


def told(call: Call, kind: LetterKind) -> dict[str, Any]:
    """What stands beside the form: the placeholders, and what waits with what this officer can do about it."""
    by, at = visitor(), clock.now()
    waiting = [one for one in wordings_of(call, WordingState.PROPOSED) if one.kind is kind]
    return {
        "placeholders": allowed(kind), "written": languages(call), "blocks": BLOCKS, "names": NAMES,
        "waiting": [(one, AGREE_TO_WORDING.is_open_to(by, one, at), DROP_WORDING.is_open_to(by, one, at))
                    for one in waiting],
    }  # fmt: skip


def languages(call: Call) -> list[str]:
    """The languages the letters of a call are written in, the one they are translated into among them."""
    return list(dict.fromkeys([*(side.language for side in call.sides), TRANSLATED]))


def words_now(call: Call, kind: LetterKind) -> Mapping[str, Texts]:
    """What letters of a kind say now, in every language."""
    own = in_use(call).get(kind)
    return {code: (own.texts.get(code) if own else None) or house_text(kind, code) for code in languages(call)}


def gathered(form: Any, call: Call) -> dict[str, dict[str, str]]:
    """The blocks that a form carries, in every language."""
    return {code: {block: form[f"{code}_{block}"].data or "" for block in BLOCKS} for code in languages(call)}


@desk.deed("/letter-texts/<uuid:id>/agree", WORDING, "letter_template.any.edit")
def agree_to_wording(wording: LetterWording) -> ResponseReturnValue:
    """Agree as the second officer: letters say this from now on."""
    actions.agree_to_wording(wording, visitor(), clock.now())
    flash(reader().say(say("Agreed. Letters say this from now on.")), "good")
    return redirect(url_for("office.letter_texts", id=wording.call_id), 303)


@desk.deed("/letter-texts/<uuid:id>/drop", WORDING, "letter_template.any.propose")
def drop_wording(wording: LetterWording) -> ResponseReturnValue:
    """Drop a wording that nobody agreed to."""
    actions.drop_wording(wording, visitor(), clock.now())
    flash(reader().say(say("Dropped. Nothing was changed.")), "good")
    return redirect(url_for("office.letter_texts", id=wording.call_id), 303)
