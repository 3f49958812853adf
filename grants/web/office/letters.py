"""Letters of a call: prepared by one officer, previewed on every real recipient, issued by one of another side."""

import io

from flask import flash, redirect, send_file, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from grants import clock
from grants.calls.model import Call
from grants.jobs.engine import enqueue
from grants.jobs.issue_letters import KIND
from grants.jobs.queries import newest
from grants.letters import actions, queries
from grants.letters.model import Letter
from grants.rules.access import may_read
from grants.rules.letters import NUMBER, LetterState, may_prepare
from grants.web.desk import Door
from grants.web.forms.letter import IssueForm
from grants.web.office.desk import desk
from grants.web.office.letter_page import as_of_today
from grants.web.office.tabs import tabs
from grants.web.paper import page
from grants.web.papers import as_it_stands, base_url, engine, stored
from grants.web.reader import reader, visitor
from grants.web.signin import freshly_confirmed
from grants.web.transaction import attempt, session
from grants.words import say

RECORD = Door(Call, "call record")
OFFICE = Door(Call, "call office")


@desk.page("/calls/<uuid:id>/letters", RECORD, "letter.draft.read")
def letters(call: Call) -> ResponseReturnValue:
    """Every letter of the call, from owed to issued; whoever may issue has just proved who they are."""
    if issuable(call):
        freshly_confirmed()
    return shown(call, IssueForm())


def shown(call: Call, form: IssueForm) -> ResponseReturnValue:
    """The page, with whatever was refused beside its field."""
    by = visitor()
    found = queries.of_call(session(), by, call)
    mine = issuable(call)
    return page(
        "office/letters.html", call=call, tabs=tabs(call), letters=found, form=form, issuable=mine,
        owed=queries.owed_by(call, by), job=newest(session(), KIND, str(call.id)),
        discardable=[one for one in found if one.state is LetterState.DRAFT and may_prepare(by, one)],
        may_word=may_read(by, "call office", call),
    ), 422 if form.errors else 200  # fmt: skip


def issuable(call: Call) -> list[Letter]:
    """The prepared letters that this officer may issue: those another side's officer prepared."""
    by, at = visitor(), clock.now()
    drafts = queries.of_call(session(), by, call, LetterState.DRAFT)
    return [letter for letter in drafts if NUMBER.is_open_to(by, letter, at)]


@desk.deed("/calls/<uuid:id>/letters/prepare", OFFICE, "award.draft.write")
def prepare_letters(call: Call) -> ResponseReturnValue:
    """Prepare every letter that is owed by one's own side."""
    with attempt(form := IssueForm()) as it:
        prepared = actions.prepare(call, visitor(), clock.now())
    if it.refused:
        return shown(call, form)
    said = say(
        "%(count)s letters are prepared. A second officer looks at them and issues them.",
        count=len(prepared),
    )
    flash(reader().say(said), "good")
    return redirect(url_for("office.letters", id=call.id), 303)


@desk.deed("/calls/<uuid:id>/letters/issue", OFFICE, "letter.draft.issue")
def issue_letters(call: Call) -> ResponseReturnValue:
    """Issue what the other side prepared: the count is typed in, the numbers are given, the press does the rest."""
    freshly_confirmed()
    form, waiting = IssueForm(), issuable(call)
    if form.validate_on_submit():
        with attempt(form) as it:
            form.must_be(len(waiting))
            actions.number(waiting, base_url(), visitor(), clock.now())
            enqueue(session(), KIND, str(call.id), {"call_id": str(call.id)}, clock.now(), call_id=call.id,
                    made_by_id=visitor().id)  # fmt: skip
        if not it.refused:
            flash(reader().say(say("%(count)s letters are being issued.", count=len(waiting))), "good")
            return redirect(url_for("office.letters", id=call.id), 303)
    return shown(call, form)


@desk.deed("/calls/<uuid:id>/letters/print", OFFICE, "letter.draft.issue")
def print_again(call: Call) -> ResponseReturnValue:
    """Try again to print what has its number and could not be printed."""
    enqueue(session(), KIND, str(call.id), {"call_id": str(call.id)}, clock.now(), call_id=call.id,
            made_by_id=visitor().id)  # fmt: skip
    return redirect(url_for("office.letters", id=call.id), 303)


@desk.deed("/calls/<uuid:id>/letters/discard", OFFICE, "award.draft.write")
def discard_letters(call: Call) -> ResponseReturnValue:
    """Throw away what one's own side prepared and nobody issued."""
    drafts = queries.of_call(session(), visitor(), call, LetterState.DRAFT)
    actions.discard([letter for letter in drafts if may_prepare(visitor(), letter)], visitor(), clock.now())
    return redirect(url_for("office.letters", id=call.id), 303)


@desk.page(
    "/letters/<uuid:id>.pdf", Door(Letter, "letter record"), "letter.draft.read", "letter.issued.download",
    "letter.void.download",
)  # fmt: skip
def letter(letter: Letter) -> ResponseReturnValue:
    """The letter: its stored bytes once issued; before that, what it would say, marked by its missing number."""
    name = f"{letter.number or 'preview'}.pdf"
    if letter.sha256:
        return send_file(io.BytesIO(as_it_stands(letter)), mimetype="application/pdf", download_name=name)
    if letter.state is not LetterState.DRAFT:
        raise NotFound
    facts = as_of_today(letter).illustrated(stored)
    return send_file(io.BytesIO(engine().render(facts)), mimetype="application/pdf", download_name=name)
