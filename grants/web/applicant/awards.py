"""An award as its two teams see it: where each side's part stands; each investigator answers for the own side."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.awards import actions
from grants.awards.model import Award, AwardPart
from grants.letters.queries import is_in_writing
from grants.reports import actions as reports
from grants.rules.access import may_read
from grants.rules.amendments import TAKE_BACK
from grants.rules.awards import AWARD_PART, RUNNING, SHOW, PartState
from grants.rules.publishing import is_public_award, may_publish, sides_silent
from grants.rules.refusal import Refused
from grants.web.applicant.decided import letters_of
from grants.web.applicant.desk import desk
from grants.web.awards import told
from grants.web.desk import Door
from grants.web.forms.award import EvidenceForm, ask_form
from grants.web.forms.decision import AcceptForm, DeclineForm
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.transaction import attempt
from grants.words import say

Form = AcceptForm | DeclineForm


@desk.page("/awards/<uuid:id>", Door(Award, "award"), "award.active.read", "award.active.accept_or_decline", post=True)
def award(award: Award) -> ResponseReturnValue:
    """Both parts at a glance; accept or decline one's own."""
    accepts, declines = AcceptForm(prefix="accept"), DeclineForm(prefix="decline")
    form = declines if request.form.get("deed") == "decline" else accepts
    if request.method == "POST" and form.validate():
        with attempt(form) as it:
            answer(award, form)
        if not it.refused:
            flash(reader().say(say("Recorded. Both sides have been told.")), "good")
            return redirect(url_for("applicant.award", id=award.id), 303)
    return shown(award, accepts, declines), 422 if form.errors else 200


@desk.deed("/awards/<uuid:id>/publish", Door(Award, "award"), "outcome.private.publish")
def publish(award: Award) -> ResponseReturnValue:
    """Agree for one's own side that the award is shown to everyone, or take that back."""
    deed = reports.take_back if request.form.get("deed") == "take_back" else reports.publish
    deed(award, visitor(), clock.now())
    flash(reader().say(say("Recorded.")), "good")
    return redirect(url_for("applicant.award", id=award.id), 303)


def answer(award: Award, form: Form) -> None:
    """Accept or decline the part of one's own side; the last side's acceptance opens the report."""
    mine = own_part(award)
    if mine is None:
        raise Refused(say("This is not for you to do."))
    if isinstance(form, DeclineForm):
        actions.decline(mine, form.reason.data or "", visitor(), clock.now())
    else:
        head = actions.Head(form.head_name.data or "", form.head_email.data or "")
        actions.accept(mine, form.cost_centre.data or "", visitor(), clock.now(), head)
        reports.ask_for(award, clock.now())


def own_part(award: Award) -> AwardPart | None:
    """The part whose investigator this visitor is, told whether its letter is out."""
    mine = next((part for part in award.parts if part.pi_id == visitor().id), None)
    if mine is not None:
        mine.letter_issued = is_in_writing(mine)
    return mine


def shown(
    award: Award, accepts: AcceptForm | None = None, declines: DeclineForm | None = None, **forms: Any,
) -> str:  # fmt: skip
    """The page: where each side's part stands, the letters one may read, the conditions, what was asked for."""
    by, at, mine = visitor(), clock.now(), own_part(award)
    accepts, declines = accepts or AcceptForm(prefix="accept"), declines or DeclineForm(prefix="decline")
    open_: dict[str, Any] = {step.name: step for step in AWARD_PART.open_to(by, mine, at)} if mine else {}
    wrong = [form for form in (declines, *forms.values()) if form.errors]
    runs = mine is not None and mine.state in RUNNING and award.closed_at is None
    return page(
        "applicant/award.html", mine=mine, open=open_, accepts=accepts, declines=declines,
        letters=letters_of(award.application), is_own=may_read(by, "own application", award.application),
        form=wrong[0] if wrong else accepts, waits_for_letter=waits_for_letter(mine), **told(award),
        asks=forms.get("asks") or (ask_form(mine) if mine and runs else None),
        shows=forms.get("shows") or EvidenceForm(prefix="evidence"),
        to_show={one.id for one in award.conditions if SHOW.is_open_to(by, one, at)},
        to_take_back={one.id for one in award.amendments if TAKE_BACK.is_open_to(by, one, at)},
        publishes=may_publish(by, award) if is_public_award(by, award) else None, silent=sides_silent(award),
    )  # fmt: skip


def waits_for_letter(mine: AwardPart | None) -> bool:
    """Whether one's own part is offered and not yet put in writing."""
    return mine is not None and mine.state is PartState.OFFERED and not mine.letter_issued
