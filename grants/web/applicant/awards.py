"""An award as its two teams see it: where each side's part stands; each investigator answers for the own side."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.awards import actions
from grants.awards.model import Award, AwardPart
from grants.letters.queries import is_in_writing
from grants.reports.actions import ask_for
from grants.rules.access import may_read
from grants.rules.awards import AWARD_PART, AwardStanding, PartState
from grants.rules.refusal import Refused
from grants.web.applicant.decided import letters_of
from grants.web.applicant.desk import desk
from grants.web.desk import Door
from grants.web.forms.decision import AcceptForm, DeclineForm
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.transaction import attempt
from grants.words import say

TONES = {
    AwardStanding.OFFERED: "wait", AwardStanding.ACTIVE: "good", AwardStanding.NEEDS_DECISION: "bad",
    AwardStanding.NOT_TAKEN_UP: "neutral", AwardStanding.CLOSED: "good",
}  # fmt: skip
PART_TONES = {
    PartState.OFFERED: "wait", PartState.ACCEPTED: "good", PartState.DECLINED: "bad", PartState.LAPSED: "warn",
}  # fmt: skip
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


def answer(award: Award, form: Form) -> None:
    """Accept or decline the part of one's own side; the last side's acceptance opens the report."""
    mine = own_part(award)
    if mine is None:
        raise Refused(say("This is not for you to do."))
    if isinstance(form, DeclineForm):
        actions.decline(mine, form.reason.data or "", visitor(), clock.now())
    else:
        actions.accept(mine, form.cost_centre.data or "", visitor(), clock.now())
        ask_for(award, clock.now())


def own_part(award: Award) -> AwardPart | None:
    """The part whose investigator this visitor is, told whether its letter is out."""
    mine = next((part for part in award.parts if part.pi_id == visitor().id), None)
    if mine is not None:
        mine.letter_issued = is_in_writing(mine)
    return mine


def shown(award: Award, accepts: AcceptForm, declines: DeclineForm) -> str:
    """The page: where each side's part stands, the letters one may read, the conditions."""
    by, at, mine = visitor(), clock.now(), own_part(award)
    open_: dict[str, Any] = {step.name: step for step in AWARD_PART.open_to(by, mine, at)} if mine else {}
    return page(
        "applicant/award.html", award=award, application=award.application, call=award.application.call, mine=mine,
        open=open_, accepts=accepts, declines=declines, tones=TONES, part_tones=PART_TONES,
        letters=letters_of(award.application), is_own=may_read(by, "own application", award.application),
        form=declines if declines.errors else accepts, waits_for_letter=waits_for_letter(mine),
    )  # fmt: skip


def waits_for_letter(mine: AwardPart | None) -> bool:
    """Whether one's own part is offered and not yet put in writing."""
    return mine is not None and mine.state is PartState.OFFERED and not mine.letter_issued
