"""Sign-offs, seen by the team: what the call asks for, who was asked, who signed and when."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.applications import actions
from grants.applications.model import Application, Endorsement
from grants.applications.signatures import SignOff, sign_offs
from grants.rules.applications import ASK_TO_SIGN
from grants.rules.consent import ENDORSEMENT
from grants.rules.refusal import Hidden
from grants.rules.relations import side_of_pi, side_of_team
from grants.web.applicant.applications import OWN
from grants.web.applicant.desk import desk
from grants.web.desk import Door
from grants.web.forms.team import NamedForm
from grants.web.paper import page
from grants.web.reader import reader, visitor
from grants.web.transaction import attempt
from grants.words import Sentence, say

MINE = Door(Endorsement, "own sign-off")


@desk.page("/applications/<uuid:id>/sign-offs", OWN, "application.draft.read", "application.draft.ask_to_sign",
           post=True)  # fmt: skip
def sign_offs_of(application: Application) -> ResponseReturnValue:
    """Every sign-off the call asks for; an investigator names who signs for the own side."""
    needed = sign_offs(application)
    if not needed:
        raise Hidden
    code = request.form.get("code", "")
    form = NamedForm(prefix="named")
    if request.method == "GET":
        form.language.data = application.call.side(
            side_of_team(visitor().id, application) or application.lead_side
        ).language
    if form.validate_on_submit():
        whom = actions.Named(code, form.name.data, form.email.data, form.office.data, form.language.data)
        with attempt(form) as it:
            actions.ask_to_sign(application, whom, visitor(), clock.now())
        if not it.refused:
            return back(application, say("The request is on its way to %(email)s.", email=form.email.data))
    return page("applicant/sign_offs.html", application=application, form=form, asked_now=code,
                **shown(application, needed)), 422 if form.errors else 200  # fmt: skip


def shown(application: Application, needed: list[SignOff]) -> dict[str, Any]:
    """What the page shows of each: the steps open to this reader; the remark is read by its own side."""
    by, at = visitor(), clock.now()
    mine, own = side_of_pi(by, application), side_of_team(by.id, application)
    may_ask = ASK_TO_SIGN.is_open_to(by, application, at)
    return {
        "needed": needed, "own_side": own,
        "open": {one.request.id: ENDORSEMENT.open_to(by, one.request, at) for one in needed if one.request},
        "to_name": [one for one in needed if one.request is None and one.side.code == mine and may_ask],
    }  # fmt: skip


@desk.deed("/sign-offs/<uuid:id>/again", MINE, "application.draft.ask_to_sign")
def ask_again(endorsement: Endorsement) -> ResponseReturnValue:
    """Send the same request again."""
    actions.ask_again(endorsement, visitor(), clock.now())
    return back(endorsement.application, say("The request is on its way to %(email)s.", email=endorsement.email))


@desk.deed("/sign-offs/<uuid:id>/take-back", MINE, "application.draft.ask_to_sign")
def take_back_request(endorsement: Endorsement) -> ResponseReturnValue:
    """Take a request back; somebody else can be asked then."""
    actions.take_back(endorsement, visitor(), clock.now())
    return back(endorsement.application, say("The link sent to %(email)s no longer works.", email=endorsement.email))


def back(application: Application, said: Sentence) -> ResponseReturnValue:
    """Back to the sign-offs, saying what was done."""
    flash(reader().say(said), "good")
    return redirect(url_for("applicant.sign_offs_of", id=application.id), 303)
