"""Signing for an application: a head of department or a host comes by a sealed link, reads, and signs or refuses."""

import uuid
from typing import Any

from flask import current_app, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.applications import actions
from grants.applications.actions.signing import asked_for
from grants.applications.model import Endorsement
from grants.applications.signatures import mark, sign_off
from grants.mail.outbox import fits
from grants.rules.consent import EndorsementState, still_on_its_way
from grants.rules.deadlines import of_application
from grants.rules.refusal import Hidden
from grants.rules.relations import anyone
from grants.web.desk import Hall
from grants.web.forms.team import SignedForm
from grants.web.paper import page
from grants.web.papers import application_pdf
from grants.web.public.desk import desk
from grants.web.transaction import SAFE, attempt, session

LINK_HOLDER = Hall(anyone)
ACT = "application.draft.sign_off"


@desk.page("/sign-off/<uuid:id>", LINK_HOLDER, ACT, post=True)
def sign_off_page(id: uuid.UUID) -> ResponseReturnValue:  # noqa: A002 - the name of the place in the address
    """What is asked, of whom, for which people and how much money; sign or refuse, by a button only."""
    endorsement, form = held(id), SignedForm()
    if form.validate_on_submit():
        seen, remark, at = request.form.get("seen", ""), form.remark.data or "", clock.now()
        with attempt(form) as it:
            if request.form.get("deed") == "refuse":
                actions.refuse(endorsement, remark, at)
            else:
                actions.sign(endorsement, seen, remark, at)
        if not it.refused:
            return redirect(url_for("public.sign_off_page", id=id, key=request.values.get("key")), 303)
        endorsement = held(id)
    return page("public/sign_off.html", form=form, **told(endorsement)), 422 if form.errors else 200


@desk.page("/sign-off/<uuid:id>/application.pdf", LINK_HOLDER, ACT)
def sign_off_pdf(id: uuid.UUID) -> ResponseReturnValue:  # noqa: A002
    """The application as it stands, to read before signing."""
    endorsement = held(id)
    if endorsement.state is EndorsementState.REVOKED or reason_over(endorsement) is not None:
        raise Hidden
    application = endorsement.application
    return send_file(application_pdf(application, draft=True), mimetype="application/pdf",
                     download_name=f"{application.ref}.pdf")  # fmt: skip


def held(key: uuid.UUID) -> Endorsement:
    """The request, for whoever holds its sealed link; for anybody else there is none."""
    lock: Any = None if request.method in SAFE else {"of": Endorsement}
    found = session().get(Endorsement, key, with_for_update=lock)
    sealed = fits(current_app.config["SECRET_KEY"], f"/sign-off/{key}", request.values.get("key", ""))
    if found is None or not sealed:
        raise Hidden
    return found


def reason_over(endorsement: Endorsement) -> Any:
    """Why nothing can be answered any more; nothing while it can."""
    return still_on_its_way(None, endorsement, clock.now())


def told(endorsement: Endorsement) -> dict[str, Any]:
    """What the page says; of a request that was taken back, nothing but that."""
    application, asked = endorsement.application, asked_for(endorsement)
    side = application.call.side(endorsement.side)
    return {
        "endorsement": endorsement, "application": application, "asked": asked, "side": side,
        "part": application.part(side.code), "key": request.values.get("key", ""),
        "is_revoked": endorsement.state is EndorsementState.REVOKED, "over": reason_over(endorsement),
        "seen": mark(application, side.code), "standing": sign_off(application, asked, side),
        "members": [one for one in application.members if one.side == side.code],
        "closing": of_application(application).at, "answered": endorsement.answered_at is not None,
    }  # fmt: skip
