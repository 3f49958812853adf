"""Reading it whole, confirming, submitting; the receipt and the PDF."""

from typing import Any

from flask import redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue

from grants import clock
from grants.applications import actions, queries
from grants.applications.model import Application
from grants.applications.signatures import sign_offs, unsigned
from grants.rules.applications import APPLICATION, JUDGED, ApplicationState
from grants.rules.consent import grace_until, is_in_counterpart_grace
from grants.rules.deadlines import of_application
from grants.rules.names import search_key
from grants.rules.naming import names_in
from grants.rules.phases import is_blind
from grants.rules.refusal import Hidden
from grants.web.applicant.applications import OWN
from grants.web.applicant.desk import desk
from grants.web.applicant.reading import handing_in
from grants.web.desk import Door
from grants.web.eligibility import rules_for_team
from grants.web.forms.shape import Sheet
from grants.web.paper import page
from grants.web.papers import application_pdf
from grants.web.reader import visitor
from grants.web.sections import answer_told, gap_address, sections_of
from grants.web.transaction import attempt, seen


@desk.page("/applications/<uuid:id>/submit", Door(Application, "own application", handing_in),
           "application.draft.confirm_side", "application.draft.submit", "application.draft.submit_late",
           post=True)  # fmt: skip
def submit(application: Application) -> ResponseReturnValue:
    """Everything at once, what is missing with its place, and the two deeds: confirm, submit."""
    deed, is_in = request.form.get("deed"), application.state is ApplicationState.SUBMITTED
    if is_in and deed == "submit":
        return redirect(url_for("applicant.receipt", id=application.id), 303)
    form, by, at = Sheet(), visitor(), clock.now()
    if form.validate_on_submit():
        with attempt(form) as it:
            (actions.submit if deed == "submit" else actions.confirm)(application, seen() or 0, by, at)
        if not it.refused:
            on = "applicant.receipt" if application.state is ApplicationState.SUBMITTED else "applicant.submit"
            return redirect(url_for(on, id=application.id), 303)
    return page("applicant/submit.html", form=form, **shown(application)), 422 if form.errors else 200


def shown(application: Application) -> dict[str, Any]:
    """What the page shows: the whole text, what is missing, who stands behind it, and the deeds open now."""
    by, at = visitor(), clock.now()
    missing, signatures = queries.gaps(application), sign_offs(application)
    application.gap_count, application.unsigned = len(missing), unsigned(application)
    return {
        "application": application, "gaps": missing, "sections": sections_of(application),
        "rules": rules_for_team(application, by), "answers": answers(application),
        "deeds": {step.name for step in APPLICATION.open_to(by, application, at)}, "gap_address": gap_address,
        "answer_text": answer_told, "closing": of_application(application).at, "signatures": signatures,
        "named": names_told(application) if is_blind(application.call) else [],
        "grace": grace_until(application) if is_in_counterpart_grace(application, at) else None,
    }  # fmt: skip


def names_told(application: Application) -> list[str]:
    """The names of the team and its universities that stand in the title and the text, where reviewers learn none."""
    text = "\n".join([application.title, *(one.value for one in application.answers if isinstance(one.value, str))])
    people = [part.pi for part in application.parts if part.pi]
    homes = [part.institution for part in application.parts if part.institution]
    told = {*(one.name for one in application.members), *(name for home in homes for name in home.name.values())}
    return [*names_in(text, people), *sorted(name for name in told if search_key(name) in search_key(text))]


def answers(application: Application) -> dict[tuple[str, str], object]:
    """Every answer by question and side."""
    return {(answer.question, answer.side): answer.value for answer in application.answers}


@desk.page("/applications/<uuid:id>/receipt", OWN, "application.any.read_versions")
def receipt(application: Application) -> ResponseReturnValue:
    """The receipt: number, time in UTC and on each clock, fingerprint; every submission with its own."""
    if not application.snapshots:
        raise Hidden
    return page("applicant/receipt.html", application=application, snapshots=application.snapshots[::-1],
                stands=application.state in JUDGED)  # fmt: skip


@desk.page("/applications/<uuid:id>/application.pdf", OWN, "application.draft.preview_pdf",
           "application.submitted_open.read")  # fmt: skip
def pdf(application: Application) -> ResponseReturnValue:
    """The application as PDF: as submitted last, or a draft marked as such."""
    made = application_pdf(application, draft="draft" in request.args or not application.snapshots)
    return send_file(made, mimetype="application/pdf", download_name=f"{application.ref}.pdf")
